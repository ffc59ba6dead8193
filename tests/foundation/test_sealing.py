"""The seals on the audit trail: whoever rules the database, but has neither key nor heads, is found out."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from foundation import audit
from foundation.audit import Act, AuditEntry
from foundation.clock import local_now
from foundation.seal_check import verify
from foundation.sealing import AuditSeal, WaitingEntry, export_head, last_head, link, seal_waiting
from tests.cast import Cast


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    """A folder for heads."""
    return tmp_path / "heads"


@pytest.fixture
def trail(cast: Cast, heads: Path) -> list[AuditEntry]:
    """Five entries, sealed, with their head exported."""
    entries = [
        audit.record(
            Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police, detail={"名称": ["甲", number]}
        )
        for number in range(5)
    ]
    while seal_waiting():
        pass
    export_head(heads)
    return entries


def rule(*statements: str) -> None:
    """Do what only somebody with full rights over the database can do: past its guards."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def problems(heads: Path) -> list[str]:
    return verify(heads).problems


def test_an_untouched_trail_is_what_was_sealed(trail: list[AuditEntry], heads: Path) -> None:
    verdict = verify(heads)
    assert verdict.problems == []
    assert verdict.sealed == AuditEntry.objects.count() >= len(trail)
    assert (verdict.waiting, verdict.heads) == (0, 1)


def test_sealing_goes_on_where_it_stopped(trail: list[AuditEntry], cast: Cast, heads: Path) -> None:
    audit.record(Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police)
    assert seal_waiting() == 1
    assert export_head(heads) is not None
    assert export_head(heads) is None  # nothing new to copy
    assert verify(heads).heads == 2


def test_an_edited_entry_is_named(trail: list[AuditEntry], heads: Path) -> None:
    rule(f"UPDATE foundation_auditentry SET detail = '{{}}' WHERE id = {trail[2].pk}")
    [problem] = problems(heads)
    assert f" {trail[2].pk} " in problem


@pytest.mark.parametrize("column", ["at = at + interval '1 second'", "actor_id = NULL", "target_label = '别的'"])
def test_every_part_of_an_entry_is_sealed(trail: list[AuditEntry], heads: Path, column: str) -> None:
    rule(f"UPDATE foundation_auditentry SET {column} WHERE id = {trail[0].pk}")
    assert problems(heads)


def test_a_deleted_entry_is_named(trail: list[AuditEntry], heads: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'foundation_auditseal'::regclass AND contype = 'f'"
        )
        [(key,)] = cursor.fetchall()
    rule(
        f"ALTER TABLE foundation_auditseal DROP CONSTRAINT {key}",
        f"DELETE FROM foundation_auditentry WHERE id = {trail[1].pk}",
    )
    [problem] = problems(heads)
    assert f" {trail[1].pk} " in problem


def test_an_entry_deleted_with_its_seal_leaves_a_gap(trail: list[AuditEntry], heads: Path) -> None:
    number = AuditSeal.objects.get(entry=trail[1]).number
    rule(
        f"DELETE FROM foundation_auditseal WHERE number = {number}",
        f"DELETE FROM foundation_auditentry WHERE id = {trail[1].pk}",
    )
    [problem] = problems(heads)
    assert f"{number}" in problem


def test_numbers_drawn_together_after_a_deletion_break_the_chain(trail: list[AuditEntry], heads: Path) -> None:
    number = AuditSeal.objects.get(entry=trail[1]).number
    rule(
        f"DELETE FROM foundation_auditseal WHERE number = {number}",
        f"DELETE FROM foundation_auditentry WHERE id = {trail[1].pk}",
        *(
            f"UPDATE foundation_auditseal SET number = {n - 1} WHERE number = {n}"
            for n in range(number + 1, number + 4)
        ),
    )
    [problem] = problems(heads)
    assert f" {trail[2].pk} " in problem


