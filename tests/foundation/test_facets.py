"""Counts from bit sets equal counts made the slow way."""

from hypothesis import given
from hypothesis import strategies as st

from foundation.facets import Row, Snapshot

VALUES = {"theme": ["a", "b", "c"], "type": ["1", "2"], "initial": ["A", "Z", "#"]}
rows = st.lists(
    st.fixed_dictionaries({name: st.lists(st.sampled_from(v), unique=True) for name, v in VALUES.items()}),
    max_size=40,
)
choices = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from([*v, "unknown"]), unique=True) for name, v in VALUES.items()}
)


def fits(row: dict[str, list[str]], chosen: dict[str, list[str]]) -> bool:
    return all(not values or set(values) & set(row[name]) for name, values in chosen.items())


@given(rows=rows, chosen=choices, within=st.sets(st.integers(0, 39)))
def test_counts_ignore_their_own_selection(rows, chosen, within):
    snapshot = Snapshot.of((1, 1), [Row(100 + number, row) for number, row in enumerate(rows)])
    found = snapshot.bitset([100 + number for number in within])
    kept = [row for number, row in enumerate(rows) if number in within]
    matching, counts = snapshot.counts(chosen, found)
    assert matching.bit_count() == sum(fits(row, chosen) for row in kept)
    for name, values in VALUES.items():
        others = {other: wanted for other, wanted in chosen.items() if other != name}
        for value in values:
            slow = sum(fits(row, others) and value in row[name] for row in kept)
            assert counts.get(name, {}).get(value, 0) == slow


def test_rows_that_came_after_the_snapshot_are_passed_over():
    snapshot = Snapshot.of((1, 1), [Row(7, {"theme": ["a"]})])
    assert snapshot.bitset([7, 8]) == 1


def test_pages_follow_the_order_that_was_asked_for():
    rows = [Row(10 + number, {}, {"name": name}) for number, name in enumerate("DBACB")]
    snapshot = Snapshot.of((1, 1), rows)
    assert snapshot.page(0b11011, "", slice(0, 3)) == [10, 11, 13]
    assert snapshot.page(0b11011, "name", slice(0, 3)) == [11, 14, 13]
    assert snapshot.page(0b11011, "name", slice(3, 6)) == [10]
    assert snapshot.page(0, "name", slice(0, 3)) == []


def test_an_empty_list_has_no_counts():
    assert Snapshot.of((0, 0), []).counts({"theme": ["a"]}) == (0, {})
