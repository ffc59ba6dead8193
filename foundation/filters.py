"""Filters of public lists: which parameters a list accepts, and what they mean for the query.

Knows nothing about items or guides: an app names its columns and brings its facets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping, Sequence
from typing import Any, ClassVar, Final

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foundation.listings import Facet
from foundation.search.engine import Filters, search

ECHOED: Final = 40
"""Characters of an unusable value that the page repeats."""
MOST_ROWS: Final = 5000
"""Rows that words may find in a list."""


class KnownValuesField(forms.MultipleChoiceField):
    """Keeps the values it knows; the others are named in ``unknown`` so that the page can say so.

    What is known changes with the data, so the filter set names it; building choices for each request would
    be slow and is of no use, as the page shows links and no select box.
    """

    known: Container[str] = ()
    unknown: Sequence[str] = ()

    def clean(self, value: Any) -> list[str]:
        """Return each known value once."""
        given = list(dict.fromkeys(value or ()))
        self.unknown = [code for code in given if code and code not in self.known]
        return [code for code in given if code in self.known]


class FacetFilter(django_filters.MultipleChoiceFilter):
    """One facet: any of its chosen values fits."""

    field_class = KnownValuesField

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Narrow the query to rows with one of the values."""
        return qs.filter(self.condition(value)) if value else qs

    def condition(self, value: list[str]) -> Q:
        """Return the condition for these values."""
        return Q(**{f"{self.field_name}__{self.lookup_expr}": value})


class FacetFilterSet(django_filters.FilterSet):
    """Words and facets of a list; concrete sets name a ``FacetFilter`` for each facet.

    Facets come in with the labels of the values they know.
    """

    search_kind: ClassVar[str] = ""
    """What the search calls the records of the list."""
    search_key: ClassVar[str] = "record"
    """The column that holds the ids by which the search knows them."""

    q = django_filters.CharFilter(method="search", max_length=100)

    def __init__(self, data: Any, queryset: QuerySet[Any], facets: Mapping[str, Facet]) -> None:
        super().__init__(data, queryset=queryset)
        self.facets = facets
        for code, facet in facets.items():
            self.form.fields[code].known = facet.labels

    def search(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the rows that the search of the site finds."""
        words = normalize(value)
        if not words:
            return queryset
        filters = Filters(kinds=(self.search_kind,), most=MOST_ROWS, whole=True)
        hits = search(words, filters, exactly=True).hits
        return queryset.filter(**{f"{self.search_key}__in": [hit.object_id for hit in hits]})

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The known values that were chosen, by facet."""
        self.form.is_valid()
        data = self.form.cleaned_data
        return {code: data[code] for code in self.facets if data.get(code)}

    @property
    def words(self) -> str:
        """The words searched for, normalized."""
        self.form.is_valid()
        return normalize(self.form.cleaned_data.get("q") or "")

    def search_keys(self) -> list[int]:
        """Return the primary keys of all rows that the words alone find."""
        return list(self.search(self.queryset, "q", self.words).values_list("pk", flat=True))

    def problems(self) -> list[str]:
        """Return a sentence for each parameter that could not be used."""
        self.form.is_valid()
        found = [str(error) for errors in self.form.errors.values() for error in errors]
        for code, facet in self.facets.items():
            found += [left_out(value, facet.title) for value in self.form.fields[code].unknown]
        return found[:5]


def left_out(value: str, title: str) -> str:
    """Return the sentence that a value is not known and was left out; the value is repeated in short."""
    shown = normalize(value[:ECHOED])
    return _("“%(value)s” is not known under “%(facet)s” and was left out.") % {"value": shown, "facet": title}


def clean_code(value: str, longest: int = 40) -> str:
    """Return a code of an address as the database can look it up; empty where it holds what cannot be seen.

    PostgreSQL keeps no NUL, and no code has control characters.
    """
    return value[:longest] if value.isprintable() else ""


def normalize(text: str) -> str:
    """Return the text with full-width letters and digits made narrow, and single spaces.

    Control characters and invisible ones (of direction, for example) count as spaces: no page repeats them.
    """
    visible = "".join(" " if unicodedata.category(one) in {"Cc", "Cf", "Cs"} else one for one in text)
    return " ".join(unicodedata.normalize("NFKC", visible).split())
