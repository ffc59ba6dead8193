"""Numbers never repeat, also when many ask at once."""

import threading

import pytest
from django.db import connection, transaction

from foundation.numbering import next_number


@pytest.mark.django_db
def test_each_series_counts_from_one() -> None:
    assert [next_number("a"), next_number("a"), next_number("b")] == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_number_is_given_again() -> None:
    def take_and_fail() -> None:
        next_number("a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_and_fail()
    assert next_number("a") == 1


@pytest.mark.django_db(transaction=True)
def test_eight_askers_at_once() -> None:
    numbers: list[int] = []

    def ask() -> None:
        try:
            numbers.extend(next_number("a") for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(numbers) == list(range(1, 81))
