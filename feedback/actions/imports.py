"""The verb that takes over messages kept elsewhere: as a whole, set-wise, and once.

Nothing of it becomes public by itself.  Where the writer agreed and there is a reply, a masked public text is drafted
and submitted; a reviewer releases those in which the machine finds nothing personal any more, set-wise.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction
from django.utils.timezone import make_aware

from feedback.deadlines import Fact, FactKind, compute, last_due
from feedback.imports.reading import read_records
from feedback.imports.rows import RowReader, TakenMessage
from feedback.masking import Masker
from feedback.models import Assignment, Channel, Message, MessageFact, PublicText, Reply, Writer
from feedback.models.limits import Limits
from feedback.models.messages import SUBJECT_LENGTH
from feedback.models.published import PublicTextStage
from feedback.models.replies import ReplyStage
from feedback.states import MessageStage, Party
from foundation import access, audit, lookup_codes
from foundation.access import Capability
from foundation.calendar_days import load_calendar
from foundation.encryption import blind_index, blind_indexes, blind_sketch
from foundation.numbering import next_numbers
from foundation.privacy import Kind, mask_name
from foundation.tables.takeover import TakenOver
from foundation.workdays import WorkCalendar, YearNotCovered

if TYPE_CHECKING:
    from foundation.people import User
    from foundation.tables.sources import Source

_CHUNK: Final = 1000
_ONE_AT_A_TIME: Final = 20_280_104
"""Key of the lock that makes imports queue up."""
_REASON: Final = "imported"


def import_messages(
    source: Source, *, actor: User, approver: User, today: dt.date, dry_run: bool = False, skip_invalid: bool = False
) -> TakenOver[TakenMessage]:
    """Take over messages with their replies; those that are there already stay as they are.

    ``approver`` stands as the second person of the replies, which another system sent.  As a whole or not at all,
    unless ``skip_invalid``.  Raises PermissionDenied, BadFile.
    """
    access.require_everywhere(actor, Capability.HANDLE_MESSAGES)
    access.require_everywhere(approver, Capability.APPROVE_MESSAGES)
    records, unknown = read_records(source)
    reader = RowReader(today=today)
    result = TakenOver([reader.read(number, raw) for number, raw in records], unknown, skip_invalid)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        _find_known(result)
        if not (dry_run or result.held_back):
            _write(result.new, actor=actor, approver=approver)
    return result


def _text_of(row: TakenMessage) -> str:
    return f"{row.subject}\n{row.text}"


def _find_known(result: TakenOver[TakenMessage]) -> None:
    """Find the rows that are there: by the other system's number, or where it has none by text and day."""
    taken = [row for row in result.rows if row.taken is not None]
    numbers = [row.taken.external_number for row in taken if row.taken]
    held = set(
        Message.objects.filter(external_number__in=filter(None, numbers)).values_list("external_number", flat=True)
    )
    indexes = {row.number: blind_indexes(_text_of(row.taken)) for row in taken if row.taken}
    wanted = [index for found in indexes.values() for index in found]
    texts = set(
        Message.objects.filter(channel=Channel.IMPORTED, text_index__in=wanted).values_list("text_index", "received_on")
    )
    for row in taken:
        if row.taken is None:
            continue
        by_text = any((index, row.taken.received_on) in texts for index in indexes[row.number])
        if row.taken.external_number in held or (not row.taken.external_number and by_text):
            result.known.add(row.number)


def _write(rows: Sequence[TakenMessage], *, actor: User, approver: User) -> None:
    years = Counter(row.received_on.year for row in rows)
    numbers = {year: iter(next_numbers(f"feedback-message/{year}", count)) for year, count in sorted(years.items())}
    writer = _Writer(numbers, load_calendar(), actor, approver)
    for start in range(0, len(rows), _CHUNK):
        writer.write(rows[start : start + _CHUNK])


