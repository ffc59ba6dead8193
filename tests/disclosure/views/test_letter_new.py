"""Looking at a letter and issuing exactly this one."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.actions import clock, consultations
from disclosure.models import Consultation, Letter, LetterTemplate
from foundation.audit import Act, AuditEntry
from foundation.workflow import Refused
from tests.cast import Cast
from tests.disclosure.register_cases import NAME, correcting, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = dt.date(2026, 3, 20)


def address(request, kind="acknowledgement", page="letter_new") -> str:
    return reverse(f"disclosure_staff:{page}", kwargs={"number": request.number, "kind": kind})


def issue(client: Client, request, seen, **more):
    """Send the form as the page that was seen carries it."""
    held = seen.context["form"].held
    return client.post(
        address(request), {"issue": "", "expected": held["expected"], "earlier": held["earlier"], **more}
    )


def test_the_page_shows_the_letter_with_the_applicant_masked(cast: Cast, officer: Client):
    request = logged(cast)
    page = officer.get(address(request))
    text = page.content.decode()
    assert "政府信息公开申请登记回执" in text
    assert "江政务公开收〔2026〕　号" in text
    assert "钱**" in text
    assert NAME not in text
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()


def test_the_letter_that_was_seen_is_issued(cast: Cast, officer: Client):
    request = logged(cast)
    answer = issue(officer, request, officer.get(address(request)))
    letter = Letter.objects.get()
    assert answer.status_code == 302
    assert answer.url.endswith(f"/letters/{letter.pk}/")
    assert letter.number == "江政务公开收〔2026〕1号"


def test_a_remark_is_looked_at_before_it_goes_out(cast: Cast, officer: Client):
    request = logged(cast)
    first = officer.get(address(request))
    # The remark was typed after the look: nothing is issued, and the page shows the letter with it.
    again = issue(officer, request, first, remark="窗口中午不休息。")
    assert again.status_code == 200
    assert not Letter.objects.exists()
    assert "有变化" in again.content.decode()
    assert again.content.decode().count("窗口中午不休息。") == 2
    issue(officer, request, again, remark="窗口中午不休息。")
    assert "窗口中午不休息。" in Letter.objects.get().body


def test_looking_again_issues_nothing(cast: Cast, officer: Client):
    request = logged(cast)
    page = officer.post(address(request), {"look": "", "remark": "请携带身份证。"})
    assert "请携带身份证。" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_second_click_is_told(cast: Cast, officer: Client):
    request = logged(cast)
    seen = officer.get(address(request))
    issue(officer, request, seen)
    answer = issue(officer, request, seen)
    assert "已制发同类文书" in answer.content.decode()
    assert Letter.objects.count() == 1


def test_the_whole_letter_as_pdf_is_a_recorded_reading(cast: Cast, officer: Client):
    request = logged(cast)
    answer = officer.post(address(request, page="letter_new_pdf"))
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AuditEntry.objects.filter(act=Act.PERSONAL_READ).count() == 1


def test_what_is_missing_is_said_and_nothing_can_be_issued(cast: Cast, officer: Client):
    request = logged(cast)
    LetterTemplate.objects.all().delete()
    page = officer.get(address(request))
    assert "缺少该文书模板" in page.content.decode()
    assert 'name="issue"' not in page.content.decode()
    assert officer.post(address(request, page="letter_new_pdf")).status_code == 302


def test_a_letter_without_a_reason_does_not_exist(cast: Cast, officer: Client):
    request = logged(cast)
    for kind in ("correction", "decision", "third_party", "nonsense"):
        assert officer.get(address(request, kind)).status_code == 404
    assert officer.get(f"{address(request)}?consultation=7").status_code == 404


def test_the_case_desk_offers_the_letters_that_facts_ask_for(cast: Cast, officer: Client):
    request = correcting(cast)
    page = officer.get(reverse("disclosure_staff:request_detail", kwargs={"number": request.number}))
    text = page.content.decode()
    assert address(request) in text
    assert address(request, "correction") in text
    assert address(request, "extension") not in text


def test_a_remark_stays_when_the_reason_for_the_letter_was_struck_out(cast: Cast, officer: Client):
    request = correcting(cast)
    seen = officer.get(address(request, "correction")).context["form"].held
    clock.strike_out(request.facts.get(kind="correction_asked"), reason="误录", actor=cast.officer)
    sent = {"issue": "", "remark": "请于工作日来电。", **seen}
    answer = officer.post(address(request, "correction"), sent)
    assert answer.status_code == 422
    assert "请于工作日来电。" in answer.text
    assert "officer已先行处理" in answer.text
    assert not Letter.objects.exists()


def test_the_letter_to_an_organ_names_the_days_that_were_recorded(cast: Cast, officer: Client):
    request = logged(cast)
    asked = consult(request, cast, kind="organ", party="江城市统计局")
    Consultation.objects.filter(pk=asked.pk).update(answer_days=9)
    assert "9个工作日" in officer.get(f"{address(request, 'organ')}?consultation={asked.pk}").text


@pytest.mark.parametrize(
    ("kind", "days", "allowed"),
    [
        ("third_party", None, True),
        ("third_party", 15, True),
        ("third_party", 14, False),
        ("organ", 5, False),
        ("organ", 16, False),
        ("internal", 5, True),
        ("internal", 16, False),
    ],
)
def test_only_a_department_of_the_house_gets_fewer_days_than_the_law_gives(cast: Cast, kind, days, allowed):
    request, department = logged(cast), cast.market.pk if kind == "internal" else None
    if not allowed:
        with pytest.raises(Refused):
            consult(request, cast, kind=kind, department_id=department, days=days)
        assert not Consultation.objects.exists()
    else:
        made = consult(request, cast, kind=kind, department_id=department, days=days)
        assert made.answer_days == (days or 15)


def consult(request, cast: Cast, **changes) -> Consultation:
    values = {"party": "某公司", "question": "是否同意公开", "on": dt.date(2026, 3, 9), **changes}
    return consultations.consult(request, **values, actor=cast.officer, today=dt.date(2026, 3, 20))
