"""Staff pages of devices and notices."""

import re

import pytest

from hall.models import Device, HallNotice
from tests.back_office import client_of
from tests.cast import Cast
from tests.hall.factories import make_device, make_layout

pytestmark = pytest.mark.django_db
DEVICES = "/staff/hall/devices/"
NOTICES = "/staff/hall/notices/"


def test_the_code_is_shown_once(cast: Cast) -> None:
    layout, client = make_layout("notices"), client_of(cast.system_admin)
    made = client.post(DEVICES, {"name": "主屏", "kind": "landscape", "layout": layout.pk, "place": "一楼"})
    page = made.content.decode()
    assert re.search(r"<code>[A-Z2-9]{4}-[A-Z2-9]{4}</code>", page)
    device = Device.objects.get()
    assert not re.search(
        r"<code>[A-Z2-9]{4}-[A-Z2-9]{4}</code>", client.get(f"{DEVICES}{device.public_id}/").content.decode()
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "landscape"}, "显示屏必须选择版面"),
        ({"kind": "portrait", "layout": "own"}, "另一种方向"),
        ({"kind": "landscape", "layout": "own", "name": ""}, "名称"),
        ({"kind": "kiosk", "name": "大厅主屏"}, "名称"),
    ],
)
def test_a_wrong_device_comes_back_with_what_was_typed(facts: dict[str, str], said: str, cast: Cast) -> None:
    layout = make_layout("notices")
    make_device(cast, layout)
    typed = {"name": "新屏", "place": "二楼电梯口", **facts}
    if typed.get("layout"):
        typed["layout"] = str(layout.pk)
    response = client_of(cast.system_admin).post(DEVICES, typed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "二楼电梯口" in response.content.decode()
    assert Device.objects.count() == 1


def test_verbs_are_buttons_and_the_list_names_silent_displays(cast: Cast) -> None:
    from hall.actions import enrol

    device, code = make_device(cast, make_layout("notices"))
    enrol(code)
    client = client_of(cast.system_admin)
    assert "失去联系" in client.get(f"{DEVICES}?show=silent").content.decode()
    assert "失去联系的显示屏" in client.get("/admin/").content.decode()
    client.post(f"{DEVICES}{device.public_id}/switch_off/")
    assert Device.objects.get().stage == "off"
    assert client.post(f"{DEVICES}{device.public_id}/explode/").status_code == 404
    assert client_of(cast.manager).post(f"{DEVICES}{device.public_id}/switch_on/").status_code == 403


def test_another_layout_reaches_the_device(cast: Cast) -> None:
    device, _code = make_device(cast, make_layout("notices"))
    other = make_layout("items", name="别的版面")
    wrong = make_layout("items", name="竖屏", shape="portrait")
    client, page = client_of(cast.system_admin), f"{DEVICES}{device.public_id}/"
    assert client.post(page, {"name": device.name, "layout": wrong.pk}).status_code == 422
    assert client.post(page, {"name": device.name, "layout": other.pk}).status_code == 302
    assert Device.objects.get().layout == other


def test_an_editor_prepares_and_the_manager_releases(cast: Cast) -> None:
    editor, manager = client_of(cast.editor), client_of(cast.manager)
    assert editor.post(NOTICES, {"text": ""}).status_code == 422
    editor.post(NOTICES, {"text": "消防演练即将开始"})
    notice = HallNotice.objects.get()
    assert editor.post(f"{NOTICES}{notice.pk}/release/").status_code == 403
    until = f"n{notice.pk}-until"
    assert manager.post(f"{NOTICES}{notice.pk}/release/", {until: "x"}).status_code == 422
    initial = re.search(rf'name="{until}" value="([^"]+)"', manager.get(NOTICES).content.decode())[1]
    manager.post(f"{NOTICES}{notice.pk}/release/", {until: initial})
    notice.refresh_from_db()
    assert notice.stage == "released"
    assert "正在显示" in manager.get(NOTICES).content.decode()
    manager.post(f"{NOTICES}{notice.pk}/end/")
    notice.refresh_from_db()
    assert notice.stage == "ended"


def test_a_layout_is_previewed_as_the_displays_show_it(cast: Cast) -> None:
    layout = make_layout("notices")
    client = client_of(cast.system_admin)
    page = client.get(f"/staff/hall/layouts/{layout.pk}/").content.decode()
    assert f'data-content="/staff/hall/layouts/{layout.pk}/content"' in page
    assert 'data-worker=""' in page
    assert client.get(f"/staff/hall/layouts/{layout.pk}/content").status_code == 200
    assert f"/staff/hall/layouts/{layout.pk}/" in client.get(f"/admin/hall/layout/{layout.pk}/change/").content.decode()
