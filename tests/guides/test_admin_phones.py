"""Phone fields of the back office: what is typed is held to a phone number, what was imported may stay."""

import pytest

from foundation.organization import Department
from guides.models import Guide
from tests.approvals.factories import make_item
from tests.back_office import client_of, form_data, messages_of, page
from tests.cast import Cast
from tests.guides.exchange_files import guide_record, import_file, item_record, json_source
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(cast: Cast) -> Guide:
    return make_guide(make_item(cast.police))


def test_a_wrong_number_is_refused_at_its_row(cast: Cast, guide: Guide) -> None:
    client = client_of(cast.editor)
    data = form_data(client.get(page(guide, "change")), "guide_form")

    response = client.post(page(guide, "change"), {**data, "places-0-phone": "0729-55505", "_continue": "1"})

    rows = next(rows for rows in response.context["inline_admin_formsets"] if rows.formset.prefix == "places")
    assert "0729-55505" in rows.formset.errors[0]["phone"][0]
    assert guide.places.get().phone == "0729-5550003"


def test_an_imported_oddity_stays_and_is_named(cast: Cast, guide: Guide) -> None:
    guide.places.update(phone="37885230")
    client = client_of(cast.editor)
    data = form_data(client.get(page(guide, "change")), "guide_form")

    response = client.post(page(guide, "change"), {**data, "notes": "周末也办", "_continue": "1"}, follow=True)

    guide.refresh_from_db()
    assert guide.notes == "周末也办"
    assert any("37885230" in message and "政务服务中心" in message for message in messages_of(response))


def test_a_deleted_row_is_not_spoken_of(cast: Cast, guide: Guide) -> None:
    guide.places.update(phone="37885230")
    client = client_of(cast.editor)
    data = form_data(client.get(page(guide, "change")), "guide_form")

    response = client.post(page(guide, "change"), {**data, "places-0-DELETE": "on", "_continue": "1"}, follow=True)

    assert not guide.places.exists()
    assert not any("37885230" in message for message in messages_of(response))


@pytest.mark.parametrize("field", ["consult_phone", "complaint_phone"])
def test_the_phones_of_an_item(cast: Cast, field: str) -> None:
    item = make_item(cast.police)
    client = client_of(cast.editor)
    data = form_data(client.get(page(item, "change")), "item_form")

    refused = client.post(page(item, "change"), {**data, field: "见官网", "_continue": "1"})
    taken = client.post(page(item, "change"), {**data, field: "0729-5550501转8；12345", "_continue": "1"})

    assert set(refused.context["adminform"].form.errors) == {field}
    assert taken.status_code == 302


def test_the_phone_of_a_department(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    data = form_data(client.get(page(cast.police, "change")), "department_form")

    refused = client.post(page(cast.police, "change"), {**data, "phone": "5550123", "_save": "1"})
    taken = client.post(page(cast.police, "change"), {**data, "phone": "（0729）5550123", "_save": "1"})

    assert set(refused.context["adminform"].form.errors) == {"phone"}
    assert taken.status_code == 302
    assert Department.objects.get(pk=cast.police.pk).phone == "（0729）5550123"


def test_an_import_takes_odd_numbers_in_and_names_each_once(cast: Cast) -> None:
    places = [{"name": "一窗", "phone": "020-8313603"}, {"name": "二窗", "phone": "0729-5550501"}]
    record = item_record(consult_phone="37885230", complaint_phone="12345", guides=[guide_record(places=places)])

    done = import_file(json_source(record), actor=cast.editor)

    report = done.report.rows[0]
    assert not report.errors
    assert [(problem.column, problem.value) for problem in report.warnings] == [
        ("consult_phone", "37885230"),
        ("phone", "020-8313603"),
    ]
