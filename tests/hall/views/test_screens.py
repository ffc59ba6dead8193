"""What a device gets: a truth table of tokens and stages, content with a fingerprint, nothing for strangers."""

import re

import pytest
from django.test import Client

from hall import actions
from hall.models import Device, Layout, Panel
from tests.approvals.factories import publish
from tests.back_office import client_of
from tests.cast import Cast
from tests.disclosure.factories import make_publication
from tests.hall.factories import browser_of, make_device, make_layout

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(cast: Cast) -> tuple[Device, Client]:
    """An enrolled display with one notice on it, and its browser."""
    publish(make_publication(cast.police, title="窗口调整公告"), editor=cast.editor, reviewer=cast.reviewer)
    device, code = make_device(cast, make_layout("notices"))
    client = browser_of(code)
    return Device.objects.get(pk=device.pk), client


def ask(client: Client, device: Device, part: str = "", **headers: str) -> tuple[int, str]:
    response = client.get(f"/screens/{device.public_id}/{part}", headers=headers)
    return response.status_code, response.content.decode()


def test_the_code_typed_at_the_device_opens_its_page_and_sets_one_cookie(cast: Cast) -> None:
    device, code = make_device(cast, make_layout("notices"))
    client = Client()
    assert client.get("/screens/").url == "/screens/enrol/"
    response = client.post("/screens/enrol/", {"code": code})
    assert response.url == f"/screens/{device.public_id}/"
    cookie = client.cookies["hall_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert list(client.cookies) == ["hall_device"]
    assert client.get("/screens/").url == f"/screens/{device.public_id}/"
    assert ask(client, device)[0] == 200


def test_a_wrong_code_is_kept_in_the_form_with_a_sentence(cast: Cast) -> None:
    response = Client().post("/screens/enrol/", {"code": "ABCD-EFGH"})
    assert response.status_code == 422
    assert "ABCD-EFGH" in response.content.decode()
    assert "登记码无效或已失效" in response.content.decode()
    for _try in range(20):
        response = Client().post("/screens/enrol/", {"code": "ABCD-EFGH"})
    assert response.status_code == 429


def test_an_enrolled_display_shows_what_is_published(screen: tuple[Device, Client]) -> None:
    device, client = screen
    for part in ("", "content"):
        status, text = ask(client, device, part)
        assert status == 200
        assert "窗口调整公告" in text
    shown = Device.objects.get()
    assert shown.last_contact_at is not None
    assert shown.shows
    assert shown.version


def test_the_content_is_empty_while_nothing_changes_and_says_its_age(screen: tuple[Device, Client]) -> None:
    device, client = screen
    address = f"/screens/{device.public_id}/content"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for response in (first, again):
        assert response["X-As-Of"]
        assert response["X-Version"]
        assert response["Cache-Control"] == "private, no-store"


def test_another_panel_changes_the_content_by_itself(screen: tuple[Device, Client], cast: Cast) -> None:
    device, client = screen
    address = f"/screens/{device.public_id}/content"
    before = client.get(address)["ETag"]
    Panel.objects.create(layout=Layout.objects.get(), kind="notices", title="今日提醒", position=5)
    after = client.get(address, headers={"if-none-match": before})
    assert after.status_code == 200
    assert "今日提醒" in after.content.decode()


@pytest.mark.parametrize("what", ["nothing", "stranger", "forged", "replaced", "forgotten", "off"])
def test_nobody_else_and_no_device_that_is_off_gets_content(
    what: str, screen: tuple[Device, Client], cast: Cast
) -> None:
    device, client = screen
    if what == "nothing":
        client = Client()
    elif what == "stranger":
        _other, code = make_device(cast, Layout.objects.get(), "别的屏")
        client = browser_of(code)
    elif what == "forged":
        client.cookies["hall_device"] = f"{device.public_id}.x"
    elif what == "replaced":
        _device, code = actions.make_code(device, actor=cast.system_admin)
        actions.enrol(code)
    else:
        getattr(actions, {"forgotten": "forget", "off": "switch_off"}[what])(device, actor=cast.system_admin)
    for part in ("", "content"):
        status, text = ask(client, device, part)
        assert status == 403
        assert "窗口调整公告" not in text
    page = ask(client, device)[1]
    assert ("本设备已停用" in page) == (what == "off")


def test_a_device_that_is_switched_on_again_needs_no_code(screen: tuple[Device, Client], cast: Cast) -> None:
    device, client = screen
    actions.switch_off(device, actor=cast.system_admin)
    actions.switch_on(device, actor=cast.system_admin)
    assert ask(client, device)[0] == 200


def test_who_looks_after_the_hall_sees_the_display_and_is_not_taken_for_it(
    screen: tuple[Device, Client], cast: Cast
) -> None:
    device, _client = screen
    Device.objects.update(last_contact_at=None)
    for user, status in ((cast.system_admin, 200), (cast.manager, 200), (cast.editor, 403)):
        assert ask(client_of(user), device)[0] == status
    assert ask(client_of(cast.manager), device, "content")[0] == 403
    assert 'data-worker=""' in ask(client_of(cast.manager), device)[1]
    assert Device.objects.get().last_contact_at is None


def test_without_scripts_the_page_goes_on_by_itself(screen: tuple[Device, Client]) -> None:
    device, client = screen
    Panel.objects.create(layout=Layout.objects.get(), kind="notices", title="第二栏", position=5)
    first, second = (client.get(f"/screens/{device.public_id}/?step={n}").content.decode() for n in (0, 1))
    assert '<noscript><meta http-equiv="refresh" content="20;url=?step=1"></noscript>' in first
    panels = r'<section class="panel[^>]*?( hidden)?>\s*<h2>(\S+)</h2>'
    assert re.findall(panels, first) == [("", "通知公告"), (" hidden", "第二栏")]
    assert re.findall(panels, second) == [(" hidden", "通知公告"), ("", "第二栏")]
    assert client.get(f"/screens/{device.public_id}/?step=x").status_code == 200


def test_a_notice_is_on_every_screen(screen: tuple[Device, Client], cast: Cast) -> None:
    import datetime as dt

    from foundation.clock import local_now
    from hall.models import HallNotice

    device, client = screen
    notice = actions.prepare_notice(HallNotice(text="消防演练", text_en="Fire drill"), actor=cast.editor)
    pages = [f"/screens/{device.public_id}/content", "/kiosk/", "/wall/"]
    assert not any("消防演练" in client.get(page).content.decode() for page in pages)
    actions.release_notice(notice, until=local_now() + dt.timedelta(hours=1), actor=cast.manager)
    assert all("消防演练" in client.get(page).content.decode() for page in pages)
    assert "Fire drill" in client.get("/en/kiosk/").content.decode()
