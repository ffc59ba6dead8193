"""Forms for the drafts of guides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import lazy_pinyin

from foundation.publishing.admin_forms import DraftForm, RowForm
from guides.completeness import is_catch_all
from guides.models import Guide, Material

SLUG_LENGTH = 80


def slug_for(title: str) -> str:
    """Return a free address made from the pinyin of a title."""
    stem = slugify("-".join(lazy_pinyin(title, errors="default")))[: SLUG_LENGTH - 4].strip("-") or "guide"
    taken = set(Guide.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


class GuideForm(DraftForm):
    """The draft of a guide."""

    slug = forms.SlugField(
        label=gettext_lazy("address on the site"),
        max_length=SLUG_LENGTH,
        required=False,
        help_text=gettext_lazy("Letters and digits. Left empty, it is made from the title."),
    )

    class Meta:
        model = Guide
        fields = "__all__"  # the admin class names the fields
        widgets = {"summary": forms.Textarea(attrs={"rows": 2, "maxlength": 160})}

    def clean(self) -> dict[str, Any]:
        """Make an address where none was given; take the department from the item."""
        cleaned = super().clean()
        if "slug" in cleaned and not cleaned["slug"] and cleaned.get("title"):
            cleaned["slug"] = self.instance.slug or slug_for(cleaned["title"])
        if cleaned.get("item") is not None:
            self.instance.department = cleaned["item"].department
        return cleaned


class MaterialForm(RowForm):
    """One application material."""

    class Meta:
        model = Material
        fields = "__all__"  # the admin class names the fields

    def clean_name(self) -> str:
        """Refuse catch-alls: an applicant must learn from the guide exactly what to bring."""
        name: str = self.cleaned_data["name"]
        if is_catch_all(name):
            raise ValidationError(
                _(
                    "“%(name)s” is a catch-all. The list of materials must be complete and public (Administrative"
                    " Licensing Law art. 30; Regulation on Optimizing the Business Environment art. 35)."
                    " Name the material itself, or delete this row."
                )
                % {"name": name}
            )
        return name
