"""Reference data that public records quote: whoever changes it is led to what still says the old."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from foundation.scoped_admin import ReferenceAdmin


class QuotedReferenceAdmin(ReferenceAdmin):
    """Reference data with columns that texts quote as words, so that no page follows a change by itself."""

    quoted: ClassVar[Mapping[str, str]]
    """The columns, each with what it is called where changes are followed up."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and offer to look for the public records that quote what stood there before."""
        super().save_model(request, obj, form, change)
        for name, kind in self.quoted.items() if change else ():
            before = str(form.initial.get(name) or "").strip()
            if name in form.changed_data and before:
                address = f"{reverse('freshness_staff:change_new')}?{urlencode({'kind': kind, 'words': before})}"
                link = format_html('<a href="{}">{}</a>', address, _("Show them and open tasks"))
                sentence = format_html(_("Public records may still quote “{}”. {}"), before, link)
                self.message_user(request, sentence, messages.WARNING)