class _Writer:
    """Writes rows set-wise."""

    def __init__(
        self, numbers: Mapping[int, Iterator[int]], calendar: WorkCalendar, actor: User, approver: User
    ) -> None:
        self._numbers, self._calendar = numbers, calendar
        self._actor, self._approver = actor, approver
        self._limits = Limits()

    def write(self, rows: Sequence[TakenMessage]) -> None:
        """Write the messages, then what hangs on them."""
        messages = Message.objects.bulk_create(self._message(row) for row in rows)
        pairs = list(zip(rows, messages, strict=True))
        MessageFact.objects.bulk_create(
            MessageFact(message=message, kind=fact.kind, on=fact.on, recorded_by=self._actor)
            for row, message in pairs
            for fact in _facts(row)
        )
        Assignment.objects.bulk_create(
            Assignment(
                message=message,
                department=row.department,
                party=Party.HOST,
                reason=_REASON,
                assigned_at=_moment(row.received_on),
                assigned_by=self._actor,
                accepted_at=_moment(row.received_on) if row.replied_on else None,
                accepted_by=self._actor if row.replied_on else None,
            )
            for row, message in pairs
        )
        Writer.objects.bulk_create(_writers(pairs))
        Reply.objects.bulk_create(self._replies(pairs))
        PublicText.objects.bulk_create(self._public_texts(pairs))
        audit.record_each(
            audit.Act.MESSAGES_IMPORTED,
            actor=self._actor,
            changes=((message, {"imported": row.external_number}) for row, message in pairs),
        )

    def _message(self, row: TakenMessage) -> Message:
        token = uuid.uuid4()
        number = f"LY{row.received_on.year}-{next(self._numbers[row.received_on.year]):06d}"
        limit, facts = self._limits.of(row.kind, row.received_on), _facts(row)
        deadline = compute(facts, limit, self._calendar)
        try:
            was_due = last_due(facts, limit, self._calendar)
        except YearNotCovered:
            was_due = None
        return Message(
            number=number,
            token=token,
            code_digest=lookup_codes.digest(lookup_codes.code_for(token), number),
            external_number=row.external_number,
            channel=Channel.IMPORTED,
            kind=row.kind,
            kind_as_sent=row.kind,
            stage=MessageStage.ANSWERED if row.replied_on else MessageStage.ROUTED,
            subject=row.subject,
            text=row.text,
            subject_mask=_masker(row).mask(row.subject)[:SUBJECT_LENGTH],
            text_index=blind_index(_text_of(row)),
            text_sketch=blind_sketch(row.text),
            department=row.department,
            consents_to_publication=row.consents,
            received_at=_moment(row.received_on),
            received_on=row.received_on,
            due_on=deadline.due_on,
            due_missing_year=deadline.missing_year,
            accepted_on=row.received_on if row.replied_on else None,
            answered_on=row.replied_on,
            reply_was_due_on=was_due,
            ending=row.ending if row.replied_on else "",
        )

    def _replies(self, pairs: Iterable[tuple[TakenMessage, Message]]) -> Iterator[Reply]:
        for row, message in pairs:
            if row.replied_on is not None:
                yield Reply(
                    message=message,
                    sequence=1,
                    text=row.reply,
                    ending=row.ending,
                    basis=row.basis,
                    department=row.department,
                    stage=ReplyStage.SENT,
                    drafted_by=self._actor,
                    submitted_by=self._actor,
                    submitted_at=_moment(row.replied_on),
                    sent_by=self._approver,
                    sent_at=_moment(row.replied_on),
                    sent_on=row.replied_on,
                )

    def _public_texts(self, pairs: Iterable[tuple[TakenMessage, Message]]) -> Iterator[PublicText]:
        for row, message in pairs:
            if row.consents and row.replied_on is not None:
                masker = _masker(row)
                yield PublicText(
                    message=message,
                    subject=masker.mask(row.subject)[:SUBJECT_LENGTH],
                    question=masker.mask(row.text),
                    answer=masker.mask(row.reply),
                    stage=PublicTextStage.SUBMITTED,
                    saved_by=self._actor,
                    submitted_by=self._actor,
                )


def _masker(row: TakenMessage) -> Masker:
    return Masker([(Kind.NAME, row.name), (Kind.MOBILE, row.phone)])


def _facts(row: TakenMessage) -> list[Fact]:
    facts = [Fact(FactKind.RECEIVED, row.received_on)]
    if row.replied_on is not None:
        facts += [Fact(FactKind.ACCEPTED, row.received_on), Fact(FactKind.REPLIED, row.replied_on)]
    return facts


def _writers(pairs: Iterable[tuple[TakenMessage, Message]]) -> Iterator[Writer]:
    for row, message in pairs:
        if row.name or row.phone:
            yield Writer(
                message=message,
                name=row.name,
                name_mask=mask_name(row.name)[:60] if row.name else "",
                phone=row.phone,
                phone_index=blind_index(row.phone) if row.phone else "",
            )


def _moment(day: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, dt.time(12)))
