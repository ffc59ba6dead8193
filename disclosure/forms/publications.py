"""Forms for the drafts of publications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.models import Attachment, IssuingBody, Publication
from foundation import access
from foundation.publishing.admin_forms import DraftForm, FileRowForm

if TYPE_CHECKING:
    _BodyField = forms.ModelChoiceField[IssuingBody]
else:
    _BodyField = forms.ModelChoiceField

TEXT_HELP = _(
    "One line is one paragraph. “## 标题” is a heading, “- 内容” a list; lines between “|” make a table."
    " Chapters (第三章 …) and articles (第二十九条 …) are recognized and can be linked to."
)


class PublicationForm(DraftForm):
    """The draft of a publication; a new one chooses the body that issues it and gives it its index number."""

    body = _BodyField(label=_("issuing body"), queryset=IssuingBody.objects.none())

    class Meta:
        model = Publication
        fields = "__all__"  # the admin class names the fields
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
            "text": forms.Textarea(attrs={"rows": 24}),
        }
        help_texts = {"text": TEXT_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["body"]
            return
        bodies = access.scope_of(self.actor, access.Capability.EDIT_CONTENT).limit(IssuingBody.objects.all())
        field: Any = self.fields["body"]
        field.queryset = bodies
        if bodies.count() == 1:
            field.initial = bodies.get()

    def clean(self) -> dict[str, Any]:
        """Take the department from the body."""
        cleaned = super().clean()
        if cleaned.get("body") is not None:
            self.instance.department = cleaned["body"].department
        return cleaned


class AttachmentForm(FileRowForm):
    """One attachment."""

    class Meta:
        model = Attachment
        fields = "__all__"  # the admin class names the fields
