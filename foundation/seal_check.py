"""Whether the audit trail is what was sealed: the chain walked from its first link, and compared with the heads."""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.audit import AuditEntry
from foundation.clock import local_now
from foundation.sealing import FIELDS, FIRST, AuditSeal, Head, key_name, link

PATIENCE: Final = dt.timedelta(minutes=5)
"""An entry that waits longer for its seal was kept from it, or no worker runs."""


@dataclass
class Verdict:
    """What a verification found; without problems the trail is what was sealed."""

    sealed: int = 0
    waiting: int = 0
    heads: int = 0
    problems: list[str] = field(default_factory=list)
    """Sentences; the first names the first broken link."""


def verify(folder: Path, *, now: dt.datetime | None = None) -> Verdict:
    """Walk the chain and compare it with the heads in a folder.

    Stops at the first broken link: what follows it cannot be told true from false.
    """
    verdict = Verdict()
    known = _heads(folder, verdict)
    sound_heads = not verdict.problems
    last = _walk(known, verdict)
    if sound_heads and not verdict.problems:
        _compare_end(known, last, verdict)
    _look_for_unsealed(now or local_now(), verdict)
    return verdict


def _heads(folder: Path, verdict: Verdict) -> Mapping[int, Head]:
    """Return the heads by their number; a line that is none, or was not written with the key, is a problem."""
    found: dict[int, Head] = {}
    for file in sorted(folder.glob("heads-*.jsonl")):
        for place, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            head = _head(line)
            if head is None:
                where = {"line": place, "file": file.name}
                verdict.problems.append(_("Line %(line)s of %(file)s is no genuine head.") % where)
            else:
                found[head.number] = head
    verdict.heads = len(found)
    return found


def _head(line: str) -> Head | None:
    try:
        head = Head(**json.loads(line))
    except (ValueError, TypeError):
        return None
    keys = settings.PORTAL_AUDIT_KEYS
    return head if any(hmac.compare_digest(head.signed(key), head.mac) for key in keys) else None


def _walk(known: Mapping[int, Head], verdict: Verdict) -> int:
    """Follow the chain as far as it holds, and return the number of its last seal."""
    before, number = FIRST, 0
    seals = AuditSeal.objects.order_by("number")
    rows = seals.values_list("number", "digest", "key_name", *(f"entry__{name}" for name in FIELDS))
    for found, digest, key, *values in rows.iterator(chunk_size=2000):
        if found != number + 1:
            verdict.problems.append(_gap(number + 1, found))
            break
        problem = _misfit(AuditSeal(number=found, digest=digest, key_name=key), before, values, known.get(found))
        if problem:
            verdict.problems.append(problem)
            break
        before, number = digest, found
        verdict.sealed += 1
    return number


def _gap(missing: int, found: int) -> str:
    """Say why the walk, which meets seals together with their entries, did not meet a number."""
    seal = AuditSeal.objects.filter(pk=missing).first()
    if seal is not None:
        return _("Entry %(entry)s of seal %(number)s is gone.") % {"entry": seal.entry_id, "number": missing}
    return _("Seal %(number)s is missing: the chain goes on with %(found)s.") % {"number": missing, "found": found}


def _misfit(seal: AuditSeal, before: str, values: Sequence[Any], head: Head | None) -> str:
    """Say what is wrong with one seal; empty when it follows the digest ``before`` over the values of its entry."""
    keys = {key_name(key): key for key in settings.PORTAL_AUDIT_KEYS}
    entry = dict(zip(FIELDS, values, strict=True))
    named = {
        "number": seal.number,
        "key": seal.key_name,
        "entry": entry["id"],
        "at": f"{entry['at']:%Y-%m-%d %H:%M:%S}",
    }
    if seal.key_name not in keys:
        return _("Seal %(number)s was made with a key that is not known here (%(key)s).") % named
    if link(keys[seal.key_name], before, entry) != seal.digest:
        return _("Seal %(number)s does not fit entry %(entry)s of %(at)s: the entry or the chain was changed.") % named
    if head is not None and head.digest != seal.digest:
        return _("Seal %(number)s is not the one that the heads know: the chain was made anew before it.") % named
    return ""


def _compare_end(known: Mapping[int, Head], last: int, verdict: Verdict) -> None:
    """Find a tail that was cut off: the heads know a later seal than the database."""
    newest = max(known, default=0)
    if AuditSeal.objects.filter(number__gt=last).exists():
        verdict.problems.append(_gap(last + 1, last + 1))
    elif newest > last:
        verdict.problems.append(
            _("The heads know seal %(head)s of %(at)s, and the chain ends with %(last)s: its end was cut off.")
            % {"head": newest, "at": known[newest].at, "last": last}
        )
    elif last and not known:
        verdict.problems.append(
            _("The file of heads is missing; without it an end that was cut off cannot be found out.")
        )


def _look_for_unsealed(now: dt.datetime, verdict: Verdict) -> None:
    """Count entries without a seal; old ones are a problem."""
    unsealed = AuditEntry.objects.filter(seal=None)
    verdict.waiting = unsealed.count()
    old = unsealed.filter(at__lt=now - PATIENCE).order_by("pk").first()
    if old is not None:
        verdict.problems.append(
            _("Entry %(entry)s of %(at)s has no seal: it was kept from it, or no worker runs.")
            % {"entry": old.pk, "at": f"{localtime(old.at):%Y-%m-%d %H:%M:%S}"}
        )
