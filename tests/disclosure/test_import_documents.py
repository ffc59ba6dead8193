"""``manage.py import_documents``: a folder of texts comes in, as often as one likes, and nothing half-way."""

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from disclosure.actions.importing import import_texts, text_files
from disclosure.document_files import MARK
from disclosure.models import IndexNumber, Publication
from foundation.audit import Act, AuditEntry
from foundation.clock import local_today
from foundation.publishing.actions import submit
from tests.cast import Cast, make_department, make_user
from tests.disclosure.factories import make_body, make_column, make_publication
from tests.real_data import real_data


def law(title: str, article: str = "为了公开，制定本办法。") -> str:
    return f"# {title}\n\n2021年2月3日 江城市人民政府令第7号公布\n\n{MARK}\n\n## 第一章 总则\n\n第一条 {article}\n"


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Path:
    """A folder with two texts, something else, and a body to issue them."""
    make_body(cast.police)
    make_column("laws", kind="policies")
    (tmp_path / "甲办法.md").write_text(law("甲办法"))
    (tmp_path / "乙办法.txt").write_text(law("乙办法"))
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


def run(folder: Path, capsys: Any, *options: str) -> tuple[str, int]:
    """Run the command and return what it says with its exit code."""
    code = 0
    try:
        call_command("import_documents", str(folder), *options)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return capsys.readouterr().out, code


def test_every_text_becomes_a_draft(folder: Path, capsys: Any) -> None:
    said, code = run(folder, capsys)
    assert (said, code) == ("2 documents: 2 new, 0 changed, 0 unchanged, 0 refused\n", 0)
    draft = Publication.objects.get(title="甲办法")
    assert (draft.document_number, str(draft.issued_on)) == ("江城市人民政府令第7号", "2021-02-03")
    assert draft.summary == "为了公开，制定本办法。"
    assert draft.find_gaps(draft.make_document()) == []
    assert not draft.revisions.exists(), "a draft waits for its reviewer"
    assert AuditEntry.objects.get(act=Act.IMPORTED).detail["created"] == 2


def test_a_second_run_makes_no_doubles(folder: Path, capsys: Any) -> None:
    run(folder, capsys)
    assert run(folder, capsys)[0] == "2 documents: 0 new, 0 changed, 2 unchanged, 0 refused\n"
    (folder / "甲办法.md").rename(folder / "甲办法（正式）.md")
    assert run(folder, capsys)[0] == "2 documents: 0 new, 0 changed, 2 unchanged, 0 refused\n"
    assert (Publication.objects.count(), IndexNumber.objects.count()) == (2, 2)


def test_two_versions_of_a_text_are_two_documents(folder: Path, capsys: Any) -> None:
    (folder / "甲办法(2007).md").write_text(law("甲办法", "旧的第一条。"))
    assert run(folder, capsys)[0].startswith("3 documents: 3 new")
    assert run(folder, capsys)[0].startswith("3 documents: 0 new, 0 changed, 3 unchanged")


def test_a_changed_text_is_a_new_draft_of_the_same_document(folder: Path, capsys: Any, cast: Cast) -> None:
    run(folder, capsys, "--reviewer", "chief_reviewer")
    (folder / "甲办法.md").write_text(law("甲办法", "改过的第一条。"))
    said, _code = run(folder, capsys)
    assert said == "2 documents: 0 new, 1 changed, 1 unchanged, 0 refused\n"
    draft = Publication.objects.get(title="甲办法")
    assert "改过的第一条" in draft.text
    assert "改过的第一条" not in draft.published.body_zh
    run(folder, capsys, "--reviewer", "chief_reviewer")
    draft.refresh_from_db()
    assert "改过的第一条" in draft.published.body_zh
    assert draft.revisions.count() == 2


def test_other_peoples_work_is_left_alone(folder: Path, capsys: Any, cast: Cast) -> None:
    run(folder, capsys)
    Publication.objects.filter(title="甲办法").update(updated_by=cast.editor)
    submit(Publication.objects.get(title="乙办法"), actor=cast.editor)
    for name in ("甲办法.md", "乙办法.txt"):
        (folder / name).write_text(law(name.partition(".")[0], "改过。"))
    said, code = run(folder, capsys)
    assert code == 1
    assert "甲办法.md: 文本有变化，但editor已编辑过草稿，未作覆盖。" in said
    assert "乙办法.txt: 文本有变化，但该信息处于“待审核”，请先作出决定。" in said
    assert not Publication.objects.filter(text__contains="改过").exists()


