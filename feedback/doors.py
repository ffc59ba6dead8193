"""Matters that have a better door than a message: emergencies, and what hotlines do not take on, with the reason.

Words alone are compared, so this only advises: whoever wants to sends the message all the same, and a person reads it.
Pure: no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from foundation.privacy import HALF_WIDTH

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Door:
    """Where a matter belongs: what makes us think so, why, and the right way."""

    code: str
    words: re.Pattern[str]
    title: StrOrPromise
    reason: StrOrPromise
    way: StrOrPromise
    url_name: str = ""
    link: StrOrPromise = ""
    is_urgent: bool = False


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


DOORS: Final = (
    Door(
        "emergency",
        _words(
            r"着火|起火|火灾|失火|冒浓烟|燃气泄漏|煤气泄漏|触电|溺水|救命|急救|有人受伤|受了重伤|昏迷|晕倒|大出血|心脏骤停|"
            r"车祸|自杀|轻生|持刀|抢劫|绑架|行凶|正在打人|被困|emergency|on fire|bleeding"
        ),
        _("If somebody is in danger now, call at once"),
        _("Messages are read in working hours; nobody comes because of one."),
        _("Police 110, fire and rescue 119, ambulance 120."),
        is_urgent=True,
    ),
    Door(
        "disclosure",
        _words(r"信息公开|申请公开|依申请|公开申请|公开目录|freedom of information"),
        _("Do you ask for government information?"),
        _("Requests for information have a procedure and time limits of their own; a message does not start it."),
        _("Use the form for requests."),
        url_name="disclosure:request_new",
        link=_("Request information"),
    ),
    Door(
        "litigation",
        _words(r"起诉|诉讼|上诉|开庭|法院(?:判决|裁定|执行|受理)|判决书|lawsuit"),
        _("Matters before a court"),
        _("What is or should be decided by a court cannot be decided here."),
        _("Turn to the court in charge."),
    ),
    Door(
        "arbitration",
        _words(r"仲裁|arbitration"),
        _("Matters of arbitration"),
        _("What is or should be decided by arbitration cannot be decided here."),
        _("Turn to the arbitration commission in charge."),
    ),
    Door(
        "review",
        _words(r"行政复议|复议(?:申请|决定|机关)"),
        _("Administrative review"),
        _("A decision is reviewed in its own procedure and within its own time limits; a message does not keep them."),
        _("Turn to the review organ that the decision names."),
    ),
    Door(
        "discipline",
        _words(r"纪委|监委|纪检|监察委|违纪|贪污|受贿|行贿|索贿|职务犯罪|corruption|bribe"),
        _("Breaches of discipline and abuse of office"),
        _("They are investigated by the organs of discipline and supervision, not by a service center."),
        _("Turn to the organ of discipline inspection and supervision in charge."),
    ),
    Door(
        "petition",
        _words(r"信访(?:局|件|办|系统|事项|已受理|答复)|已(?:经)?信访|上访"),
        _("Matters that are with the petition organs already"),
        _("What is registered as a petition is handled there, so that nobody answers it twice."),
        _("Ask the organ that registered it where it stands."),
    ),
    Door(
        "secrets",
        _words(r"国家秘密|机密|绝密|涉密|商业秘密|state secret|trade secret"),
        _("Secrets"),
        _("State secrets and business secrets must not be sent over this form."),
        _("Leave them out, or call us first."),
    ),
    Door(
        "privacy",
        _words(r"他人隐私|别人的隐私|个人隐私|私生活|裸照"),
        _("The privacy of others"),
        _("What concerns the private life of others, or offends public morals, is not handled here."),
        _("Leave it out of the message."),
    ),
    Door(
        "settled",
        _words(r"终审|终局|生效判决|已(?:经)?(?:调解|和解|结案)|调解书"),
        _("Matters that are settled lawfully"),
        _("What was settled lawfully is not opened again by a message."),
        _("Use the remedies that the decision names."),
    ),
)
"""Emergencies first; then what the rules of the 12345 hotlines name as not accepted."""


def doors_for(text: str) -> list[Door]:
    """Return the better doors that the words of a text point at, emergencies first."""
    plain = text.translate(HALF_WIDTH)
    return [door for door in DOORS if door.words.search(plain)]
