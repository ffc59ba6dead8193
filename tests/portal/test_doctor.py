"""The doctor finds what is wrong, and goes on when a look fails."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from portal import doctor
from portal.doctor import Verdict, examine
from portal.liveness import give_sign

TODAY = dt.date(2026, 11, 26)


def verdicts() -> dict[str, Verdict]:
    return {finding.what.partition(":")[0]: finding.verdict for finding in examine(TODAY)}


@pytest.mark.django_db
def test_a_missing_worker_is_wrong_until_it_gives_a_sign() -> None:
    assert verdicts()["job worker"] is Verdict.WRONG
    give_sign()
    assert verdicts()["job worker"] is Verdict.GOOD


@pytest.mark.django_db
def test_what_is_missing_is_said() -> None:
    found = verdicts()
    assert found["database"] is found["tables"] is found["clock"] is Verdict.GOOD
    assert found["accounts"] is found["working days"] is Verdict.DOUBTFUL


@pytest.mark.django_db
def test_a_look_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> float:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "worker_age", fail)
    assert verdicts()["worker"] is Verdict.WRONG
    assert len(verdicts()) == 11


@pytest.mark.django_db
def test_the_command_fails_when_something_is_wrong() -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="wrong"):
        call_command("doctor", stdout=out)
    assert "start manage.py work" in out.getvalue()