def test_a_text_that_was_typed_before_is_recognized(folder: Path, capsys: Any, cast: Cast) -> None:
    typed = make_publication(cast.police, title="甲办法")
    said, _code = run(folder, capsys)
    assert said.startswith("2 documents: 1 new, 1 changed")
    typed.refresh_from_db()
    assert typed.import_name == "甲办法.md"


def test_bad_files_get_a_sentence_and_do_not_stop_the_others(folder: Path, capsys: Any) -> None:
    (folder / "坏.md").write_bytes("# 坏\n".encode("gbk"))
    (folder / "空.md").write_text(f"# 空\n2021年1月1日\n{MARK}\n")
    said, code = run(folder, capsys)
    assert code == 1
    assert said.splitlines()[:2] == ["坏.md: 文件不是UTF-8编码的文本。", "空.md: 文件有标题但没有正文。"]
    assert "2 documents: 2 new, 0 changed, 0 unchanged, 2 refused" in said
    assert IndexNumber.objects.count() == 2


def test_a_reviewer_releases_everything_at_once(folder: Path, capsys: Any, client: Client, cast: Cast) -> None:
    said, _code = run(folder, capsys, "--reviewer", "chief_reviewer")
    assert "released 2" in said
    page = client.get(Publication.objects.get(title="甲办法").published.get_absolute_url()).content.decode()
    assert 'id="art-1"' in page
    assert 'id="chapter-1"' in page


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--reviewer", "nobody_at_all"], "没有账号"),
        (["--reviewer", "editor"], "您的角色"),
        (["--user", "reviewer"], "您的角色"),
        (["--user", "chief_reviewer"], "您的角色"),
        (["--user", "editor", "--reviewer", "editor"], "须由他人审核发布"),
        (["--column", "nothing"], "没有在用的栏目"),
        (["--body", "999999999"], "没有发布机构使用前缀"),
    ],
)
def test_what_stops_everything_leaves_nothing(options: list[str], sentence: str, folder: Path) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("import_documents", str(folder), *options)
    assert not Publication.objects.exists()
    assert not IndexNumber.objects.exists()


def test_no_folder_no_file_no_body(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不是文件夹"):
        call_command("import_documents", str(tmp_path / "none"))
    with pytest.raises(CommandError, match=r"没有\.md或者\.txt文件"):
        call_command("import_documents", str(tmp_path))
    (tmp_path / "甲.md").write_text(law("甲"))
    with pytest.raises(CommandError, match="还没有发布机构"):
        call_command("import_documents", str(tmp_path))


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_no_doubles(tmp_path: Path) -> None:
    department = make_department("gaj", "江城市公安局")
    editor = make_user("editor", None)
    editor.memberships.create(role="editor", department=department)
    body, column = make_body(department), make_column("laws")
    for number in range(5):
        (tmp_path / f"{number}.md").write_text(law(f"办法{number}"))

    def bring_in() -> None:
        try:
            import_texts(
                text_files(tmp_path), body=body, column=column, kind="document", actor=editor, today=local_today()
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=bring_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Publication.objects.count() == IndexNumber.objects.count() == 5


def test_the_real_laws_come_in_with_chapters_and_articles(capsys: Any, client: Client, cast: Cast) -> None:
    folder = real_data("laws")
    make_body(cast.police)
    said, code = run(folder, capsys, "--reviewer", "chief_reviewer")
    assert code == 0, said
    assert "19 documents: 19 new" in said
    assert "19 documents: 0 new, 0 changed, 19 unchanged" in run(folder, capsys)[0]
    regulation = Publication.objects.get(title="中华人民共和国政府信息公开条例")
    assert (str(regulation.issued_on), str(regulation.effective_on)) == ("2019-04-03", "2019-05-15")
    page = client.get(regulation.published.get_absolute_url()).content.decode()
    assert re.findall(r'id="art-(\d+)"', page) == [str(number) for number in range(1, 57)]
    assert 'id="chapter-3"' in page
