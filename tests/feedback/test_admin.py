"""The back office of solicitations and questionnaires: numbers, periods, copies, frozen questions, results."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.solicitations import AnswerEntry, answer_comments
from feedback.draft_gaps import questionnaire_gap_count, solicitation_gap_count
from feedback.models import Questionnaire, Solicitation
from foundation.audit import Act, AuditEntry
from foundation.clock import local_today
from foundation.publishing.actions import release, submit
from tests.back_office import client_of, form_data, page
from tests.cast import Cast
from tests.feedback.factories import comment, ended_now, make_questionnaire, make_solicitation, sheet, survey_now

ADD = "/admin/feedback/solicitation/add/"
ADD_SURVEY = "/admin/feedback/questionnaire/add/"


def typed(cast: Cast, **values: Any) -> dict[str, Any]:
    """Return the form of a new solicitation as the editor's browser would send it."""
    data = form_data(client_of(cast.editor).get(ADD), "solicitation_form")
    return {**data, "title": "办法（征求意见稿）", "kind": "normative", "_continue": "1", **values}


def test_a_new_draft_gets_a_number_and_is_offered_a_full_period(cast: Cast) -> None:
    assert client_of(cast.editor).post(ADD, typed(cast)).status_code == 302
    draft = Solicitation.objects.get()
    assert draft.number == f"{local_today().year}-001"
    assert (draft.ends_on - draft.starts_on).days == 30
    assert (draft.department, draft.updated_by) == (cast.police, cast.editor)
    assert AuditEntry.objects.filter(act=Act.DRAFT_CREATED).count() == 1
    client_of(cast.editor).post(ADD, typed(cast))
    assert Solicitation.objects.latest("pk").number.endswith("-002")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "rule", "short_reason": "急。"}, "不得以任何理由缩短"),
        ({"kind": "normative", "touches_business": "on", "short_reason": "急。"}, "不得以任何理由缩短"),
        ({"kind": "major_decision"}, "须填写理由并公布"),
    ],
)
def test_a_period_against_the_law_gets_a_sentence(cast: Cast, values: dict[str, str], sentence: str) -> None:
    start = local_today() + dt.timedelta(days=7)
    days = {"starts_on": str(start), "ends_on": str(start + dt.timedelta(days=29))}
    answer = client_of(cast.editor).post(ADD, typed(cast, **days, **values))
    assert sentence in answer.content.decode()
    assert not Solicitation.objects.exists()


def test_a_copy_asks_anew(cast: Cast) -> None:
    row = ended_now(cast)
    row.record.result_text = "结果"
    row.record.save(update_fields=["result_text"])
    client_of(cast.editor).post(page(row.record, "copy"))
    copy = Solicitation.objects.latest("pk")
    assert copy.title == "容缺受理管理办法（征求意见稿）（副本）"
    assert copy.starts_on > local_today()
    assert (copy.result_text, copy.number != row.number) == ("", True)


def test_the_draft_leads_to_its_comments(cast: Cast) -> None:
    row = ended_now(cast)
    comment(row)
    words = client_of(cast.editor).get(page(row.record, "change")).content.decode()
    assert f'<a href="/staff/feedback/consultations/{row.number}/">1条意见</a>' in words


def test_the_review_shows_the_result_as_added(cast: Cast) -> None:
    row = ended_now(cast)
    entry = AnswerEntry("延长期限", "adopted", "已改为十日。")
    answer_comments(row.record, [comment(row, "改期限", consents=True).pk], answer=entry, actor=cast.editor)
    row.record.refresh_from_db()
    row.record.result_text = "草案报审。"
    row.record.save(update_fields=["result_text"])
    submit(row.record, actor=cast.editor)
    words = client_of(cast.reviewer).get(page(row.record, "review")).content.decode()
    for shown in ("草案报审。", "延长期限", "已改为十日。", "改期限", "采纳"):
        assert shown in words, shown
    preview = client_of(cast.reviewer).get(page(row.record, "preview_revision", 2)).content.decode()
    assert "草案报审。" in preview


