"""Words that are kept in two languages."""

from django.utils.translation import get_language


def for_reader(chinese: str, english: str) -> str:
    """Return the English words on English pages where there are any, otherwise the Chinese ones."""
    return english if english and get_language() == "en" else chinese