def test_a_tail_that_was_cut_off_is_known_from_the_heads(trail: list[AuditEntry], heads: Path) -> None:
    rule(
        f"DELETE FROM foundation_auditseal WHERE entry_id >= {trail[3].pk}",
        f"DELETE FROM foundation_auditentry WHERE id >= {trail[3].pk}",
    )
    assert len(problems(heads)) == 1
    for file in heads.iterdir():
        file.unlink()
    assert len(problems(heads)) == 1  # and without any head that is said, too


def test_a_tail_cut_off_and_written_anew_is_not_the_one_of_the_heads(
    trail: list[AuditEntry], cast: Cast, heads: Path
) -> None:
    rule(
        f"DELETE FROM foundation_auditseal WHERE entry_id >= {trail[3].pk}",
        f"DELETE FROM foundation_auditentry WHERE id >= {trail[3].pk}",
    )
    for _ in range(3):
        audit.record(Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police)
    seal_waiting()
    assert len(problems(heads)) == 1


def test_a_chain_made_with_another_key_is_not_believed(
    trail: list[AuditEntry], heads: Path, settings: Settings
) -> None:
    settings.PORTAL_AUDIT_KEYS = ("somebody else’s",)
    assert len(problems(heads)) == 2  # the head and the first seal


def test_a_new_key_seals_and_the_old_one_verifies(
    trail: list[AuditEntry], cast: Cast, heads: Path, settings: Settings
) -> None:
    settings.PORTAL_AUDIT_KEYS = ("new", *settings.PORTAL_AUDIT_KEYS)
    audit.record(Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police)
    seal_waiting()
    export_head(heads)
    assert problems(heads) == []
    assert len(set(AuditSeal.objects.values_list("key_name", flat=True))) == 2


def test_a_forged_head_is_named(trail: list[AuditEntry], heads: Path) -> None:
    [file] = heads.iterdir()
    head = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**head, "number": 2}) + "\n", encoding="utf-8")
    assert f"{file.name}" in problems(heads)[0]


def test_an_entry_kept_from_its_seal_is_named_after_a_while(trail: list[AuditEntry], cast: Cast, heads: Path) -> None:
    entry = audit.record(Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police)
    rule(f"DELETE FROM foundation_waitingentry WHERE entry_id = {entry.pk}")
    assert problems(heads) == []
    [problem] = verify(heads, now=local_now() + dt.timedelta(minutes=6)).problems
    assert f" {entry.pk} " in problem


@pytest.mark.parametrize(
    "verb", ["UPDATE foundation_auditseal SET digest = digest", "DELETE FROM foundation_auditseal"]
)
def test_seals_are_append_only(trail: list[AuditEntry], verb: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


def test_a_head_cut_off_in_the_middle_is_followed_by_a_whole_one(trail: list[AuditEntry], heads: Path) -> None:
    [file] = heads.iterdir()
    whole = last_head(heads)
    with file.open("a", encoding="utf-8") as out:
        out.write('{"number": 9, "dig')
    assert last_head(heads) == whole


def test_the_command_says_what_holds_and_fails_for_what_does_not(trail: list[AuditEntry], heads: Path) -> None:
    call_command("verify_audit", heads=heads)
    rule(f"UPDATE foundation_auditentry SET act = 'file.stored' WHERE id = {trail[4].pk}")
    with pytest.raises(CommandError, match=str(trail[4].pk)):
        call_command("verify_audit", heads=heads)


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(cast: Cast, heads: Path) -> None:
    with transaction.atomic():
        for _ in range(50):
            audit.record(Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police)

    def seal() -> None:
        seal_waiting()
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_waiting()
    export_head(heads)
    assert problems(heads) == []
    assert not WaitingEntry.objects.exists()


def test_a_link_depends_on_key_predecessor_and_content() -> None:
    entry = {"id": 1, "at": local_now(), "detail": {"b": 1, "a": 2}}
    same = {"detail": {"a": 2, "b": 1}, "at": entry["at"].astimezone(dt.UTC), "id": 1}
    digest = link("key", "0", entry)
    assert digest == link("key", "0", same)
    assert digest not in {link("other", "0", entry), link("key", "1", entry), link("key", "0", {**entry, "id": 2})}
