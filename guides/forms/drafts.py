"""Forms for the drafts of guides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import lazy_pinyin

from foundation.publishing.admin_forms import ChoiceGroups, DraftForm, RowForm
from guides.completeness import is_catch_all
from guides.documents import QuestionDocument
from guides.models import Guide, JourneyStep, Material
from guides.papers.codes import revision_of, tidy

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


class JourneyStepForm(RowForm):
    """A step of a journey; the steps it can wait for are those that are saved."""

    steps: ClassVar[Sequence[tuple[str, str]]] = ()
    """Key and words of each saved step."""

    after = forms.MultipleChoiceField(
        label=gettext_lazy("begins after"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Steps that do not wait for each other may be done at the same time."
            " New steps are offered here once they are saved."
        ),
    )

    class Meta:
        model = JourneyStep
        fields = "__all__"  # the admin class names the fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "after" in self.fields:
            others = [(key, words) for key, words in self.steps if key != self.instance.key]
            gone = [(key, _("Not part of it any more")) for key in self.instance.after if key not in dict(self.steps)]
            self.fields["after"].choices = [*others, *gone]  # type: ignore[attr-defined]


class MaterialForm(RowForm):
    """One application material; the answers on which it may depend are those of the saved questions."""

    questions: ClassVar[Sequence[QuestionDocument]] = ()

    applies_to = forms.MultipleChoiceField(
        label=gettext_lazy("needed only when"),
        required=False,
        widget=ChoiceGroups,
        help_text=gettext_lazy(
            "Nothing chosen: always needed. Of one question any chosen answer will do; all questions count."
            " New questions are offered here once they are saved."
        ),
    )

    class Meta:
        model = Material
        fields = "__all__"  # the admin class names the fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "applies_to" in self.fields:
            self.fields["applies_to"].choices = self._answers()  # type: ignore[attr-defined]

    def _answers(self) -> list[Any]:
        """Return the answers by question, and what the rule names that is not asked any more."""
        groups = [
            (question.question, [(f"{question.key}={answer.key}", answer.name) for answer in question.answers])
            for question in self.questions
        ]
        offered = {code for _question, answers in groups for code, _words in answers}
        gone = [(code, code) for code in self.instance.applies_to if code not in offered]
        return [*groups, (_("Not asked any more"), gone)] if gone else groups

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


class PaperCodeForm(forms.Form):
    """The code of a printed guide, as somebody types it from the paper."""

    code = forms.CharField(
        label=gettext_lazy("Code on the paper"),
        max_length=40,
        help_text=gettext_lazy("Eight letters and digits, such as AB2C-D3EF; capitals and the dash do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    use_required_attribute = False
    unknown = gettext_lazy("There is no paper with this code. Please compare it with your paper, sign by sign.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_code(self) -> str:
        """Return the code as it is written; refuse one with a slip of the pen."""
        code = tidy(self.cleaned_data["code"])
        if revision_of(code) is None:
            raise ValidationError(self.unknown)
        return code
