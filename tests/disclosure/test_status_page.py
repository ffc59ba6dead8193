"""What applicants read: the stage in their words, and nothing that is none of theirs."""

import datetime as dt

import pytest

from disclosure.actions import register, service
from disclosure.models import Letter, Request, Service
from disclosure.models.letters import LetterKind
from disclosure.status_page import letters_to_applicant, status_context
from foundation.personal_files import PersonalFile
from tests.cast import Cast
from tests.disclosure.register_cases import STAGES, TODAY, concluded, concluded_online, logged, submitted, waiting

pytestmark = pytest.mark.django_db


def shown(request: Request, today: dt.date = TODAY):
    request.refresh_from_db()
    return status_context(request, today=today)


@pytest.mark.parametrize(
    ("stage", "title", "here"),
    [
        ("submitted", "已提交，等待确认", "确认收到"),
        ("handling", "办理中", "办理中"),
        ("correcting", "等待您补正", "办理中"),
        ("fee", "等待您缴费", "办理中"),
        ("releasing", "答复审核中", "办理中"),
        ("concluded", "已答复", ""),
        ("dismissed", "未予办理", ""),
    ],
)
def test_each_stage_in_the_words_of_citizens(cast: Cast, stage: str, title: str, here: str):
    context = shown(STAGES[stage](cast))
    assert str(context["title"]) == title
    assert [str(label) for label, how in context["places"] if how == "here"] == ([here] if here else [])
    assert context["may_withdraw"] == (stage not in {"concluded", "dismissed"})


def test_the_places_of_an_answered_request_are_all_done(cast: Cast):
    assert {how for _label, how in shown(concluded(cast))["places"]} == {"done"}


@pytest.mark.parametrize("make", [waiting, logged])
def test_a_withdrawn_request_says_so(cast: Cast, make):
    request = register.withdraw(make(cast), on=TODAY, reason="", actor=None, today=TODAY)
    context = shown(request)
    assert str(context["title"]) == "已撤回"
    assert (context["reason"], context["places"], context["may_withdraw"]) == ("", (), False)


def test_what_was_put_aside_says_why(cast: Cast):
    assert shown(STAGES["dismissed"](cast))["reason"] == "空白信函"


def test_a_drafted_decision_stays_in_the_office(cast: Cast):
    request = submitted(cast)
    assert shown(request)["decision"] is None
    assert [item.text for item in shown(request)["items"]] == [request.subject]


def test_a_released_decision_is_shown_by_items(cast: Cast):
    (row,) = shown(concluded_online(cast))["items"]
    assert (row.outcome, row.answer) == ("granted", "统计表一份，请查收")


def test_a_decision_that_goes_by_post_is_not_told_here_before_it(cast: Cast):
    context = shown(concluded(cast))
    assert (context["decision"], list(context["files"]), list(context["letters"])) == (None, [], [])
    assert [str(item) for item in context["items"]] == ["2025年窗口办件量统计"]
    assert (str(context["title"]), {how for _label, how in context["places"]}) == ("已答复", {"done"})
    assert "网上送达" in str(context["sentence"])


def test_a_decision_taken_off_the_page_is_no_longer_told(cast: Cast):
    request = concluded_online(cast)
    assert shown(request)["decision"] is not None
    sent = request.letters.get(kind="decision").services.get()
    service.strike_out_service(sent, reason="误选送达方式", actor=cast.officer)
    assert shown(request)["decision"] is None


def test_late_is_said_only_of_what_is_open(cast: Cast):
    request = logged(cast)
    assert not shown(request, request.due_on)["is_overdue"]
    assert shown(request, request.due_on + dt.timedelta(1))["is_overdue"]
    assert not shown(concluded(cast), dt.date(2027, 1, 1))["is_overdue"]


def test_what_has_to_be_corrected_and_paid_is_shown(cast: Cast):
    assert shown(STAGES["correcting"](cast))["correction"].evidence == "请写明统计口径"
    assert shown(STAGES["fee"](cast))["fee"].amount > 0
    assert shown(logged(cast))["correction"] is None


def test_letters_to_others_are_none_of_the_applicants(cast: Cast):
    request = logged(cast)
    file = PersonalFile.objects.create(
        name="x", content_type="application/pdf", size=1, fingerprint="0" * 64, stored_by=cast.officer
    )
    for number, kind in enumerate(LetterKind):
        letter = Letter.objects.create(
            request=request, kind=kind, number=f"函〔2026〕{number}号", title=str(kind.label), addressee="某人",
            body="正文", issued_on=TODAY, issued_by=cast.officer, file=file,
        )  # fmt: skip
        Service.objects.create(letter=letter, way="online", sent_on=TODAY)
    assert {letter.kind for letter in letters_to_applicant(request)} == set(LetterKind) - {
        "third_party",
        "organ",
        "override",
    }
