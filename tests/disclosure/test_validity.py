"""Whether a document holds on a day: a truth table."""

import datetime as dt

import pytest

from disclosure.codelists import Effect, Validity
from disclosure.validity import Change, Term, is_stated, validity_on

TODAY = dt.date(2026, 5, 20)
BEFORE, AFTER = dt.date(2026, 5, 19), dt.date(2026, 5, 21)


@pytest.mark.parametrize(
    ("term", "changes", "expected"),
    [
        # Its own dates
        (Term(), [], "in_force"),
        (Term(effective_on=TODAY), [], "in_force"),
        (Term(effective_on=AFTER), [], "not_yet"),
        (Term(expires_on=TODAY), [], "in_force"),  # the last day
        (Term(expires_on=BEFORE), [], "expired"),
        (Term(abolished_on=AFTER), [], "in_force"),
        (Term(abolished_on=TODAY), [], "abolished"),  # the first day without it
        (Term(expires_on=BEFORE, abolished_on=BEFORE), [], "abolished"),
        (Term(effective_on=AFTER, abolished_on=BEFORE), [], "abolished"),
        # What newer documents do, from the day they are in force
        (Term(), [Change(Effect.REPLACES, TODAY)], "expired"),
        (Term(), [Change(Effect.REPLACES, AFTER)], "in_force"),
        (Term(), [Change(Effect.ABOLISHES, TODAY)], "abolished"),
        (Term(), [Change(Effect.AMENDS, TODAY)], "amended"),
        (Term(), [Change(Effect.AMENDS, AFTER)], "in_force"),
        (Term(), [Change(Effect.AMENDS, BEFORE), Change(Effect.REPLACES, TODAY)], "expired"),
        (Term(), [Change(Effect.REPLACES, BEFORE), Change(Effect.ABOLISHES, TODAY)], "abolished"),
        (Term(effective_on=AFTER), [Change(Effect.AMENDS, BEFORE)], "not_yet"),
        (Term(expires_on=BEFORE), [Change(Effect.AMENDS, BEFORE)], "expired"),
    ],
)
def test_validity(term: Term, changes: list[Change], expected: str) -> None:
    assert validity_on(TODAY, term, changes) == expected


@pytest.mark.parametrize(
    ("kind", "validity", "stated"),
    [
        ("normative", Validity.IN_FORCE, True),
        ("rule", Validity.IN_FORCE, True),
        ("document", Validity.ABOLISHED, True),
        ("news", Validity.IN_FORCE, False),
        ("news", Validity.EXPIRED, True),
    ],
)
def test_when_a_page_states_it(kind: str, validity: Validity, stated: bool) -> None:
    assert is_stated(kind, validity) is stated
