"""What tests of feedback may ask for besides the cast."""

import pytest

from tests.feedback.message_cases import load_rules


@pytest.fixture
def message_rules(db: None) -> None:
    """Load the calendars and the times for replies."""
    load_rules()
