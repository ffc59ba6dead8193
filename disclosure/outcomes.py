"""The outcomes of a disclosure request: the exact list of the law and the practice of the annual table.

Each requested item gets one outcome; together they make exactly one row of the statutory table
(政府信息公开工作年度报告, 表三).  Articles are those of the 政府信息公开条例 of 2019 unless another source is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """What is decided about one requested item; the values are the keys used in registers and exports."""

    GRANTED_ALREADY_PUBLIC = "granted_already_public", _("already public, told where")
    GRANTED = "granted", _("granted")
    PARTIAL = "partial", _("granted in part")
    DENIED_STATE_SECRET = "denied_state_secret", _("denied: state secret")
    DENIED_LAW = "denied_law", _("denied: forbidden by another law or regulation")
    DENIED_SAFETY = "denied_safety", _("denied: endangers the three securities and social stability")
    DENIED_THIRD_PARTY = "denied_third_party", _("denied: protects lawful interests of a third party")
    DENIED_INTERNAL = "denied_internal", _("denied: internal affairs")
    DENIED_PROCESS = "denied_process", _("denied: information of a process")
    DENIED_ENFORCEMENT_FILE = "denied_enforcement_file", _("denied: file of administrative enforcement")
    DENIED_ADMIN_INQUIRY = "denied_admin_inquiry", _("denied: matter of administrative inquiry")
    UNABLE_NOT_HELD = "unable_not_held", _("unable: does not exist after a search")
    UNABLE_OTHER_BODY = "unable_other_body", _("unable: another body is responsible")
    UNABLE_NEEDS_CREATION = "unable_needs_creation", _("unable: would have to be made first")
    UNABLE_STILL_UNCLEAR = "unable_still_unclear", _("unable: still unclear after the correction")
    NOT_PROCESSED_PETITION = "not_processed_petition", _("not processed: petition, report or complaint")
    NOT_PROCESSED_REPEAT = "not_processed_repeat", _("not processed: repeated request")
    NOT_PROCESSED_PUBLICATION = "not_processed_publication", _("not processed: asks for a public publication")
    NOT_PROCESSED_EXCESSIVE = "not_processed_excessive", _("not processed: excessive without good reason")
    NOT_PROCESSED_RECONFIRM = "not_processed_reconfirm", _("not processed: asks to confirm what was already obtained")
    OTHER_NO_CORRECTION = "other_no_correction", _("other: not corrected in time without good reason")
    OTHER_FEE_UNPAID = "other_fee_unpaid", _("other: fee not paid in time")
    OTHER = "other", _("other: withdrawn by the applicant, and the like")


class Group(TextChoices):
    """The groups of the statutory table."""

    GRANTED = "granted", _("Granted")
    PARTIAL = "partial", _("Granted in part")
    DENIED = "denied", _("Denied")
    UNABLE = "unable", _("Unable to provide")
    NOT_PROCESSED = "not_processed", _("Not processed")
    OTHER = "other", _("Other handling")


@dataclass(frozen=True)
class Rule:
    """What follows from an outcome: its statutory row, its articles, and which remedy comes first."""

    row: str
    group: Group
    basis: str
    """The law with its articles, as the decision quotes it."""
    articles: str = ""
    """The articles of the 条例 alone."""

    @property
    def is_refusal(self) -> bool:
        """Whether something that was asked for is not given: reasons are mandatory then (art. 36)."""
        return self.group != Group.GRANTED


_LAW: Final = "《中华人民共和国政府信息公开条例》"
_FEE_RULES: Final = "《政府信息公开信息处理费管理办法》第六条"


def _rule(row: str, group: Group, articles: str, also: str = "") -> Rule:
    return Rule(row, group, f"{_LAW}{articles}" + (f"、{also}" if also else "") if articles else also, articles)


RULES: Final[dict[str, Rule]] = {
    Outcome.GRANTED_ALREADY_PUBLIC: _rule("granted", Group.GRANTED, "第三十六条第（一）项"),
    Outcome.GRANTED: _rule("granted", Group.GRANTED, "第三十六条第（二）项"),
    Outcome.PARTIAL: _rule("partially_granted", Group.PARTIAL, "第三十七条"),
    Outcome.DENIED_STATE_SECRET: _rule("denied_state_secret", Group.DENIED, "第十四条"),
    Outcome.DENIED_LAW: _rule("denied_law_forbidden", Group.DENIED, "第十四条"),
    Outcome.DENIED_SAFETY: _rule("denied_safety_stability", Group.DENIED, "第十四条"),
    Outcome.DENIED_THIRD_PARTY: _rule("denied_third_party", Group.DENIED, "第十五条、第三十二条"),
    Outcome.DENIED_INTERNAL: _rule("denied_internal_affairs", Group.DENIED, "第十六条第一款"),
    Outcome.DENIED_PROCESS: _rule("denied_process_info", Group.DENIED, "第十六条第二款"),
    Outcome.DENIED_ENFORCEMENT_FILE: _rule("denied_enforcement_file", Group.DENIED, "第十六条第二款"),
    Outcome.DENIED_ADMIN_INQUIRY: _rule("denied_admin_inquiry", Group.DENIED, "第三十六条第（七）项"),
    Outcome.UNABLE_NOT_HELD: _rule("unable_not_held", Group.UNABLE, "第三十六条第（四）项"),
    Outcome.UNABLE_OTHER_BODY: _rule("unable_not_held", Group.UNABLE, "第三十六条第（五）项"),
    Outcome.UNABLE_NEEDS_CREATION: _rule("unable_needs_creation", Group.UNABLE, "第三十八条"),
    Outcome.UNABLE_STILL_UNCLEAR: _rule("unable_still_unclear", Group.UNABLE, "第三十条"),
    Outcome.NOT_PROCESSED_PETITION: _rule("not_processed_petition", Group.NOT_PROCESSED, "第三十九条第一款"),
    Outcome.NOT_PROCESSED_REPEAT: _rule("not_processed_repeat", Group.NOT_PROCESSED, "第三十六条第（六）项"),
    Outcome.NOT_PROCESSED_PUBLICATION: _rule("not_processed_publication", Group.NOT_PROCESSED, "第三十九条第二款"),
    Outcome.NOT_PROCESSED_EXCESSIVE: _rule("not_processed_excessive", Group.NOT_PROCESSED, "第三十五条"),
    Outcome.NOT_PROCESSED_RECONFIRM: _rule("not_processed_reconfirm", Group.NOT_PROCESSED, ""),
    Outcome.OTHER_NO_CORRECTION: _rule("other_no_correction", Group.OTHER, "第三十条"),
    Outcome.OTHER_FEE_UNPAID: _rule("other_fee_unpaid", Group.OTHER, "第四十二条", _FEE_RULES),
    Outcome.OTHER: _rule("other_other", Group.OTHER, ""),
}
"""What follows from each outcome."""

ROW_ORDER: Final = tuple(dict.fromkeys(rule.row for rule in RULES.values()))
"""The rows of outcomes in the order of the statutory table."""


def roll_up(outcomes: Iterable[str]) -> str:
    """Return the one statutory row of a request from the outcomes of its items.

    A request of which a part is given and a part is not counts as granted in part and nowhere else
    (“区分处理的，只计这一情形”).  Several refusals of different kinds count under the first of their rows in the
    order of the table.  Raises ValueError when there is no outcome.
    """
    rules = [RULES[outcome] for outcome in outcomes]
    if not rules:
        raise ValueError("a request without items has no outcome")
    groups = {rule.group for rule in rules}
    given = groups & {Group.GRANTED, Group.PARTIAL}
    if Group.PARTIAL in groups or (given and len(groups) > 1):
        return RULES[Outcome.PARTIAL].row
    return min((rule.row for rule in rules), key=ROW_ORDER.index)


REVIEW_FIRST_FROM: Final = dt.date(2024, 1, 1)
"""From this day on a refusal to disclose is reviewed before it is sued (行政复议法 2023, art. 23(1)(4))."""

REVIEW_FIRST: Final = frozenset(
    {
        Outcome.DENIED_STATE_SECRET,
        Outcome.DENIED_LAW,
        Outcome.DENIED_SAFETY,
        Outcome.DENIED_THIRD_PARTY,
        Outcome.DENIED_INTERNAL,
        Outcome.DENIED_PROCESS,
        Outcome.DENIED_ENFORCEMENT_FILE,
    }
)
"""Refusals under arts. 14–16 of the 条例 (法释〔2025〕8号 art. 1): rows 三(三)1 to 7."""


class Withheld(TextChoices):
    """Why a part is withheld where the rest is given (art. 37): the refusals of arts. 14–16, or no information."""

    STATE_SECRET = Outcome.DENIED_STATE_SECRET.value, _("state secret (art. 14)")
    LAW = Outcome.DENIED_LAW.value, _("forbidden by another law or regulation (art. 14)")
    SAFETY = Outcome.DENIED_SAFETY.value, _("endangers the three securities and social stability (art. 14)")
    THIRD_PARTY = Outcome.DENIED_THIRD_PARTY.value, _("lawful interests of a third party (arts. 15, 32)")
    INTERNAL = Outcome.DENIED_INTERNAL.value, _("internal affairs (art. 16(1))")
    PROCESS = Outcome.DENIED_PROCESS.value, _("information of a process (art. 16(2))")
    ENFORCEMENT_FILE = Outcome.DENIED_ENFORCEMENT_FILE.value, _("file of administrative enforcement (art. 16(2))")
    NOT_INFORMATION = "not_information", _("no government information (art. 37)")


def review_comes_first(grounds: Iterable[str], decided_on: dt.date) -> bool:
    """Tell whether the applicant must ask for administrative review before a lawsuit (复议前置).

    ``grounds`` are outcomes, and of what is granted in part the grounds of withholding.  True when any of them is a
    refusal under arts. 14–16, decided on 2024-01-01 or later; what is “unable to provide” or “not processed” may be
    sued directly.
    """
    return decided_on >= REVIEW_FIRST_FROM and not REVIEW_FIRST.isdisjoint(grounds)


def may_be_sued(points: Iterable[Sequence[str]], decided_on: dt.date) -> bool:
    """Tell whether anything of a decision may be sued without review first.

    ``points`` holds the grounds of each requested item: the outcome, and of what is granted in part the grounds of
    withholding as well; what is granted of such an item may be sued.
    """
    return any(len(grounds) > 1 or not review_comes_first(grounds, decided_on) for grounds in points)
