"""The second person reads everything and releases exactly that."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.actions import decisions
from disclosure.models import Decision, Letter, LetterTemplate
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.disclosure.register_cases import NAME, TODAY, concluded, granting, logged, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = dt.date(2026, 3, 20)


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(request, page: str = "decision_review", **more) -> str:
    return reverse(f"disclosure_staff:{page}", kwargs={"number": request.number, **more})


def act(client: Client, request, verb: str, **values):
    fields = {f"{verb}-{name}": value for name, value in values.items()}
    return client.post(address(request, "decision_verb", verb=verb), fields)


def seen(client: Client, request) -> dict[str, object]:
    """Return what the page carries for the release."""
    forms = client.get(address(request)).context["forms"]
    return next(form.initial for form in forms if form.verb == "release_decision")


def verbs(client: Client, request) -> list[str]:
    return [form.verb for form in client.get(address(request)).context["forms"]]


def test_the_page_says_everything_and_masks_the_applicant(cast: Cast):
    request = submitted(cast, findings="经检索，保存有统计表。", secrecy_note="王审查")
    text = enter(cast.manager).get(address(request)).content.decode()
    for words in (
        request.description, "予以公开", "三（一）", "第三十六条第（二）项", "统计表一份，请查收",
        "经检索，保存有统计表。", "王审查", "政府信息公开申请答复书", "六十日内", "钱**",
    ):  # fmt: skip
        assert words in text
    assert NAME not in text


def test_who_may_do_what_on_the_page(cast: Cast):
    request = submitted(cast)
    assert verbs(enter(cast.manager), request) == ["release_decision", "return_decision"]
    assert verbs(enter(cast.officer), request) == ["recall_decision"]
    assert verbs(enter(cast.auditor), request) == []
    draft = logged(cast)
    decisions.save_decision(draft, granting(draft), actor=cast.officer)
    assert verbs(enter(cast.officer), draft) == ["submit_decision", "discard_decision"]
    assert verbs(enter(cast.manager), draft) == []


def test_exactly_what_was_read_is_released_with_its_letter(cast: Cast):
    request, client = submitted(cast), enter(cast.manager)
    answer = act(client, request, "release_decision", **seen(client, request))
    assert answer.status_code == 302
    request.refresh_from_db()
    assert (request.stage, request.letters.get().number) == ("concluded", "江政务公开答〔2026〕1号")
    page = client.get(address(request)).content.decode()
    assert "江政务公开答〔2026〕1号" in page


def test_what_changed_after_the_look_is_not_released(cast: Cast):
    request, client = submitted(cast), enter(cast.manager)
    read = seen(client, request)
    LetterTemplate.objects.filter(kind="decision").update(body="{{ results }}")
    answer = act(client, request, "release_decision", **read)
    assert answer.status_code == 422
    assert "有变化" in answer.content.decode()
    # The page now shows the letter as it is; whoever reads it again may release it.
    read = seen(client, request)
    decisions.recall_decision(request, actor=cast.officer)
    decisions.save_decision(request, granting(request, findings="改"), actor=cast.officer, edit_version=1)
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    assert act(client, request, "release_decision", **read).status_code == 422
    assert not Letter.objects.exists()


def test_a_released_page_cannot_be_released_twice(cast: Cast):
    request, client = submitted(cast), enter(cast.manager)
    read = seen(client, request)
    act(client, request, "release_decision", **read)
    assert act(client, request, "release_decision", **read).status_code == 422
    assert Letter.objects.count() == 1


def test_a_return_needs_its_comment(cast: Cast):
    request, client = submitted(cast), enter(cast.manager)
    assert act(client, request, "return_decision", comment="").status_code == 422
    assert act(client, request, "return_decision", comment="请补充理由").status_code == 302
    editor = reverse("disclosure_staff:decision_edit", kwargs={"number": request.number})
    assert "请补充理由" in enter(cast.officer).get(editor).content.decode()


def test_what_keeps_it_back_is_listed_and_refused(cast: Cast):
    request = logged(cast)
    decisions.save_decision(request, granting(request, secrecy_review=""), actor=cast.officer)
    client = enter(cast.officer)
    assert "保密审查" in client.get(address(request)).content.decode()
    assert act(client, request, "submit_decision").status_code == 422
    request.refresh_from_db()
    assert request.stage == "handling"


def test_a_draft_is_deleted_from_the_page(cast: Cast):
    request = logged(cast)
    decisions.save_decision(request, granting(request), actor=cast.officer)
    assert act(enter(cast.officer), request, "discard_decision").status_code == 302
    assert not Decision.objects.exists()


def test_the_whole_letter_is_a_recorded_reading(cast: Cast):
    request = submitted(cast)
    pdf = enter(cast.manager).post(address(request, "decision_pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert AuditEntry.objects.get(act=Act.PERSONAL_READ).actor == cast.manager


def test_a_letter_that_cannot_be_made_says_why(cast: Cast):
    request, client = submitted(cast), enter(cast.manager)
    LetterTemplate.objects.all().delete()
    page = client.get(address(request))
    assert "缺少该文书模板" in page.content.decode()
    assert "release_decision" not in [form.verb for form in page.context["forms"]]
    assert client.post(address(request, "decision_pdf")).status_code == 302


def test_strangers_and_other_verbs(cast: Cast):
    request = submitted(cast)
    assert act(enter(cast.officer), request, "release_decision").status_code == 403
    assert act(enter(cast.manager), request, "withdraw").status_code == 404
    assert enter(cast.manager).get(address(logged(cast))).status_code == 404
    assert concluded(cast).decisions.get().stage == "released"
