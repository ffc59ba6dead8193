"""The one writer of the audit trail.

Entries are written in the transaction of the change they record; the database refuses to change,
delete or truncate them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.request_id import current_request_id

if TYPE_CHECKING:
    from foundation.people import User


class Act(models.TextChoices):
    """The closed list of acts, each with the sentence that people read."""

    DRAFT_CREATED = "draft.created", _("created the draft")
    DRAFT_SAVED = "draft.saved", _("saved the draft")
    DRAFT_DELETED = "draft.deleted", _("deleted the draft")
    SUBMITTED = "revision.submitted", _("submitted for review")
    RECALLED = "revision.recalled", _("took the submission back")
    RETURNED = "revision.returned", _("returned with a comment")
    RELEASED = "revision.released", _("released to the public")
    SCHEDULED = "revision.scheduled", _("scheduled the release")
    UNSCHEDULED = "revision.unscheduled", _("cancelled the scheduled release")
    WENT_LIVE = "revision.went_live", _("went live on schedule")
    RETIRED = "revision.retired", _("withdrew from the public site")
    IMPORTED = "batch.imported", _("imported a file")
    BATCH_RELEASED = "batch.released", _("released an import batch")
    EXPORTED = "records.exported", _("exported records")
    BOOKLET_ORDERED = "booklet.ordered", _("ordered a booklet")
    REFERENCE_CHANGED = "reference.changed", _("changed reference data")
    ACCOUNT_CHANGED = "account.changed", _("changed an account")
    LOGGED_IN = "login.succeeded", _("logged in")
    LOGIN_FAILED = "login.failed", _("failed to log in")
    SECOND_FACTOR_SET = "login.second_factor_set", _("set the second factor up")
    SECOND_FACTOR_RESET = "login.second_factor_reset", _("reset the second factor")
    RECOVERY_CODES_RENEWED = "login.codes_renewed", _("renewed the recovery codes")
    RECOVERY_CODE_USED = "login.recovery_code_used", _("used a recovery code")
    SESSIONS_ENDED = "login.sessions_ended", _("ended all sessions")
    KEYS_RENEWED = "keys.renewed", _("renewed the keys of encrypted data")
    FILE_STORED = "file.stored", _("stored a file")
    FILE_REMOVED = "file.removed", _("removed a file")
    SUGGESTION_SENT = "suggestion.sent", _("received a suggestion or correction")
    SUGGESTION_ANSWERED = "suggestion.answered", _("answered a suggestion or correction")
    COMMENT_SENT = "comment.sent", _("received a comment on a draft")
    COMMENT_ENTERED = "comment.entered", _("entered a comment on a draft")
    COMMENT_ANSWERED = "comment.answered", _("answered comments on a draft")
    COMMENT_ANSWER_CHANGED = "comment.answer_changed", _("changed the answer to comments")
    COMMENT_QUOTE_CHANGED = "comment.quote_changed", _("changed how a comment is quoted")
    OUTREACH_RECORDED = "outreach.recorded", _("recorded a fact of publicity work")
    PERSONAL_READ = "personal.read", _("read personal data")
    PERSONAL_REMOVED = "personal.removed", _("removed personal data")
    CASE_EXPORTED = "personal.case_exported", _("exported the whole case, with personal data")
    REQUEST_LOGGED = "request.logged", _("logged the request")
    REQUEST_RECEIVED = "request.received", _("confirmed the receipt")
    REQUEST_DISMISSED = "request.dismissed", _("put aside what is no request")
    REQUEST_ASSIGNED = "request.assigned", _("assigned the request")
    REQUEST_AMENDED = "request.amended", _("amended the entry")
    REQUEST_CORRECTION_ASKED = "request.correction_asked", _("asked for a correction")
    REQUEST_ADDED_TO = "request.added_to", _("got the corrected text from the applicant")
    REQUEST_CORRECTED = "request.corrected", _("recorded the correction")
    REQUEST_EXTENSION_PROPOSED = "request.extension_proposed", _("proposed an extension")
    REQUEST_EXTENDED = "request.extended", _("extended the reply period")
    REQUEST_EXTENSION_REFUSED = "request.extension_refused", _("refused the extension")
    REQUEST_CONSULTED = "request.consulted", _("began a consultation")
    REQUEST_CONSULTATION_ANSWERED = "request.consultation_answered", _("recorded the answer of a consultation")
    REQUEST_FEE_ASSESSED = "request.fee_assessed", _("counted the fee")
    REQUEST_FEE_NOTICED = "request.fee_noticed", _("recorded the fee notice")
    REQUEST_FEE_PAID = "request.fee_paid", _("recorded the payment")
    REQUEST_REASONS_ASKED = "request.reasons_asked", _("asked for reasons (art. 35)")
    REQUEST_REASONS_GIVEN = "request.reasons_given", _("recorded the reasons (art. 35)")
    REQUEST_DELAY_TOLD = "request.delay_told", _("told a later date (art. 35)")
    REQUEST_FACT_STRUCK_OUT = "request.fact_struck_out", _("struck out a wrong fact")
    REQUEST_DEADLINE_MOVED = "request.deadline_moved", _("recomputed the due date")
    REQUEST_WITHDRAWN = "request.withdrawn", _("recorded the withdrawal")
    REQUEST_REOPENED = "request.reopened", _("opened a new handling")
    REQUEST_ANSWER_CHOSEN = "request.answer_chosen", _("decided whether the answer is published")
    REQUESTS_IMPORTED = "request.imported", _("imported a register")
    DECISION_SAVED = "decision.saved", _("saved the decision")
    DECISION_DISCARDED = "decision.discarded", _("deleted the draft of the decision")
    DECISION_SUBMITTED = "decision.submitted", _("submitted the decision")
    DECISION_RECALLED = "decision.recalled", _("took the decision back")
    DECISION_RETURNED = "decision.returned", _("returned the decision")
    DECISION_RELEASED = "decision.released", _("released the decision")
    LETTER_ISSUED = "letter.issued", _("issued a letter")
    LETTER_SERVED = "letter.served", _("recorded the service of a letter")
    REMEDY_OPENED = "remedy.opened", _("recorded a remedy")
    REMEDY_CHANGED = "remedy.changed", _("recorded a step of a remedy")
    REPORT_STARTED = "report.started", _("started the annual report")
    REPORT_SAVED = "report.saved", _("saved the text of the annual report")
    REPORT_FIGURES_ENTERED = "report.figures_entered", _("entered figures of the annual report by hand")
    REPORT_SUBMITTED = "report.submitted", _("submitted the annual report")
    REPORT_RETURNED = "report.returned", _("returned the annual report")
    REPORT_SIGNED = "report.signed", _("signed the annual report")
    MESSAGE_SENT = "message.sent", _("received the message")
    MESSAGE_LOGGED = "message.logged", _("logged the message")
    MESSAGES_IMPORTED = "message.imported", _("imported messages")
    MESSAGE_CLASSIFIED = "message.classified", _("corrected the kind of the message")
    MESSAGE_ROUTED = "message.routed", _("assigned the message to a department")
    MESSAGE_ACCEPTED = "message.accepted", _("took the message up")
    MESSAGE_SENT_BACK = "message.sent_back", _("sent the message back")
    MESSAGE_HANDED_OVER = "message.handed_over", _("handed the message over")
    MESSAGE_ASSISTANT_ADDED = "message.assistant_added", _("asked a department to assist")
    MESSAGE_CONTRIBUTED = "message.contributed", _("wrote the part of an assisting department")
    MESSAGE_WRITER_ASKED = "message.writer_asked", _("asked the writer a question")
    MESSAGE_WRITER_ANSWERED = "message.writer_answered", _("got the writer's answer")
    MESSAGE_ANSWER_NOTED = "message.answer_noted", _("noted the answer that the writer gave by phone or at the counter")
    MESSAGE_WAITING_ENDED = "message.waiting_ended", _("went on without the writer's answer")
    MESSAGE_EXTENSION_PROPOSED = "message.extension_proposed", _("proposed to extend the time for the reply")
    MESSAGE_EXTENDED = "message.extended", _("extended the time for the reply")
    MESSAGE_EXTENSION_REFUSED = "message.extension_refused", _("refused to extend the time for the reply")
    MESSAGE_SUPERVISED = "message.supervised", _("pressed for the matter")
    MESSAGE_SUPERVISION_ANSWERED = "message.supervision_answered", _("said what was done about the matter")
    MESSAGE_SUPERVISION_CONFIRMED = "message.supervision_confirmed", _("confirmed what was done about the matter")
    MESSAGE_SUPERVISION_RETURNED = "message.supervision_returned", _("sent back what was done about the matter")
    MESSAGE_DEADLINE_MOVED = "message.deadline_moved", _("recomputed when the reply is due")
    MESSAGE_LINKED = "message.linked", _("noted that the message repeats another one")
    MESSAGE_UNLINKED = "message.unlinked", _("noted that the message repeats no other one")
    MESSAGE_WITHDRAWN = "message.withdrawn", _("withdrew the message")
    MESSAGE_CONSENT_CHANGED = "message.consent_changed", _("changed the consent to publication")
    MESSAGE_REOPENED = "message.reopened", _("opened the matter again")
    MESSAGE_REOPENING_REFUSED = "message.reopening_refused", _("refused to open the matter again")
    REPLY_SAVED = "reply.saved", _("saved the reply")
    REPLY_SUBMITTED = "reply.submitted", _("submitted the reply")
    REPLY_RECALLED = "reply.recalled", _("took the reply back")
    REPLY_RETURNED = "reply.returned", _("returned the reply")
    REPLY_SENT = "reply.sent", _("sent the reply")
    REPLY_JUDGED = "reply.judged", _("said whether it is solved")
    ANSWER_SAVED = "answer.saved", _("saved the public text")
    ANSWER_SUBMITTED = "answer.submitted", _("submitted the public text")
    ANSWER_RETURNED = "answer.returned", _("returned the public text")
    ANSWER_PUBLISHED = "answer.published", _("published the answer")
    RATING_GIVEN = "rating.given", _("received a rating")
    RATING_SUPPLEMENTED = "rating.supplemented", _("added to the rating")
    RATING_RE_RATED = "rating.re_rated", _("rated again")
    RATING_CONTACTED = "rating.contacted", _("called the rater back")
    RATING_VERIFIED = "rating.verified", _("verified the rating")
    RATING_MENDED = "rating.mended", _("corrected or explained")
    RATING_TOLD = "rating.told", _("told the result to the rater")
    RATING_WORDS_SUBMITTED = "rating.words_submitted", _("submitted the words about a rating for publication")
    RATING_WORDS_RELEASED = "rating.words_released", _("published the words about a rating")
    RATING_WORDS_RETURNED = "rating.words_returned", _("returned the words about a rating")
    RATING_WORDS_TAKEN_OFF = "rating.words_taken_off", _("took the words about a rating off the public site")
    RATING_CONSENT_WITHDRAWN = "rating.consent_withdrawn", _("took back the consent to the publication of the remark")
    RATING_APPEALED = "rating.appealed", _("appealed against the rating")
    RATING_APPEAL_GRANTED = "rating.appeal_granted", _("granted the appeal against the rating")
    RATING_APPEAL_REFUSED = "rating.appeal_refused", _("refused the appeal against the rating")
    CALL_LOGGED = "call.logged", _("logged a call")
    CALL_TAKEN_DOWN = "call.taken_down", _("took a call down as a message")
    CALL_STRUCK_OUT = "call.struck_out", _("struck out a call")
    SWITCHBOARD_ENTERED = "switchboard.entered", _("entered how many calls were connected")
    GUIDE_CHECKED = "guide.checked", _("checked the guide")
    GUIDES_CHECKED = "guide.all_checked", _("checked several guides")
    GUIDE_CARE_CHANGED = "guide.care_changed", _("changed who looks after the guide, or how often")
    ERROR_REPORTED = "error.reported", _("received a report of an error in a guide")
    ERROR_ANSWERED = "error.answered", _("answered a report of an error in a guide")
    CHANGE_NOTICED = "change.noticed", _("opened tasks for a change")
    CHANGE_NOT_AFFECTED = "change.not_affected", _("said that a record is not affected by a change")
    QUERY_SETTLED = "query.settled", _("looked after a query of the search")
    ANSWER_UNPUBLISHED = "answer.unpublished", _("took the answer off the public site")
    DEVICE_ADDED = "device.added", _("added a device of the hall")
    DEVICE_CHANGED = "device.changed", _("changed a device of the hall")
    DEVICE_CODE_MADE = "device.code_made", _("made a code to enrol the device")
    DEVICE_ENROLLED = "device.enrolled", _("was enrolled")
    DEVICE_SWITCHED_OFF = "device.switched_off", _("switched the device off")
    DEVICE_SWITCHED_ON = "device.switched_on", _("switched the device on")
    DEVICE_FORGOTTEN = "device.forgotten", _("took the enrolment of the device back")
    HALL_NOTICE_WRITTEN = "hall_notice.written", _("prepared a notice to the hall")
    HALL_NOTICE_RELEASED = "hall_notice.released", _("released a notice to all screens")
    HALL_NOTICE_ENDED = "hall_notice.ended", _("took a notice off all screens")


_FROM_OUTSIDE: Final = {
    Act.LOGIN_FAILED: _("somebody who did not get in"),
    Act.SUGGESTION_SENT: _("whoever wrote"),
    Act.ERROR_REPORTED: _("whoever wrote"),
    Act.COMMENT_SENT: _("whoever wrote"),
    Act.REQUEST_LOGGED: _("the applicant"),
    Act.REQUEST_ADDED_TO: _("the applicant"),
    Act.REQUEST_WITHDRAWN: _("the applicant"),
    Act.LETTER_SERVED: _("the applicant"),
    Act.MESSAGE_SENT: _("the writer"),
    Act.MESSAGE_WRITER_ANSWERED: _("the writer"),
    Act.MESSAGE_WITHDRAWN: _("the writer"),
    Act.MESSAGE_CONSENT_CHANGED: _("the writer"),
    Act.REPLY_JUDGED: _("the writer"),
    Act.RATING_GIVEN: _("the rater"),
    Act.RATING_SUPPLEMENTED: _("the rater"),
    Act.RATING_RE_RATED: _("the rater"),
    Act.DEVICE_ENROLLED: _("the device"),
    Act.RATING_CONSENT_WITHDRAWN: _("the rater"),
}
"""Acts that, without an account behind them, are those of people outside and not of the system."""


class AuditEntry(models.Model):
    """One act: who did what to which record, when and with which result."""

    at = models.DateTimeField(_("time"), default=local_now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("actor"),
        help_text=_("Empty: the system itself, or somebody outside who needs no account."),
    )
    act = models.CharField(_("act"), max_length=40, choices=Act)
    target_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    target_id = models.CharField(_("record id"), max_length=40, blank=True)
    target_label = models.CharField(_("record"), max_length=200, blank=True)
    department = models.ForeignKey(
        "foundation.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    detail = models.JSONField(_("detail"), default=dict)
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-id"]
        indexes = [
            # The history of one record in the back office.
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_target"),
        ]
        constraints = [
            # By shape, not by list: each new act would otherwise rewrite the constraint of the largest table.
            models.CheckConstraint(condition=models.Q(act__regex=r"^[a-z_]+\.[a-z_]+$"), name="audit_act_shape")
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.get_act_display()} {self.target_label}"

    @property
    def who(self) -> str:
        """Who did it: an account, somebody outside, or the system itself."""
        return str(self.actor or _FROM_OUTSIDE.get(Act(self.act), _("System")))


def record(
    act: Act,
    *,
    actor: User | None,
    target: models.Model | None = None,
    department_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry; must be called inside the transaction of the change.

    ``detail`` holds names and numbers only, never personal data.
    Raises RuntimeError outside a transaction: such an entry could outlive a change that failed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must run in the transaction of the change")
    entry = _entry(act, actor=actor, target=target, department_id=department_id, detail=detail)
    entry.save()
    return entry


def _entry(
    act: Act,
    *,
    actor: User | None,
    target: models.Model | None,
    department_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    return AuditEntry(
        act=act,
        actor=actor,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_label=str(target)[:200] if target is not None else "",
        department_id=department_id if department_id is not None else getattr(target, "department_id", None),
        detail=detail or {},
        request_id=current_request_id.get(),
    )


def record_each(act: Act, *, actor: User | None, changes: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
    """Write one entry for each record that one act changed, set-wise; ``changes`` pairs records with their detail.

    Raises RuntimeError outside a transaction, as ``record`` does.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record_each must run in the transaction of the change")
    AuditEntry.objects.bulk_create(
        (_entry(act, actor=actor, target=target, detail=detail) for target, detail in changes), batch_size=1000
    )


SEPARATOR: Final = "\n"


def list_checksum(identifiers: Iterable[str]) -> str:
    """Return the SHA-256 over a sorted list of identifiers, for set-wise acts with one entry."""
    return hashlib.sha256(SEPARATOR.join(sorted(identifiers)).encode()).hexdigest()
