"""The back office of the texts of letters, edited by disclosure officers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.letters.kinds import names_of
from disclosure.models import LetterTemplate
from foundation import audit
from foundation.access import Capability
from foundation.scoped_admin import Acts, ScopedAdmin

if TYPE_CHECKING:
    _TemplateForm = forms.ModelForm[LetterTemplate]
else:
    _TemplateForm = forms.ModelForm


class LetterTemplateForm(_TemplateForm):
    """The text of a letter; a save onto a text that has moved on is refused, and what was typed stays."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = LetterTemplate
        fields = ("title", "body")
        widgets: ClassVar[dict[str, forms.Widget]] = {"body": forms.Textarea(attrs={"rows": 22})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edit_version"].initial = self.instance.edit_version

    @property
    def changed_data(self) -> list[str]:
        """The names of the fields that differ from what is stored."""
        return [name for name in super().changed_data if name != "edit_version"]

    def clean(self) -> dict[str, Any]:
        """Refuse a save onto a text that somebody else saved in the meantime."""
        cleaned = super().clean() or self.cleaned_data
        current = LetterTemplate.objects.select_for_update().get(pk=self.instance.pk)
        if cleaned.get("edit_version") != current.edit_version:
            raise ValidationError(
                _("Somebody saved this text in the meantime; yours is still here. Compare before you save again."),
                code="stale",
            )
        return cleaned


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ScopedAdmin):
    """The ten letters; there are neither more nor fewer."""

    view_capability = Capability.VIEW_REQUESTS
    edit_capability = Capability.HANDLE_REQUESTS
    acts = Acts(audit.Act.REFERENCE_CHANGED, audit.Act.REFERENCE_CHANGED, audit.Act.REFERENCE_CHANGED)
    form = LetterTemplateForm
    list_display = ("kind", "title", "edit_version")
    fields = ("title", "body", "placeholders")
    readonly_fields = ("placeholders",)
    actions = None

    @admin.display(description=gettext_lazy("placeholders"))
    def placeholders(self, obj: LetterTemplate) -> SafeString:
        """What may stand between braces in this letter."""
        rows = [(f"{{{{ {name} }}}}", words) for name, words in names_of(obj.kind).items()]
        return format_html_join("", "<div><code>{}</code> {}</div>", rows)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """All kinds are there from the start."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Each kind is needed."""
        return False

    def save_model(self, request: HttpRequest, obj: LetterTemplate, form: Any, change: bool) -> None:
        """Count the versions: an edited text is never overwritten by a new release of this site."""
        if form.changed_data:
            obj.edit_version = form.cleaned_data["edit_version"] + 1
            obj.save(update_fields=["title", "body", "edit_version"])
