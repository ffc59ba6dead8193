"""The household of processes: who falls is set up again, who cannot stand ends all, and a stop reaches everyone."""

import time

import pytest

from portal import serving
from portal.serving import Household

SLEEPER = ("-c", "import time; time.sleep(60)")


@pytest.fixture
def household(monkeypatch):
    monkeypatch.setattr(serving, "TEND_SECONDS", 0.1)
    household = Household()
    yield household
    household.stop()


def test_a_member_that_cannot_stand_ends_the_wait(household):
    household.start("sleeper", *SLEEPER)
    household.start("fainter", "-c", "")
    assert household.wait(lambda: None) == "fainter"


def test_a_fallen_member_is_set_up_again(household, monkeypatch):
    monkeypatch.setattr(serving, "STANDING_SECONDS", 0)
    household.start("sleeper", *SLEEPER)
    first = household.members["sleeper"].process
    first.kill()

    def stop_when_replaced() -> None:
        household.stop_requested = household.members["sleeper"].process is not first

    assert household.wait(stop_when_replaced) == ""
    assert household.members["sleeper"].process.poll() is None


def test_a_stop_request_ends_the_wait_and_stop_ends_all(household):
    household.start("sleeper", *SLEEPER)
    household._request_stop(15, None)
    assert household.wait(lambda: None) == ""
    household.stop()
    assert household.fallen() == ["sleeper"]


def test_who_does_not_listen_is_killed(household, monkeypatch):
    monkeypatch.setattr(serving, "STOP_SECONDS", 0.2)
    household.start("deaf", "-c", "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); " + SLEEPER[1])
    time.sleep(0.5)
    household.stop()
    assert household.fallen() == ["deaf"]


def test_static_files_are_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    assert serving.collect_static() is True
    assert serving.collect_static() is False
    (tmp_path / "static.stamp").write_text("other files")
    assert serving.collect_static() is True
