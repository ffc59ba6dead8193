"""Suggestions and corrections: form, receipt, look-up, the officer's answer, and who may know who wrote."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from disclosure.actions.suggestions import SuggestionEntry, answer_suggestion, send_suggestion
from disclosure.models import Suggestion
from foundation import lookup_codes
from foundation.audit import Act, AuditEntry
from foundation.clock import local_today
from foundation.workflow import Conflict, Refused
from tests.approvals.factories import publish
from tests.back_office import client_of
from tests.cast import Cast
from tests.disclosure.applicants import old_stamp
from tests.disclosure.factories import make_publication

NEW, STATUS = "/disclosure/suggestions/new/", "/disclosure/suggestions/status/"
LIST = "/staff/disclosure/suggestions/"


def filled(**changes: Any) -> dict[str, Any]:
    values = {"kind": "publish", "about": "", "text": "建议公开停车位数量", "stamp": old_stamp()}
    return {**values, **changes}


def correction(**changes: Any) -> dict[str, Any]:
    own = {"kind": "correct", "text": "登记的手机13900000000有误", "evidence": "营业执照", "name": "钱小样",
           "phone": "13900000001"}  # fmt: skip
    return filled(**{**own, **changes})


def send(client: Client, **changes: Any) -> Suggestion:
    response = client.post(NEW, filled(**changes))
    assert response.status_code == 302, response.content.decode()
    return Suggestion.objects.latest("pk")


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def test_a_suggestion_needs_no_name(db: None, client: Client) -> None:
    made = send(client)
    assert (made.kind, made.text, made.name) == ("publish", "建议公开停车位数量", "")
    receipt = text_of(client.get("/disclosure/suggestions/receipt/"))
    assert made.number in receipt
    assert lookup_codes.code_for(made.token) in receipt
    assert made.number.startswith(f"JY{local_today().year}-00001")


def test_the_text_that_it_is_about_is_filled_in(db: None, client: Client) -> None:
    assert 'value="114299000/2026-00001"' in text_of(client.get(f"{NEW}?about=114299000/2026-00001"))


@pytest.mark.parametrize(
    ("missing", "field"), [({"name": ""}, "name"), ({"evidence": " "}, "evidence"), ({"phone": ""}, "phone")]
)
def test_a_correction_needs_name_contact_and_evidence(
    missing: dict[str, str], field: str, db: None, client: Client
) -> None:
    response = client.post(NEW, correction(**missing))
    assert response.status_code == 422
    assert f'<a href="#id_{field}">' in text_of(response)
    assert "登记的手机13900000000有误" in text_of(response), "what was typed is kept"
    assert not Suggestion.objects.exists()


def test_what_was_written_is_encrypted(db: None, client: Client) -> None:
    client.post(NEW, correction())
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclosure_suggestion::text FROM disclosure_suggestion")
        row = cursor.fetchone()[0]
    for words in ("钱小样", "13900000000", "13900000001", "营业执照"):
        assert words not in row


def test_the_same_form_twice_is_one_suggestion(db: None, client: Client) -> None:
    form = filled()
    for _time in range(2):
        assert client.post(NEW, form).status_code == 302
    assert Suggestion.objects.count() == 1


def test_machines_are_asked_once_more(db: None, client: Client) -> None:
    assert client.post(NEW, filled(website="http://spam.example")).status_code == 422
    assert client.post(NEW, filled(stamp="x")).status_code == 422
    assert not Suggestion.objects.exists()


def test_number_and_code_open_the_answer_and_nothing_else(db: None, cast: Cast, client: Client) -> None:
    made = send(client)
    stranger = Client()
    wrong = stranger.post(STATUS, {"number": made.number, "code": "ABCD-EFGH-JKMN"})
    unknown = stranger.post(STATUS, {"number": "JY1999-00001", "code": lookup_codes.code_for(made.token)})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert (
        stranger.post(STATUS, {"number": made.number.lower(), "code": lookup_codes.code_for(made.token)}).url == STATUS
    )
    assert "办理中" in text_of(stranger.get(STATUS))
    answer_suggestion(made, outcome="done", answer="已公开。", publication=None, actor=cast.officer)
    page = text_of(stranger.get(STATUS))
    assert "已公开。" in page
    assert made.text not in page, "what was written is not repeated on a screen that others may see"


def test_officers_answer_once_and_may_name_the_publication(cast: Cast, client: Client) -> None:
    made = send(client)
    text = make_publication(cast.police, title="停车位数量")
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    officer = client_of(cast.officer)
    form = {"outcome": "done", "answer": "已公开。", "index_number": "999999999/2026-00001"}
    assert officer.post(f"{LIST}{made.number}/answer/", form).status_code == 422
    form["index_number"] = text.index_number.text
    assert officer.post(f"{LIST}{made.number}/answer/", form).status_code == 302
    made.refresh_from_db()
    assert (made.publication, made.answered_by) == (text, cast.officer)
    assert officer.post(f"{LIST}{made.number}/answer/", form).status_code == 409
    assert AuditEntry.objects.filter(act=Act.SUGGESTION_ANSWERED).count() == 1


def test_an_answer_must_say_something(cast: Cast) -> None:
    made, _code = send_suggestion(SuggestionEntry("publish", "", "建议"), token=Suggestion().token, today=local_today())
    with pytest.raises(Refused):
        answer_suggestion(made, outcome="done", answer=" ", publication=None, actor=cast.officer)
    answer_suggestion(made, outcome="declined", answer="不属于本机关。", publication=None, actor=cast.officer)
    with pytest.raises(Conflict):
        answer_suggestion(made, outcome="done", answer="又一次。", publication=None, actor=cast.officer)


def test_who_wrote_is_hidden_until_an_officer_asks_and_the_occasion_is_recorded(cast: Cast, client: Client) -> None:
    client.post(NEW, correction())
    number = Suggestion.objects.get().number
    officer = client_of(cast.officer)
    page = text_of(officer.get(f"{LIST}{number}/"))
    for words in ("钱小样", "13900000001", "13900000000"):
        assert words not in page
    assert officer.get(f"{LIST}{number}/reveal/")["Location"] == f"{LIST}{number}/"
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()
    page = text_of(officer.post(f"{LIST}{number}/reveal/", {"occasion": "contact"}))
    for words in ("钱小样", "13900000001", "13900000000"):
        assert words in page
    read = AuditEntry.objects.get(act=Act.PERSONAL_READ)
    assert (read.actor, read.detail["occasion"]) == (cast.officer, "contact")
    assert client_of(cast.manager).post(f"{LIST}{number}/reveal/").status_code == 403


def test_the_list_and_the_desk(cast: Cast, client: Client) -> None:
    first, second = send(client), send(client)
    answer_suggestion(first, outcome="declined", answer="不采纳。", publication=None, actor=cast.officer)
    officer = client_of(cast.officer)
    everything, waiting = text_of(officer.get(LIST)), text_of(officer.get(f"{LIST}?waiting=1"))
    assert first.number in everything
    assert (first.number in waiting, second.number in waiting) == (False, True)
    assert "尚未答复的建议" in text_of(officer.get("/admin/"))
