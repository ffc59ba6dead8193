"""Addresses of publications: the index number is the address."""

from django.urls import reverse


def document_url(index_text: str) -> str:
    """Return the address of a publication's page in the active language."""
    prefix, _slash, number = index_text.partition("/")
    return reverse("disclosure:document", args=[prefix, number])


def attachment_url(index_text: str, key: str) -> str:
    """Return the address under which an attachment of the publication is downloaded."""
    prefix, _slash, number = index_text.partition("/")
    return reverse("disclosure:attachment", args=[prefix, number, key])
