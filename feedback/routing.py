"""Which department a message goes to: the first rule that fits; what rules leave open, the center decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from feedback.models.routing import RoutingRule
from feedback.states import MessageKind

if TYPE_CHECKING:
    from feedback.models.messages import Message
    from foundation.organization import Department


@dataclass(frozen=True)
class Proposal:
    """A department with the reason that is shown, and whether nobody has to confirm it."""

    department: Department
    reason: str
    at_once: bool


def propose(message: Message, rules: Iterable[RoutingRule] | None = None) -> Proposal | None:
    """Return where a message should go; None where the center has to think.

    A report of wrongdoing is never proposed to the unit that it is about (信访工作条例 art. 30) and never goes anywhere
    without a person.  Where no rule fits, the department that the writer named is proposed, then that of the guide.
    """
    if rules is None:
        rules = RoutingRule.objects.in_use().select_related("department")
    text = f"{message.subject}\n{message.text}"
    is_report = message.kind == MessageKind.REPORT
    for rule in rules:
        if is_report and rule.department_id == message.about_id:
            continue
        if rule.fits(message.kind, text, about_id=message.about_id, region_id=message.region_id):
            return Proposal(rule.department, rule.reason, rule.at_once and not is_report)
    if message.about is not None and not is_report:
        return Proposal(message.about, _("The writer names this department."), at_once=False)
    if message.guide is not None and not (is_report and message.guide.item.department_id == message.about_id):
        return Proposal(message.guide.item.department, _("The guide belongs to this department."), at_once=False)
    return None
