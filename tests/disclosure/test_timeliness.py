"""How far a letter got, and whether in time."""

import datetime as dt
from dataclasses import dataclass

import pytest

from disclosure.timeliness import timing_of

DUE = dt.date(2026, 3, 30)


@dataclass
class Tried:
    sent: int
    served: int | None = None
    returned: int | None = None

    @property
    def sent_on(self):
        return dt.date(2026, 3, self.sent)

    @property
    def served_on(self):
        return dt.date(2026, 3, self.served) if self.served else None

    @property
    def returned_on(self):
        return dt.date(2026, 3, self.returned) if self.returned else None


# attempts                               today  progress    sent late  served late
TABLE = [
    ([],                                 20,    "unsent",   False,     False),
    ([],                                 31,    "unsent",   True,      True),
    ([Tried(20)],                        30,    "sent",     False,     False),
    ([Tried(20)],                        31,    "sent",     False,     True),
    ([Tried(31)],                        31,    "sent",     True,      True),
    ([Tried(20, served=30)],             31,    "served",   False,     False),
    ([Tried(20, served=31)],             31,    "served",   False,     True),
    ([Tried(20, returned=25)],           26,    "returned", False,     False),
    ([Tried(20, returned=25), Tried(26)], 27,   "sent",     False,     False),
    ([Tried(20, returned=25), Tried(26, served=28)], 31, "served", False, False),
    # Two attempts arrived: the first one counts.
    ([Tried(20, served=31), Tried(21, served=22)], 31, "served", False, False),
]  # fmt: skip


@pytest.mark.parametrize(("attempts", "today", "progress", "sent_late", "served_late"), TABLE)
def test_the_table(attempts, today, progress, sent_late, served_late):
    timing = timing_of(attempts, DUE, dt.date(2026, 3, today))
    assert (timing.progress, timing.is_sent_late, timing.is_served_late) == (progress, sent_late, served_late)


def test_without_a_last_day_nothing_is_late():
    timing = timing_of([], None, dt.date(2030, 1, 1))
    assert not timing.is_sent_late
    assert not timing.is_served_late
