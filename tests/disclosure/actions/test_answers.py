"""Publishing an answer: masked, once, and only through the two people of every publication."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from disclosure.actions import answers, decisions
from disclosure.actions.drafts import discard_draft
from disclosure.models import Column, Publication
from disclosure.reference import load_columns
from foundation import attachments
from foundation.publishing.actions import release, submit
from foundation.workflow import Conflict, Refused
from tests.cast import Cast
from tests.disclosure.factories import make_body
from tests.disclosure.register_cases import APPLICANT, NAME, TODAY, concluded, granting, logged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns() -> None:
    load_columns()


def publish(request, cast: Cast, answer=None, **changes) -> Publication:
    values = {
        "body": make_body(cast.police), "with_files": False, "actor": cast.officer, "today": TODAY, **changes,
    }  # fmt: skip
    return answers.choose_publication(request, answer or answers.propose_answer(request), **values)


def test_the_proposal_masks_the_applicant_and_everybodys_numbers(cast: Cast):
    request = logged(cast, description=f"本人{NAME}，电话{APPLICANT.phone}，申请统计表；同事电话13812345678。")
    decisions.save_decision(
        request,
        decisions.DecisionEntry(
            items={request.items.get().pk: decisions.ItemDecision("granted", answer=f"已寄给{NAME}")},
            secrecy_review="cleared",
            leaks_accepted_because="本人信息",
        ),
        actor=cast.officer,
    )
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    request = decisions.release_decision(request, expected_version=1, on=TODAY, actor=cast.manager)
    proposed = answers.propose_answer(request)
    whole = f"{proposed.title}{proposed.summary}{proposed.text}"
    for secret in (NAME, APPLICANT.phone, "13812345678", "您"):
        assert secret not in whole
    assert "138****5678" in whole
    assert "申请人申请公开的信息属于可以公开的政府信息" in whole


def test_the_draft_waits_for_its_two_people(cast: Cast):
    request = concluded(cast)
    draft = publish(request, cast)
    request.refresh_from_db()
    assert (request.publish_answer, request.published_answer) == (True, draft)
    assert (draft.column.code, draft.department, draft.written_on) == ("answered-requests", cast.police, TODAY)
    assert draft.live_revision is None
    revision = submit(draft, actor=cast.editor)
    release(revision, actor=cast.reviewer)
    assert Publication.objects.get(pk=draft.pk).live_revision is not None


def test_files_come_along_when_that_is_wanted(cast: Cast):
    request = logged(cast)
    stored = attachments.store(ContentFile(b"%PDF-1.7\n%%EOF\n"), "统计表.pdf", actor=cast.officer)
    entry = granting(request, leaks_accepted_because="空白样表")
    decisions.save_decision(request, entry, actor=cast.officer, files=[decisions.GivenFile(stored, "统计表")])
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    version = request.decisions.get().edit_version
    request = decisions.release_decision(request, expected_version=version, on=TODAY, actor=cast.manager)
    draft = publish(request, cast, with_files=True)
    assert [row.file for row in draft.attachments.all()] == [stored]


def test_a_text_that_tells_who_asked_is_refused(cast: Cast):
    request = concluded(cast)
    for words in (NAME, request.number):
        answer = answers.PublicAnswer("统计表", "概述", f"{words}的申请")
        with pytest.raises(Refused, match="申请人信息"):
            publish(request, cast, answer)
    assert not Publication.objects.exists()


def test_an_answer_is_published_once_and_again_after_its_draft_was_deleted(cast: Cast):
    request = concluded(cast)
    draft = publish(request, cast)
    with pytest.raises(Conflict):
        publish(request, cast)
    discard_draft(draft, actor=cast.editor, reason="不宜公开")
    request.refresh_from_db()
    assert request.published_answer is None
    publish(request, cast)


def test_only_what_was_decided_has_an_answer(cast: Cast):
    with pytest.raises(Refused):
        answers.propose_answer(logged(cast))


def test_only_officers_choose(cast: Cast):
    request = concluded(cast)
    for role in ("manager", "editor", "auditor"):
        with pytest.raises(PermissionDenied):
            publish(request, cast, actor=getattr(cast, role))


def test_without_the_column_nothing_is_published(cast: Cast):
    Column.objects.filter(code="answered-requests").update(is_active=False)
    with pytest.raises(Refused):
        publish(concluded(cast), cast)
