"""The inbox: whose messages it lists, what its filters mean, and the file of the same rows."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from feedback import staff
from feedback.actions import extensions, handling, supervisions
from feedback.actions.answers import masked_texts, save_public_text, submit_public_text
from feedback.filters.inbox import CLOCKS
from feedback.models import Message
from feedback.states import MessageKind, MessageStage
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, bring_to, load_rules, send
from tests.feedback.views.staff import browser

pytestmark = pytest.mark.django_db
S = MessageStage
INBOX = "/staff/feedback/"
LATER = dt.date(2026, 3, 16)


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    load_rules()
    settings.PORTAL_TODAY = LATER


def numbers(user: Any, query: str = "") -> list[str]:
    response = browser(user).get(INBOX + query)
    assert response.status_code == 200
    return [message.number for message in response.context["page"]]


def in_all_stages(cast: Cast) -> dict[str, Message]:
    return {stage: bring_to(stage, cast, subject=f"标题{n}", text=f"内容{n}") for n, stage in enumerate(S)}


def test_each_sees_what_the_own_departments_work_on(cast: Cast) -> None:
    theirs, unassigned = bring_to(S.HANDLING, cast), send(text="还没分办")
    other = send(text="市场局的事", about=cast.market)
    handling.route(other, department=cast.market, reason="属其职责", actor=cast.chief_officer)
    assert numbers(cast.officer) == [theirs.number]
    assert numbers(cast.reviewer) == [theirs.number]
    assert numbers(cast.other_officer) == [other.number]
    for center in (cast.chief_officer, cast.manager, cast.auditor):
        assert numbers(center) == [other.number, unassigned.number, theirs.number]
    assert browser(cast.editor).get(INBOX).status_code == 403


def test_stages_kinds_and_words_narrow(cast: Cast) -> None:
    made = in_all_stages(cast)
    for stage, message in made.items():
        assert numbers(cast.chief_officer, f"?stage={stage}") == [message.number]
    help_wanted = send(kind=MessageKind.HELP, subject="求助 居住证 13800001234")
    assert numbers(cast.chief_officer, "?kind=help") == [help_wanted.number]
    assert numbers(cast.chief_officer, "?q=居住证 求助") == [help_wanted.number]
    assert numbers(cast.chief_officer, f"?q={help_wanted.number.lower()}") == [help_wanted.number]
    assert numbers(cast.chief_officer, "?q=13800001234") == []
    assert numbers(cast.chief_officer, "?department=scj") == []
    assert len(numbers(cast.chief_officer, "?department=gaj")) == len(made) - 2


def clock_cases(cast: Cast) -> dict[str, set[str]]:
    """Bring a message into each state of the clock; return the numbers that each must list on that later Monday."""
    made = in_all_stages(cast)
    extensions.propose_extension(made[S.HANDLING], days=3, reason="需要核实", today=MONDAY, actor=cast.officer)
    supervisions.supervise(made[S.HANDLING], reason="催办", due_on=MONDAY, today=MONDAY, actor=cast.manager)
    supervisions.supervise(made[S.APPROVING], reason="催办", due_on=MONDAY, today=MONDAY, actor=cast.manager)
    supervisions.answer_supervision(made[S.APPROVING], answer="已增开窗口", actor=cast.officer)
    save_public_text(made[S.ANSWERED], **masked_texts(made[S.ANSWERED]), actor=cast.officer)
    submit_public_text(made[S.ANSWERED], edit_version=1, actor=cast.officer)
    soon = bring_to(S.HANDLING, cast, today=dt.date(2026, 3, 11), kind=MessageKind.ENQUIRY, text="快到期")
    of = {stage: message.number for stage, message in made.items()}
    routed = Message.objects.get(number=of[S.ROUTED]).assignments.get()
    type(routed).objects.filter(pk=routed.pk).update(assigned_at=routed.assigned_at - dt.timedelta(hours=25))
    late = {of[S.RECEIVED], of[S.ROUTED], of[S.HANDLING], of[S.APPROVING]}
    return {
        "open": {*late, of[S.ASKING], soon.number},
        "overdue": late,
        "soon": {soon.number},
        "notice": {of[S.RECEIVED], of[S.ROUTED]},
        "unaccepted": {of[S.ROUTED]},
        "waiting": {of[S.ASKING]},
        "extension": {of[S.HANDLING]},
        "reopening": {of[S.OBJECTED]},
        "supervised": {of[S.HANDLING]},
        "confirm": {of[S.APPROVING]},
        "publishing": {of[S.ANSWERED]},
        "not_computable": set(),
    }


def test_each_state_of_the_clock_lists_what_it_says_and_its_figure_opens_the_same_rows(cast: Cast) -> None:
    expected = clock_cases(cast)
    assert set(expected) == set(CLOCKS)
    for name, found in expected.items():
        assert set(numbers(cast.chief_officer, f"?clock={name}")) == found, name
    for who in (cast.officer, cast.reviewer, cast.chief_officer, cast.manager, cast.auditor):
        for entry in staff.desk(who, LATER):
            assert len(numbers(who, entry.url.removeprefix(INBOX))) == entry.number, (who, entry)
    assert {entry.label for entry in staff.desk(cast.reviewer, LATER) if entry.urgent} >= {
        "待审核的答复", "待审批的延期", "待审核公开的文本", "逾期",
    }  # fmt: skip
    assert list(staff.desk(cast.editor, LATER)) == []


def test_due_first_and_newest_first(cast: Cast) -> None:
    slow = bring_to(S.HANDLING, cast, today=dt.date(2026, 3, 4), text="晚到期")
    fast = bring_to(S.HANDLING, cast, text="先到期")
    done = bring_to(S.ANSWERED, cast, text="办结")
    assert numbers(cast.officer, "?sort=due") == [fast.number, slow.number]
    assert numbers(cast.officer) == [slow.number, done.number, fast.number]


def test_an_assistant_finds_the_parts_that_are_wanted(cast: Cast) -> None:
    message = bring_to(S.HANDLING, cast)
    handling.add_assistant(message, department=cast.market, reason="请说明", actor=cast.officer)
    assert numbers(cast.other_officer, "?part=assistant") == [message.number]
    assert numbers(cast.other_officer, "?part=host") == []
    assert numbers(cast.officer, "?part=host") == [message.number]
    part = message.assignments.get(department=cast.market)
    handling.contribute(part, text="已说明", actor=cast.other_officer)
    assert numbers(cast.other_officer, "?part=assistant") == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_the_same_rows_masked_and_disarmed_and_is_recorded(cast: Cast, kind: str) -> None:
    bring_to(S.HANDLING, cast, subject="=SUM(A1) 电话13800001234")
    bring_to(S.HANDLING, cast, kind=MessageKind.HELP, text="别的类别")
    response = browser(cast.officer).get(f"{INBOX}?kind=complaint&export={kind}")
    if kind == "csv":
        text = b"".join(response).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
    else:
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet is not None
        assert "f" not in {cell.data_type for cell in sheet[2]}
        rows = [[str(cell or "") for cell in row] for row in sheet.values]
    assert len(rows) == 2
    assert rows[1][3].lstrip("'").startswith("=SUM(A1) 电话138")
    assert "13800001234" not in str(rows)
    assert (rows[1][3][0] == "'") == (kind == "csv")
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.detail == {"what": "messages", "rows": 1, "format": kind}


def test_odd_addresses_get_a_plain_answer(cast: Cast) -> None:
    bring_to(S.HANDLING, cast)
    for query in ("?page=999", "?page=x", "?stage=none", "?clock=none", "?q=%00", "?department=none", "?sort=x"):
        assert browser(cast.officer).get(INBOX + query).status_code == 200, query
    assert browser(cast.officer).get(f"{INBOX}?export=exe").status_code == 404


def test_the_text_is_not_even_read_for_the_list(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        bring_to(S.HANDLING, cast, text=f"内容{number}")
    client = browser(cast.officer)
    with django_assert_max_num_queries(12) as asked:
        client.get(INBOX)
    lists = [q["sql"] for q in asked.captured_queries if "subject_mask" in q["sql"] and "LIMIT" in q["sql"]]
    assert lists
    assert not any('"feedback_message"."text",' in sql for sql in lists)


def test_replies_wait_for_their_second_person_alone(cast: Cast) -> None:
    bring_to(S.APPROVING, cast)
    labels = {entry.label: entry.number for entry in staff.desk(cast.reviewer, LATER)}
    assert labels["待审核的答复"] == 1
    assert "待审核的答复" not in {entry.label for entry in staff.desk(cast.officer, LATER)}
    assert "待审核的答复" in {entry.label for entry in staff.desk(cast.manager, LATER)}
    assert {entry.label: entry.number for entry in staff.desk(cast.other_reviewer, LATER)}["待审核的答复"] == 0
