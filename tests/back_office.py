"""The back office as tests use it: sign in, read a form as a browser would, send it back."""

from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from foundation.people import User


def client_of(user: User) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def page(record: models.Model, name: str, *args: Any) -> str:
    """Return the address of a page of a record in the back office."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk, *args])


def listing(model: type[models.Model]) -> str:
    """Return the address of a list in the back office."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


class _FormReader(HTMLParser):
    """Collects the fields of one form with the values that a browser would send."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data: dict[str, list[str]] = {}
        self.field = ""
        self.is_select = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input":
            self._note_input(given, {name for name, _value in attrs})
        elif tag == "select":
            self.field, self.is_select = given["name"], True
        elif tag == "option" and self.is_select and "selected" in {name for name, _value in attrs}:
            self.data.setdefault(self.field, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.field = given["name"]
            self.data[self.field] = [""]

    def _note_input(self, given: dict[str, str], present: set[str]) -> None:
        kind = given.get("type", "text")
        if kind in {"submit", "file", "button"} or (kind in {"checkbox", "radio"} and "checked" not in present):
            return
        self.data.setdefault(given["name"], []).append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag in {"select", "textarea"}:
            self.field, self.is_select = "", False

    def handle_data(self, data: str) -> None:
        if self.inside and self.field and not self.is_select:
            self.data[self.field] = [self.data[self.field][0] + data.removeprefix("\n")]


def form_data(response: HttpResponse, form_id: str) -> dict[str, Any]:
    """Return what a browser would send from this form if nothing was changed in it."""
    reader = _FormReader(form_id)
    reader.feed(response.content.decode())
    assert reader.data, f"no form {form_id}"
    return dict(reader.data)


def messages_of(response: Any) -> list[str]:
    """Return the messages that a page shows."""
    return [str(message) for message in response.context["messages"]]
