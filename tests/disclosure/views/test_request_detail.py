"""The case desk: who is shown, what is offered, and whose act each line of the history is."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.actions import register, remedies
from disclosure.actions.remedies import RemedyEntry
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.disclosure.register_cases import NAME, PHONE, TODAY, entry, logged, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = TODAY


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(request, name: str = "request_detail", **more) -> str:
    return reverse(f"disclosure_staff:{name}", kwargs={"number": request.number, **more})


def test_who_asked_is_shown_for_an_occasion_of_the_list_and_the_history_names_it(cast: Cast):
    request, client = logged(cast), enter(cast.officer)
    assert 'name="occasion"' in client.get(page(request)).text
    for nothing in ({}, {"occasion": "好奇"}, {"occasion": "entry"}):
        assert client.post(page(request, "request_reveal"), nothing).status_code == 302
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()
    shown = client.post(page(request, "request_reveal"), {"occasion": "confirmation"}).text
    assert NAME in shown
    assert PHONE in shown
    assert AuditEntry.objects.get(act=Act.PERSONAL_READ).detail["occasion"] == "confirmation"
    again = client.get(page(request)).text
    assert "与申请人确认收到申请（条例第三十一条）" in again.split('id="history"')[1]
    assert NAME not in again


def test_what_the_applicant_did_is_not_laid_at_the_door_of_the_system(cast: Cast):
    request = logged(cast)
    register.withdraw(request, on=TODAY, reason="不再需要", actor=None, today=TODAY)
    history = enter(cast.officer).get(page(request)).text.split('id="history"')[1]
    assert "申请人 登记了撤回申请" in history
    assert "officer 登记了申请" in history


def test_evidence_is_masked_for_who_only_looks_on(cast: Cast):
    request = logged(cast, channel="fax", confirmed_on=dt.date(2026, 3, 4), evidence=f"回电{PHONE}确认")
    assert f"回电{PHONE}确认" in enter(cast.officer).get(page(request)).text
    for onlooker in (cast.manager, cast.auditor):
        text = enter(onlooker).get(page(request)).text
        assert PHONE not in text
        assert "回电139****0000确认" in text


def test_putting_aside_says_who_reads_the_reason(cast: Cast):
    assert "申请人在办理进度页面能看到该理由" in enter(cast.officer).get(page(waiting(cast))).text


def test_the_fee_form_proposes_what_the_register_knows_of_the_month(cast: Cast):
    for day in (dt.date(2026, 2, 27), dt.date(2026, 3, 2), dt.date(2026, 3, 3)):
        logged(cast, arrived_on=day)
    register.dismiss(waiting(cast), reason="空白信函", actor=cast.officer)
    logged(cast, applicant=register.ApplicantEntry(name="别人", category="natural_person", phone=PHONE))
    request = logged(cast, arrived_on=dt.date(2026, 3, 3))
    logged(cast, arrived_on=dt.date(2026, 3, 4))
    offers = {form.verb: form for form in enter(cast.officer).get(page(request)).context["offers"]}
    assert offers["assess_fee"]["before"].value() == 2
    assert offers["assess_fee"].fields["before"].help_text == "登记簿中同一身份证件名下有2件。"


def test_what_was_typed_stays_when_a_colleague_was_faster(cast: Cast):
    request = waiting(cast)
    typed = {"confirm_receipt-on": "2026-03-19", "confirm_receipt-evidence": "3月19日上午电话确认，对方为本人"}
    register.dismiss(request, reason="重复信函", actor=cast.officer)
    answer = enter(cast.officer).post(page(request, "request_verb", verb="confirm_receipt"), typed)
    assert answer.status_code == 422
    assert "3月19日上午电话确认，对方为本人" in answer.text
    assert "officer已先行处理" in answer.text
    assert AuditEntry.objects.filter(act=Act.REQUEST_RECEIVED).count() == 0


def test_a_verb_that_is_still_offered_keeps_its_form(cast: Cast):
    answer = enter(cast.officer).post(page(waiting(cast), "request_verb", verb="dismiss"), {"dismiss-reason": ""})
    assert answer.status_code == 422
    assert answer.context["late"] is None


def form_of(request, client: Client) -> dict[str, str]:
    opened = client.post(page(request, "request_amend"), {"open": ""})
    return {name: value for name, value in opened.context["form"].initial.items() if value not in (None, False)}


def test_opening_the_entry_is_recorded_with_its_occasion(cast: Cast):
    request, client = logged(cast), enter(cast.officer)
    assert NAME not in client.get(page(request, "request_amend")).text
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()
    assert form_of(request, client)["name"] == NAME
    assert AuditEntry.objects.get(act=Act.PERSONAL_READ).detail["occasion"] == "entry"


def test_of_two_who_mend_the_same_entry_the_second_is_told(cast: Cast):
    request, client = logged(cast), enter(cast.officer)
    seen = form_of(request, client)
    first = client.post(page(request, "request_amend"), {**seen, "subject": "2025年办件量"})
    assert first.status_code == 302
    second = client.post(page(request, "request_amend"), {**seen, "subject": "各窗口月度办件量"})
    assert second.status_code == 422
    assert "其他人员已先行修改该登记信息" in second.text
    assert "各窗口月度办件量" in second.text
    request.refresh_from_db()
    assert (request.subject, request.edit_version) == ("2025年办件量", 2)


def test_a_wrong_entry_comes_back_as_wrong(cast: Cast):
    request, client = logged(cast), enter(cast.officer)
    answer = client.post(page(request, "request_amend"), {**form_of(request, client), "subject": ""})
    assert answer.status_code == 422
    assert entry().description in answer.text


def test_windows_of_silence_and_of_what_follows_stand_on_the_desk_and_on_the_case(cast: Cast, settings):
    request, client = logged(cast), enter(cast.officer)
    assert "复议前置" not in client.get(page(request)).text
    settings.PORTAL_TODAY = dt.date(2026, 3, 31)
    assert "对未作答复申请行政复议（复议前置）" in client.get(page(request)).text
    entry = RemedyEntry(kind="review", organ="江城市人民政府", filed_on=TODAY, notified_on=TODAY)
    review = remedies.open_remedy(request, entry, actor=cast.officer, today=TODAY)
    case = reverse("disclosure_staff:remedy_detail", kwargs={"key": review.pk})
    step = reverse("disclosure_staff:remedy_step", kwargs={"key": review.pk, "step": "accepted"})
    assert client.post(step, {"accepted-on": "2026-03-23"}).status_code == 302
    for where in (case, page(request)):
        assert "2026-05-22" in client.get(where).text, "60 days after the acceptance"
    late = client.post(step, {"accepted-on": "2026-03-19"})
    assert late.status_code == 422
    assert "已先行处理" in late.text
