"""What has to be corrected stands on top of a form page, each fault with its field as a link."""

from html.parser import HTMLParser
from typing import Any

import pytest

from foundation.organization import Department
from guides.models import Guide, Place
from tests.approvals.factories import make_item
from tests.back_office import client_of, form_data, page
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


class _Ids(HTMLParser):
    """Collects the ids of a page and the links inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        address = given.get("href") or ""
        self.targets += [address[1:]] if tag == "a" and address.startswith("#") and len(address) > 1 else []


def send(cast: Cast, record: Any, form_id: str, **typed: str) -> Any:
    """Save a record's page with some fields typed over."""
    client = client_of(cast.editor if not isinstance(record, Department) else cast.system_admin)
    data = form_data(client.get(page(record, "change")), form_id)
    return client.post(page(record, "change"), {**data, **typed, "_continue": "1"})


@pytest.fixture
def guide(cast: Cast) -> Guide:
    guide = make_guide(make_item(cast.police))
    Place.objects.create(guide=guide, name="户籍窗口", position=20)
    return guide


def test_fields_and_rows_are_named_in_the_order_of_the_page(cast: Cast, guide: Guide) -> None:
    response = send(
        cast, guide, "guide_form", title="", **{"places-1-name": "", "places-1-phone": "1", "materials-0-originals": ""}
    )

    assert [(fault.place, fault.anchor) for fault in response.context["faults"]] == [
        ("标题", "id_title"),
        ("申请材料第1行 › 原件份数", "id_materials-0-originals"),
        ("办理地点第2行 › 办理地点", "id_places-1-name"),
        ("办理地点第2行 › 联系电话", "id_places-1-phone"),
    ]
    assert all(fault.sentence for fault in response.context["faults"])


def test_every_link_leads_to_something_on_the_page(cast: Cast, guide: Guide) -> None:
    response = send(cast, guide, "guide_form", title="", slug="身份证", item="", **{"faqs-TOTAL_FORMS": "x"})

    text = response.content.decode()
    found = _Ids(text)
    assert "faqs-group" in found.targets
    assert set(found.targets) <= set(found.ids)
    assert "autofocus" in text
    assert "<title>有误" in text


def test_check_boxes_are_reached_at_the_first_one(cast: Cast) -> None:
    item = make_item(cast.police)
    client = client_of(cast.editor)
    data = form_data(client.get(page(item, "change")), "item_form")
    del data["service_objects"]

    response = client.post(page(item, "change"), {**data, "_continue": "1"})

    assert [fault.anchor for fault in response.context["faults"]] == ["id_service_objects_0"]
    assert 'id="id_service_objects_0"' in response.content.decode()


def test_rows_that_will_be_deleted_need_no_correction(cast: Cast, guide: Guide) -> None:
    response = send(cast, guide, "guide_form", title="", **{"places-0-name": "", "places-0-DELETE": "on"})
    assert [fault.anchor for fault in response.context["faults"]] == ["id_title"]


def test_reference_data_has_the_same_list(cast: Cast) -> None:
    response = send(cast, cast.police, "department_form", name="", website="nowhere")
    assert [fault.anchor for fault in response.context["faults"]] == ["id_name", "id_website"]


def test_a_page_without_faults_has_no_list(cast: Cast, guide: Guide) -> None:
    response = client_of(cast.editor).get(page(guide, "change"))
    assert "faults" not in response.context
    assert "error-summary" not in response.content.decode()
