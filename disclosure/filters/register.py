"""Filters of the register: which parameters the officers' list accepts."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure.models.letters import Letter
from disclosure.models.register import ApplicantCategory, Channel, Request, RequestQuerySet
from disclosure.states import RequestStage

SOON_DAYS = 7
"""Calendar days within which a reply counts as due soon."""
PROOF_DAYS = 15
"""Calendar days after which a letter that was sent should have its proof of service."""


class Clock(django_filters.ChoiceFilter):
    """How a request stands to its due date; ``today`` comes from the view."""

    def filter(self, qs: QuerySet[Request], value: str) -> QuerySet[Request]:
        """Narrow to the chosen state of the clock."""
        today: dt.date = self.parent.today
        requests = cast("RequestQuerySet", qs)
        match value:
            case "overdue":
                return requests.overdue(today)
            case "soon":
                return requests.due_within(today, today + dt.timedelta(SOON_DAYS))
            case "open":
                return requests.open()
            case "corrected":
                return requests.corrected()
            case "not_computable":
                return requests.open().filter(due_missing_year__isnull=False)
            case "consulting":
                asked = Q(consultations__isnull=False, consultations__answered_on=None, consultations__void_reason="")
                return requests.open().filter(asked).distinct()
        return qs


def requests_with_letters(qs: QuerySet[Request], state: str, today: dt.date) -> QuerySet[Request]:
    """Narrow to requests with a letter that lies here (``unsent``) or of which no proof came back (``unproved``)."""
    letters = Letter.objects.filter(request=OuterRef("pk"))
    if state == "unsent":
        return qs.filter(Exists(letters.unsent()))
    return qs.filter(Exists(letters.unproved(today - dt.timedelta(PROOF_DAYS))))


class RequestFilterSet(django_filters.FilterSet):
    """The register by stage, clock, channel, category, officer, year and words."""

    q = django_filters.CharFilter(label=_("Number or words of the subject"), method="search", max_length=100)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=RequestStage, empty_label=_("any"))
    clock = Clock(
        label=_("Clock"),
        empty_label=_("any"),
        choices=[
            ("open", _("open")),
            ("overdue", _("overdue")),
            ("soon", _("due within 7 days")),
            ("consulting", _("consultation open")),
            ("corrected", _("correction arrived")),
            ("not_computable", _("calendar missing")),
        ],
    )
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel, empty_label=_("any"))
    category = django_filters.ChoiceFilter(
        label=_("Applicant"),
        field_name="applicant_category",
        choices=ApplicantCategory,
        empty_label=_("any"),
    )
    letters = django_filters.ChoiceFilter(
        label=_("Letters"),
        choices=[("unsent", _("letter not sent")), ("unproved", _("no proof of service"))],
        empty_label=_("any"),
        method="by_letters",
    )
    mine = django_filters.BooleanFilter(label=_("Only mine"), method="only_mine", widget=forms.CheckboxInput)
    year = django_filters.NumberFilter(
        label=_("Year of arrival"), field_name="arrived_on", lookup_expr="year", min_value=2008, max_value=2100
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[("due", _("open ones, due first")), ("number", _("by number"))],
        empty_label=_("last arrived first"),
        method="order",
    )

    class Meta:
        model = Request
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, queryset: QuerySet[Request], _name: str, value: str) -> QuerySet[Request]:
        """Find by number, or by all words in the subject."""
        condition = Q(number__iexact=value.strip())
        words = Q()
        for word in value.replace("\0", " ").split():
            words &= Q(subject__icontains=word)
        return queryset.filter(condition | words)

    def by_letters(self, queryset: QuerySet[Request], _name: str, value: str) -> QuerySet[Request]:
        """Keep the requests whose letters need somebody."""
        return requests_with_letters(queryset, value, self.today)

    def only_mine(self, queryset: QuerySet[Request], _name: str, value: bool) -> QuerySet[Request]:
        """Keep the requests of the person who looks."""
        return queryset.filter(handler=self.request.user) if value else queryset

    def order(self, queryset: QuerySet[Request], _name: str, value: str) -> QuerySet[Request]:
        """Sort; by due date only what is open, and what has no due date comes last (the index ``request_open_due``)."""
        if value == "due":
            return cast("RequestQuerySet", queryset).open().order_by("due_on", "id")
        return queryset.order_by("number") if value == "number" else queryset