def test_a_result_with_open_comments_cannot_be_submitted(cast: Cast) -> None:
    row = ended_now(cast)
    comment(row)
    row.record.result_text = "草案报审。"
    row.record.save(update_fields=["result_text"])
    answer = client_of(cast.editor).post(page(row.record, "verb", "submit"), {"note": ""}, follow=True)
    assert "还有1条意见未处理" in answer.content.decode()
    assert row.record.revisions.count() == 1


def test_the_gaps_in_lists_are_those_of_the_document(cast: Cast) -> None:
    for values in ({}, {"explanation": " "}, {"text": ""}, {"explanation": "", "text": ""}):
        make_solicitation(cast.police, **values)
    for draft in Solicitation.objects.annotate(gap_count=solicitation_gap_count()):
        assert draft.gap_count == len(draft.find_gaps(draft.make_document()))  # type: ignore[attr-defined]
    for introduction in ("说明", " "):
        make_questionnaire(cast.police, introduction=introduction)
    for sheet_of in Questionnaire.objects.annotate(gap_count=questionnaire_gap_count()):
        assert sheet_of.gap_count == len(sheet_of.find_gaps(sheet_of.make_document()))  # type: ignore[attr-defined]


def typed_survey(cast: Cast, **values: Any) -> dict[str, Any]:
    """Return the form of a new questionnaire with one question."""
    data = form_data(client_of(cast.editor).get(ADD_SURVEY), "questionnaire_form")
    question = {"questions-TOTAL_FORMS": 1, "questions-0-title": "满意吗？", "questions-0-kind": "grade"}
    return {**data, "title": "问卷", **question, "_continue": "1", **values}


def test_a_questionnaire_is_made_with_its_questions(cast: Cast) -> None:
    single = {"questions-0-kind": "single", "questions-0-options": " 是 \r\n\r\n否\r\n"}
    assert client_of(cast.editor).post(ADD_SURVEY, typed_survey(cast, **single)).status_code == 302
    draft = Questionnaire.objects.get()
    assert draft.number == f"{local_today().year}-001"
    assert draft.questions.get().options == "是\n否"


def test_a_question_without_answers_gets_a_sentence(cast: Cast) -> None:
    answer = client_of(cast.editor).post(ADD_SURVEY, typed_survey(cast, **{"questions-0-kind": "several"}))
    assert "请填写2至20个选项" in answer.content.decode()
    assert not Questionnaire.objects.exists()


def test_public_questions_are_shown_and_the_rest_is_saved(cast: Cast) -> None:
    record = survey_now(cast, start=-40, results="held").record
    sheet(record.published)  # type: ignore[attr-defined]
    client = client_of(cast.editor)
    form = client.get(page(record, "change"))
    assert 'name="questions-0-title"' not in form.content.decode()
    assert "问题several" in form.content.decode()
    assert f'<a href="/staff/feedback/surveys/{record.number}/">1份答卷</a>' in form.content.decode()
    data = {**form_data(form, "questionnaire_form"), "results": "released", "results_text": "感谢。", "_continue": "1"}
    assert client.post(page(record, "change"), data).status_code == 302
    release(submit(Questionnaire.objects.get(pk=record.pk), actor=cast.editor), actor=cast.reviewer)
    assert Questionnaire.objects.get(pk=record.pk).published.results == "released"


def test_a_copy_of_a_questionnaire_may_change_its_questions(cast: Cast) -> None:
    record = survey_now(cast, start=-40, results="released").record
    client_of(cast.editor).post(page(record, "copy"))
    copy = Questionnaire.objects.latest("pk")
    assert copy.questions.count() == record.questions.count()
    assert (copy.results, copy.is_frozen) == ("held", False)
    copy.questions.first().delete()  # type: ignore[union-attr]


def test_a_document_needs_as_many_queries_for_many_rows(cast: Cast) -> None:
    row, asked = ended_now(cast), []
    row.record.result_text = "结果"
    row.record.save(update_fields=["result_text"])
    for turn in range(2):
        for number in range(3):
            made = comment(row, f"意见{turn}{number}", consents=True)
            answer_comments(
                row.record, [made.pk], answer=AnswerEntry(f"{turn}{number}", "partly", "。"), actor=cast.editor
            )
        fresh = Solicitation.objects.get(pk=row.record.pk)
        with CaptureQueriesContext(connection) as queries:
            fresh.make_document()
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 5
