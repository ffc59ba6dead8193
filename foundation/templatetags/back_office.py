"""Tags for the pages of the back office: stored values as people read them."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.attachments import StoredFile
from foundation.audit import AuditEntry
from foundation.audit_words import detail_in_words

register = template.Library()

_MARKS = {"removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
_ARROW = SafeString(' <span aria-hidden="true">→</span> ')


@register.simple_tag(takes_context=True)
def readonly_words(context: Context, field: Any) -> Any:
    """Return a read-only value: codes in words, files as downloads, links only to what one may open."""
    name, instance = field.field["field"], field.form.instance
    column = _column(instance, name)
    if isinstance(column, ArrayField) and column.base_field.choices:
        return _list_words(column, getattr(instance, name)) or field.empty_value_display
    if isinstance(column, models.BooleanField):
        words = {True: _("yes"), False: _("no")}
        return words.get(getattr(instance, name), field.empty_value_display)
    if not isinstance(column, models.ForeignKey):
        return field.contents()
    if getattr(instance, column.attname) is None:
        return field.empty_value_display
    value = getattr(instance, name)
    if isinstance(value, StoredFile):
        return _file_link(field, value)
    site = field.model_admin.admin_site
    may_open = site.is_registered(type(value)) and site.get_model_admin(type(value)).has_view_permission(
        context["request"], value
    )
    return field.contents() if may_open else str(value)


def _column(instance: models.Model, name: Any) -> Any:
    if not isinstance(name, str):
        return None
    return next((f for f in instance._meta.fields if f.name == name), None)


def _list_words(column: ArrayField[Any, Any], codes: list[str]) -> str:
    labels = dict(column.base_field.flatchoices)
    return "、".join(str(labels.get(code, code)) for code in codes)


def _file_link(field: Any, stored: StoredFile) -> SafeString | str:
    address = getattr(field.form, "file_url", "")
    if not address:
        return stored.name
    return format_html('<a href="{}">{}</a>', address.replace("/0/", f"/{stored.pk}/"), stored.name)


@register.filter
def row_name(row: models.Model, inline: Any) -> str:
    """Return what a row is called on its folded line."""
    return str(inline.row_name(row))


@register.simple_tag
def row_summary(inline_form: Any) -> SafeString:
    """Return the badges that tell a folded row at a glance."""
    row = inline_form.original
    if row is None or row.pk is None:
        return SafeString("")
    words = [getattr(row, f"get_{name}_display")() for name in inline_form.model_admin.summary_fields]
    files = [f.verbose_name for f in row._meta.fields if f.related_model is StoredFile and getattr(row, f.attname)]
    return format_html_join("", ' <span class="badge">{}</span>', ((word,) for word in [*words, *files]))


@register.filter
def detail_words(entry: AuditEntry) -> str:
    """Return the detail of an audit entry in words: what changed, with which note."""
    return detail_in_words(entry) or "—"


@register.simple_tag
def marked_text(pieces: tuple[tuple[str, str], ...]) -> SafeString:
    """Return a text with its removed and added pieces marked; what was replaced as a whole has an arrow between."""
    between = _ARROW if [tag for tag, _piece in pieces] == ["removed", "added"] else ""
    return format_html_join(
        between,
        "{}",
        ((format_html(_MARKS[tag], piece) if tag in _MARKS else piece,) for tag, piece in pieces),
    )
