"""Figures of opinion solicitations for the staff, each with the rows behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.consultations import EXPECTED_A_YEAR, SolicitationState
from feedback.models import Comment, PublishedSolicitation, Solicitation
from feedback.models.published_solicitations import overdue_condition, state_condition

DRAFT: Final = "draft"
OVERDUE: Final = "overdue"
TO_ANSWER: Final = "to_answer"
_ROW: Final = "published__"


@dataclass(frozen=True)
class Figure:
    """A number, its words, and the page with its rows."""

    label: str
    number: int
    url: str
    is_urgent: bool = False


def view_conditions(today: dt.date) -> dict[str, Q]:
    """Return the conditions of the views of the staff list, by their names in the address."""
    states = {state.value: state_condition(state, today, _ROW) for state in SolicitationState}
    public = Q(published__isnull=False)
    return {
        **{name: public & condition for name, condition in states.items()},
        OVERDUE: public & overdue_condition(today, _ROW),
        TO_ANSWER: public & ~states[SolicitationState.RESULT] & Q(open_comments__gt=0),
        DRAFT: ~public,
    }


def with_comments(solicitations: QuerySet[Solicitation]) -> QuerySet[Solicitation]:
    """Add how many comments each has, and how many of them have no answer."""
    return solicitations.annotate(
        all_comments=_count(Comment.objects.all()), open_comments=_count(Comment.objects.unanswered())
    )


def _count(comments: QuerySet[Comment]) -> Coalesce:
    own = comments.filter(solicitation=OuterRef("pk")).order_by().values("solicitation")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def solicitation_figures(visible: QuerySet[Solicitation], today: dt.date) -> list[Figure]:
    """Return the figures of the staff page; ``visible`` are the solicitations that the person may see."""
    views, page = view_conditions(today), reverse("feedback_staff:solicitation_list")
    counts: dict[str, Any] = with_comments(visible).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in views.items()}
    )

    def figure(name: str, label: str, *, urgent: bool = False) -> Figure:
        return Figure(label, counts[name], f"{page}?view={name}", urgent and counts[name] > 0)

    return [
        year_figure(today),
        figure(SolicitationState.RUNNING, _("Open for comments")),
        figure(SolicitationState.AWAITING, _("Closed, result to come")),
        figure(OVERDUE, _("Result overdue"), urgent=True),
        figure(TO_ANSWER, _("With comments to answer")),
    ]


def year_figure(today: dt.date) -> Figure:
    """Return how many solicitations of this year are public, of all organs; a portal is to run six and more."""
    count = PublishedSolicitation.objects.filter(starts_on__year=today.year).count()
    label = _("Solicitations of %(year)s (at least %(least)d are expected)")
    url = f"{reverse('consultations:index')}?year={today.year}"
    return Figure(label % {"year": today.year, "least": EXPECTED_A_YEAR}, count, url)
