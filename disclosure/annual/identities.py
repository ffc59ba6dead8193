"""The identities (勾稽关系) that the figures of a report must fulfil, within its tables and across years.

The rules are those that public checking tools enforce; a violated one blocks the signature, except the last,
which only warns because documents may also lose force without being abolished.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disclosure.annual.formats import COLUMNS
from disclosure.annual.tables import Figures, Value, figure_text


@dataclass(frozen=True)
class Term:
    """A cell in an identity; one of last year's report, or one that is subtracted, says so."""

    address: str
    last_year: bool = False
    minus: bool = False


@dataclass(frozen=True)
class Identity:
    """Two sums that must be equal."""

    code: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    warns_only: bool = False


@dataclass(frozen=True)
class Finding:
    """What is wrong with the figures: a sentence for the officer, and the cells it is about."""

    code: str
    sentence: str
    cells: tuple[str, ...]
    blocks: bool = True


def identities(figures: Figures, previous: Figures | None = None) -> Iterator[Identity]:
    """Yield the identities of a report; those across years only where last year's report has the same cells."""
    form = figures.format
    if any(table.key == "requests" for table in form.tables):
        for column in COLUMNS:
            yield _balance(column.key)
    for each in form.sums:
        yield Identity(each.rule, (Term(each.total),), tuple(Term(part) for part in each.parts))
    if previous is None:
        return
    for address in form.cells:
        if address.startswith("requests.carried_over.") and (last := _forward(address)) in previous.format.cells:
            yield Identity("carried", (Term(address),), (Term(last, last_year=True),))
        if address.endswith(".valid") and address in previous.format.cells:
            yield _in_force(address)


def _balance(column: str) -> Identity:
    """Return: received and carried over are either processed or carried forward."""
    left, right = ("new_received", "carried_over"), ("total_processed", "carried_forward")
    return Identity(
        "balance",
        tuple(Term(f"requests.{row}.{column}") for row in left),
        tuple(Term(f"requests.{row}.{column}") for row in right),
    )


def _forward(address: str) -> str:
    return address.replace(".carried_over.", ".carried_forward.")


def _in_force(address: str) -> Identity:
    """Return: valid is what was valid a year ago, and what was made, without what was abolished."""
    made, abolished = (address.removesuffix("valid") + column for column in ("made", "abolished"))
    right = (Term(address, last_year=True), Term(made), Term(abolished, minus=True))
    return Identity("in_force", (Term(address),), right, warns_only=True)


def check(figures: Figures, previous: Figures | None = None) -> list[Finding]:
    """Return everything that is wrong with the figures, what blocks the signature first."""
    found = [] if figures.format.may_be_blank else list(_blanks(figures))
    for identity in identities(figures, previous):
        finding = _violation(identity, figures, previous)
        if finding is not None:
            found.append(finding)
    return sorted(found, key=lambda finding: not finding.blocks)


_NAMED: Final = 3
"""So many blank cells of a table are named; more are counted."""


def _blanks(figures: Figures) -> Iterator[Finding]:
    """Yield one finding for each table with blank cells."""
    blank = figures.blanks()
    for table in figures.format.tables:
        cells = [cell for cell in blank if cell.address in table.cells]
        if cells:
            names = _(", ").join(f"“{cell.label}”" for cell in cells[:_NAMED])
            words = {"n": len(cells), "table": table.title, "cells": names}
            sentence = ngettext(
                "One cell of “%(table)s” is blank: %(cells)s. Write 0 if there were none.",
                "%(n)d cells of “%(table)s” are blank, among them %(cells)s. Write 0 if there were none.",
                len(cells),
            )
            yield Finding("blank", sentence % words, tuple(cell.address for cell in cells))


def _violation(identity: Identity, figures: Figures, previous: Figures | None) -> Finding | None:
    left, right = (_values(side, figures, previous) for side in (identity.left, identity.right))
    known = [value for value in (*left, *right) if value is not None]
    complete = len(known) == len(left) + len(right)
    sums = [sum((value for value in side if value is not None), start=0) for side in (left, right)]
    # With blank parts the whole may still be larger than what is known, but never smaller.
    fits = sums[0] == sums[1] if complete else left[0] is None or not figures.format.may_be_blank or sums[0] >= sums[1]
    if fits:
        return None
    sentence = str(_SENTENCES[identity.code]) % {
        "left": _side(identity.left, left, sums[0], figures),
        "right": _side(identity.right, right, sums[1], figures),
    }
    cells = tuple(term.address for term in (*identity.left, *identity.right) if not term.last_year)
    return Finding(identity.code, sentence, cells, blocks=not identity.warns_only)


def _values(terms: Sequence[Term], figures: Figures, previous: Figures | None) -> list[Value | None]:
    values = []
    for term in terms:
        source = previous if term.last_year and previous is not None else figures
        value = source[term.address]
        values.append(-value if term.minus and value is not None else value)
    return values


def _side(terms: Sequence[Term], values: Sequence[Value | None], total: Value, figures: Figures) -> str:
    """Return one side in words: the cells with their values, without the zeros of a long sum."""
    pairs = [(term, value) for term, value in zip(terms, values, strict=True) if value is not None]
    shown = [(term, value) for term, value in pairs if value != 0] or pairs[:1]
    if len(pairs) == 1:
        return _named(*pairs[0], figures)
    words = " + ".join(_named(term, value, figures) for term, value in shown).replace("+ −", "− ")
    return _("%(terms)s = %(total)s") % {"terms": words, "total": figure_text(total)}


def _named(term: Term, value: Value, figures: Figures) -> str:
    label = figures.format.cells[term.address].label
    words = {"cell": label, "value": figure_text(-value if value < 0 else value), "year": figures.year - 1}
    text = _("“%(cell)s” of %(year)d: %(value)s") if term.last_year else _("“%(cell)s” %(value)s")
    return ("−" if term.minus else "") + text % words


_SENTENCES: Final = {
    "balance": gettext_lazy("What came in is not what was processed or carried forward: %(left)s, but %(right)s."),
    "outcomes": gettext_lazy("The total of the outcomes is wrong: %(left)s, but %(right)s."),
    "applicants": gettext_lazy("The total of the applicants is wrong: %(left)s, but %(right)s."),
    "results": gettext_lazy("The total of the results is wrong: %(left)s, but %(right)s."),
    "parts": gettext_lazy("The parts do not make the whole: %(left)s, but %(right)s."),
    "carried": gettext_lazy("What is carried over differs from last year's report: %(left)s, but %(right)s."),
    "in_force": gettext_lazy(
        "What is in force does not follow from last year's report: %(left)s, but %(right)s. Check it; it may be right."
    ),
}
