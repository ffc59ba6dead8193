"""Taking over messages of another system."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from feedback.models import Message, PublicText, PublishedAnswer
from foundation.audit import Act, AuditEntry
from tests.cast import Cast
from tests.feedback.message_cases import load_rules

pytestmark = pytest.mark.django_db

ROW = {
    "编号": "A-1",
    "类型": "complaint",
    "标题": "窗口排队",
    "内容": "我是赵小样，电话13800001234，三号窗口排了两小时。",
    "来信日期": "2025-03-03",
    "承办单位": "江城市公安局",
    "姓名": "赵小样",
    "电话": "13800001234",
    "答复": "您好，已增开窗口，请拨打0729-5550000。",
    "答复日期": "2025-03-06",
    "办理结果": "solved",
    "是否公开": "是",
}


@pytest.fixture(autouse=True)
def _world(cast: Cast) -> None:
    load_rules()


def run(tmp_path: Path, *rows: dict[str, Any], kind: str = "csv", **options: Any) -> list[str]:
    """Import rows from a file and return what the command printed."""
    path = tmp_path / f"messages.{kind}"
    if kind == "json":
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    else:
        names = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, names)
            table.writeheader()
            table.writerows(rows)
    out = io.StringIO()
    call_command("import_messages", path, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_message_comes_in_once_with_its_reply_and_its_clock(tmp_path: Path, cast: Cast, kind: str) -> None:
    assert run(tmp_path, ROW, kind=kind)[-1] == "rows 1, created 1, unchanged 0, refused 0"
    assert run(tmp_path, ROW, kind=kind)[-1] == "rows 1, created 0, unchanged 1, refused 0"
    message = Message.objects.get()
    assert (message.stage, message.ending, message.department) == ("answered", "solved", cast.police)
    assert (str(message.due_on), str(message.reply_was_due_on)) == ("None", "2025-03-10")
    assert message.replies.get().text == ROW["答复"]
    assert message.writer.phone == "13800001234"
    assert AuditEntry.objects.filter(act=Act.MESSAGES_IMPORTED).count() == 1


def test_nothing_is_public_before_a_reviewer_releases_the_masked_text(tmp_path: Path, cast: Cast) -> None:
    run(tmp_path, ROW)
    assert not PublishedAnswer.objects.exists()
    told = run(tmp_path, ROW, release_as=cast.chief_reviewer.username)
    assert "released 1, held back 0" in told
    answer = PublishedAnswer.objects.get()
    assert "13800001234" not in answer.question
    assert "赵小样" not in answer.question
    assert "0729-5550000" in answer.answer  # the department's own number
    assert answer.released_by == cast.chief_reviewer


def test_a_text_with_something_left_is_held_back(tmp_path: Path, cast: Cast) -> None:
    run(tmp_path, ROW, {**ROW, "编号": "A-2", "内容": "别的事"})
    PublicText.objects.filter(message__external_number="A-1").update(answer="打13800001234")
    told = run(tmp_path, ROW, release_as=cast.chief_reviewer.username)
    assert "released 1, held back 1" in told


@pytest.mark.parametrize("who", ["editor", "reviewer", "officer"])
def test_only_an_approver_of_the_whole_center_releases_sets(tmp_path: Path, cast: Cast, who: str) -> None:
    with pytest.raises(CommandError):
        run(tmp_path, ROW, release_as=getattr(cast, who).username)
    assert not PublishedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"承办单位": "月球局"}, "没有这个部门"),
        ({"来信日期": "2999-01-01", "答复": "", "答复日期": ""}, "尚未到来"),
        ({"答复日期": ""}, "同时填写"),
        ({"答复日期": "2025-03-01"}, "早于"),
        ({"办理结果": "refused"}, "依据"),
        ({"办理结果": "withdrawn"}, "撤回"),
        ({"标题": ""}, "不能为空"),
        ({"内容": "字" * 10_000}, "10000"),
        ({"类型": "谣言"}, "谣言"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], sentence: str
) -> None:
    out = io.StringIO()
    path = tmp_path / "messages.json"
    path.write_text(json.dumps([ROW, {**ROW, "编号": "A-2", **changes}], ensure_ascii=False), "utf-8")
    with pytest.raises(SystemExit):
        call_command("import_messages", path, stdout=out)
    assert sentence in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "rows 2, created 0, unchanged 0, refused 2"
    assert not Message.objects.exists()


def test_good_rows_come_in_alone_when_asked(tmp_path: Path) -> None:
    rows = (ROW, {**ROW, "编号": "A-2", "标题": ""})
    assert run(tmp_path, *rows, skip_invalid=True)[-1] == "rows 2, created 1, unchanged 0, refused 1"


def test_reports_come_in_but_are_never_drafted_for_the_public(tmp_path: Path) -> None:
    run(tmp_path, {**ROW, "类型": "report"})
    assert not Message.objects.get().consents_to_publication
    assert not PublicText.objects.exists()


def test_a_row_without_a_number_is_known_by_its_text(tmp_path: Path) -> None:
    row = {name: value for name, value in ROW.items() if name != "编号"}
    run(tmp_path, row)
    assert run(tmp_path, row, {**row, "内容": "别的"})[-1] == "rows 2, created 1, unchanged 1, refused 0"


@pytest.mark.parametrize("text", ["", "[", '{"a": 1}', "[1]", "[]"])
def test_a_file_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "messages.json"
    path.write_text(text)
    with pytest.raises(CommandError):
        call_command("import_messages", path)


def test_what_is_refused_is_named_by_its_number_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    path = tmp_path / "messages.json"
    path.write_text(
        json.dumps([{**ROW, "编号": "", "标题": "赵小样的事", "承办单位": "没有"}], ensure_ascii=False), "utf-8"
    )
    with pytest.raises(SystemExit):
        call_command("import_messages", path, stdout=out)
    assert "没有" in out.getvalue() or "部门" in out.getvalue()
    assert "赵小样" not in out.getvalue() + capsys.readouterr().out


def test_a_row_from_before_the_first_limit_is_a_problem_of_the_row(tmp_path: Path) -> None:
    old = {**ROW, "编号": "A-0", "来信日期": "2009-12-31", "答复日期": "2010-01-05"}
    lines = run(tmp_path, old, ROW, skip_invalid=True)
    assert lines[-1] == "rows 2, created 1, unchanged 0, refused 1"
