"""What a password has to be."""

import datetime as dt

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from foundation.login.passwords import is_too_old
from foundation.people import User


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("Riverside-77-boat", True),
        ("riverside 77 boat", True),
        ("RiversideBoatHouse9", True),
        ("江城Riverside9号", True),
        ("riversideboathouse", False),
        ("riverside77boat99", False),
        ("RiversideBoatHouse", False),
        ("Short-1", False),
    ],
)
def test_three_kinds_of_signs_and_twelve_of_them(password: str, is_good: bool) -> None:
    if is_good:
        validate_password(password)
        return
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    ("days", "set_on", "is_old"),
    [
        (90, dt.date(2026, 8, 28), False),
        (90, dt.date(2026, 8, 27), True),
        (90, None, False),
        (0, dt.date(2001, 1, 1), False),
    ],
)
def test_a_password_grows_old(settings: Settings, days: int, set_on: dt.date | None, is_old: bool) -> None:
    settings.PORTAL_PASSWORD_DAYS = days
    assert is_too_old(User(password_set_on=set_on), dt.date(2026, 11, 26)) is is_old
