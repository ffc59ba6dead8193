"""Serving letters: sent, proved, came back.  What was recorded wrongly is struck out, never typed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from disclosure.actions.clock import refuse_future
from disclosure.letters.kinds import NOT_FOR_APPLICANT, LetterKind
from disclosure.letters.values import signing_office
from disclosure.models.letters import THROUGH_THE_INTERNET, Letter, Service, ServiceWay
from disclosure.models.register import Request
from disclosure.states import VERBS
from foundation.clock import local_now
from foundation.pages import CHINESE
from foundation.personal_files import store_personal
from foundation.workflow import Conflict, Refused, perform

if TYPE_CHECKING:
    from foundation.people import User


def send_letter(
    letter: Letter,
    *,
    way: str,
    sent_on: dt.date,
    actor: User,
    today: dt.date,
    tracking_number: str = "",
    served_on: dt.date | None = None,
    proof: str = "",
    upload: Any = None,
) -> Service:
    """Record that a letter went out; handed over, it is served on the same day and needs its proof at once.

    Raises Refused for impossible days, for a letter to others on the status page, and for a decision served through
    the internet that names no online way to ask for review (行政复议法 art. 22(2)).
    """
    refuse_future(sent_on, today)
    if sent_on < letter.issued_on:
        raise Refused(_("A letter cannot be sent before it is issued."))
    if way == ServiceWay.ONLINE and letter.kind in NOT_FOR_APPLICANT:
        raise Refused(_("This letter is not for the applicant and cannot be shown on the status page."))
    if way in THROUGH_THE_INTERNET and letter.kind == LetterKind.DECISION and not _names_online_review(letter):
        raise Refused(_("This decision names no online way to ask for review; serve it on paper."))
    if way == ServiceWay.REGISTERED_POST and not tracking_number.strip():
        raise Refused(_("Post that is signed for has a tracking number: by it the receipt is proved."))
    if way == ServiceWay.IN_PERSON:
        served_on = served_on or sent_on
    made: list[Service] = []

    def change(_locked: Request) -> Iterable[str]:
        service = Service(
            letter=letter, way=way, sent_on=sent_on, tracking_number=tracking_number.strip(), recorded_by=actor
        )
        if served_on is not None:
            _prove(service, served_on, proof, upload, actor=actor, today=today)
        service.save()
        made.append(service)
        return ()

    _perform(letter, change, actor=actor, step="sent", way=way)
    return made[0]


def _names_online_review(letter: Letter) -> bool:
    link = signing_office().review_link
    return bool(link) and link in letter.body


def prove_service(
    service: Service, *, served_on: dt.date, proof: str, actor: User | None, today: dt.date, upload: Any = None
) -> Service:
    """Record that a letter arrived, with its proof: a receipt, the carrier's record, a signed slip as a file."""

    def change(locked: Service) -> None:
        _prove(locked, served_on, proof, upload, actor=actor, today=today)

    return _continue(service, change, actor=actor, step="served")


def return_service(service: Service, *, returned_on: dt.date, reason: str, actor: User, today: dt.date) -> Service:
    """Record that a letter came back undelivered; it is to be sent again."""
    refuse_future(returned_on, today)
    if not reason.strip():
        raise Refused(_("State why the letter came back, as the carrier noted it."))
    if returned_on < service.sent_on:
        raise Refused(_("A letter cannot arrive or come back before it was sent."))

    def change(locked: Service) -> None:
        locked.returned_on, locked.return_reason = returned_on, reason.strip()[:300]

    return _continue(service, change, actor=actor, step="returned")


def strike_out_service(service: Service, *, reason: str, actor: User) -> Service:
    """Strike out a wrongly recorded service; it stays readable and counts no more."""
    if not reason.strip():
        raise Refused(_("State what was wrong."))

    def change(_locked: Request) -> Iterable[str]:
        locked = _valid(service)
        locked.void_reason = reason.strip()[:300]
        locked.save(update_fields=["void_reason"])
        return ()

    _perform(service.letter, change, actor=actor, step="struck_out", way=service.way)
    return _reread(service)


def record_seen(letter: Letter, *, today: dt.date) -> None:
    """Record that the applicant saw a letter on the status page; the first time proves the service.

    The caller has checked number and code and takes the letter from ``readable_online()``.
    """
    waiting = letter.services.valid().filter(way=ServiceWay.ONLINE, served_on=None, returned_on=None).first()  # type: ignore[attr-defined]
    if waiting is None:
        return
    with override(CHINESE):
        proof = _("Shown on the status page after number and code, %s.") % local_now().strftime("%Y-%m-%d %H:%M")
    with suppress(Conflict):  # opened twice at once: the first one counts
        prove_service(waiting, served_on=today, proof=proof, actor=None, today=today)


def _prove(
    service: Service, served_on: dt.date, proof: str, upload: Any, *, actor: User | None, today: dt.date
) -> None:
    refuse_future(served_on, today)
    if served_on < service.sent_on:
        raise Refused(_("A letter cannot arrive or come back before it was sent."))
    if not proof.strip():
        raise Refused(_("State the proof of service: who signed, or what the carrier's record says."))
    service.served_on, service.proof = served_on, proof.strip()[:300]
    if upload is not None:
        service.proof_file = store_personal(upload, upload.name or "", actor=actor)


def _continue(service: Service, change: Callable[[Service], None], *, actor: User | None, step: str) -> Service:
    """Complete a service that is still under way."""

    def complete(_locked: Request) -> Iterable[str]:
        locked = _valid(service)
        if locked.served_on is not None or locked.returned_on is not None:
            raise Conflict(_("The outcome of this service is recorded already."))
        change(locked)
        locked.save(update_fields=["served_on", "proof", "proof_file", "returned_on", "return_reason"])
        return ()

    _perform(service.letter, complete, actor=actor, step=step, way=service.way)
    return _reread(service)


def _valid(service: Service) -> Service:
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if locked.void_reason:
        raise Conflict(_("This service was struck out."))
    return locked


def _reread(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def _perform(
    letter: Letter, change: Callable[[Request], Iterable[str]], *, actor: User | None, step: str, way: str
) -> None:
    detail = {"letter": letter.number, "step": step, "way": way}
    perform(letter.request, VERBS["record_service"], actor=actor, change=change, detail=detail)
