"""The seals on the audit trail: a chain that only the holder of the key can continue.

Entries are written in the transaction of their change (`foundation.audit`); seconds later one sealer chains what was
committed. Chaining inside the transaction would make all writers queue behind each other. Each seal is an HMAC over
the seal before it and the content of one entry; the key is kept outside the database, and the newest seal is copied
to a file (the heads). Who rules the database but has neither can change, delete or cut entries, and is found out by
``manage.py verify_audit``. What is not covered: an entry that is deleted before it is sealed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from foundation.audit import AuditEntry
from foundation.clock import local_now

AT_ONCE: Final = 1000
"""Entries that one transaction seals."""
_LOCK: Final = 0x5EA1
"""Advisory lock of the database: one sealer at a time, whoever else runs."""
_LONGEST_LINE: Final = 2048
"""Bytes at the end of a file of heads that hold its last line."""
FIRST: Final = "0" * 64
"""What the first seal follows."""
FIELDS: Final = (
    "id",
    "at",
    "actor_id",
    "act",
    "target_type",
    "target_id",
    "target_label",
    "department_id",
    "detail",
    "request_id",
)
"""What of an entry is sealed: all of it."""


class WaitingEntry(models.Model):
    """An entry that is not sealed yet.  A trigger of the database writes it, whatever way the entry came."""

    entry = models.OneToOneField(AuditEntry, models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("entry that waits for its seal")
        verbose_name_plural = _("entries that wait for their seals")

    def __str__(self) -> str:
        return str(self.entry_id)


class AuditSeal(models.Model):
    """One link of the chain; append-only like the entries."""

    number = models.BigIntegerField(primary_key=True)
    """From 1 without gaps, in the order of sealing."""
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    key_name = models.CharField(max_length=12)
    """Which key made it: the beginning of the key's own SHA-256."""
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("seal of the audit trail")
        verbose_name_plural = _("seals of the audit trail")
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="auditseal_from_one"),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="auditseal_digest"),
        ]

    def __str__(self) -> str:
        return str(self.number)


def key_name(key: str) -> str:
    """Return what tells a key apart without giving it away."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def link(key: str, before: str, entry: dict[str, Any]) -> str:
    """Return the digest of the seal over an entry (the values of ``FIELDS``) that follows the digest ``before``."""
    return hmac.new(key.encode(), f"{before}\n{canonical(entry)}".encode(), hashlib.sha256).hexdigest()


def canonical(entry: dict[str, Any]) -> str:
    """Return an entry as the one text that is sealed: JSON with sorted keys, times in UTC."""
    at: dt.datetime = entry["at"]
    return json.dumps(
        {**entry, "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds")},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def seal_waiting() -> int:
    """Seal up to ``AT_ONCE`` of the entries that wait, oldest first, and return how many.

    While another sealer works it is 0.
    """
    key = settings.PORTAL_AUDIT_KEYS[0]
    with transaction.atomic():
        if not _alone():
            return 0
        waiting = list(WaitingEntry.objects.order_by("entry_id").values_list("entry_id", flat=True)[:AT_ONCE])
        if not waiting:
            return 0
        last = AuditSeal.objects.order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, FIRST)
        seals = []
        for entry in AuditEntry.objects.filter(pk__in=waiting).order_by("pk").values(*FIELDS):
            number, digest = number + 1, link(key, digest, entry)
            seals.append(
                AuditSeal(
                    number=number, entry_id=entry["id"], digest=digest, key_name=key_name(key), sealed_at=local_now()
                )
            )
        AuditSeal.objects.bulk_create(seals)
        WaitingEntry.objects.filter(pk__in=waiting).delete()
    return len(seals)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class Head:
    """The newest seal of a moment, as it stands in the file of heads."""

    number: int
    digest: str
    at: str
    mac: str = ""

    def signed(self, key: str) -> str:
        """Return the HMAC over the rest of it."""
        text = f"{self.number}\n{self.digest}\n{self.at}"
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def export_head(folder: Path) -> Head | None:
    """Append the newest seal to this month's file of heads, unless it stands there; return what was written.

    A head that could not be written (a full disk) is made good by the next one: each stands for all seals before it.
    """
    newest = AuditSeal.objects.order_by("-number").first()
    if newest is None:
        return None
    known = last_head(folder)
    if known is not None and known.number >= newest.number:
        return None
    key = settings.PORTAL_AUDIT_KEYS[0]
    head = Head(newest.number, newest.digest, newest.sealed_at.astimezone(dt.UTC).isoformat())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"heads-{newest.sealed_at:%Y-%m}.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(replace(head, mac=head.signed(key)))) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return head


def last_head(folder: Path) -> Head | None:
    """Return the head that was written last; None where none can be read."""
    for file in sorted(folder.glob("heads-*.jsonl"), reverse=True):
        with file.open("rb") as stored:
            stored.seek(max(0, file.stat().st_size - _LONGEST_LINE))
            for line in reversed(stored.read().splitlines()):
                try:
                    return Head(**json.loads(line))
                except (ValueError, TypeError):
                    continue  # cut off in the middle: the one before it counts
    return None
