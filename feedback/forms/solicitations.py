"""The forms of solicitations: the public comment, comments from paper, answers, quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from feedback.actions.solicitations import AnswerEntry, CommentEntry
from feedback.consultations import PAPER_CHANNELS, CommentChannel, CommentOutcome
from feedback.models import Comment, CommentGroup, Solicitation
from feedback.models.comments import COMMENT_LENGTH, REASON_LENGTH
from foundation.public_forms import LongTextField, PressedForm, visible

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    _CommentsField = forms.ModelMultipleChoiceField[Comment]
    _GroupField = forms.ModelChoiceField[CommentGroup]
else:
    _CommentsField = forms.ModelMultipleChoiceField
    _GroupField = forms.ModelChoiceField

_ENTRY: Final = ("text", "part", "name", "contact", "consents")
_LINES: Final = ("part", "name", "contact")


def _line(label: StrOrPromise, length: int, help_text: StrOrPromise = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


class CommentFields(forms.Form):
    """What a comment consists of, wherever it comes from."""

    part = _line(
        gettext_lazy("Part of the draft"), 200, gettext_lazy("For example: article 5. Empty: the whole draft.")
    )
    text = LongTextField(
        label=gettext_lazy("Your comment"), longest=COMMENT_LENGTH, widget=forms.Textarea(attrs={"rows": 8})
    )
    consents = forms.BooleanField(label=gettext_lazy("My comment may be quoted in the result"), required=False)
    name = _line(gettext_lazy("Your name"), 100, autocomplete="name")
    contact = _line(gettext_lazy("Phone or e-mail"), 100, autocomplete="email")

    def clean(self) -> dict[str, Any]:
        """Take out of the lines what nobody sees."""
        data = super().clean() or self.cleaned_data
        for name in _LINES:
            data[name] = visible(data.get(name, ""))
        return data

    def entry(self) -> CommentEntry:
        """Return what was written."""
        return CommentEntry(**{name: self.cleaned_data[name] for name in _ENTRY})


class CommentForm(PressedForm, CommentFields):
    """A comment as somebody writes it on the site; name and contact may stay empty."""

    field_order = ("part", "text", "consents", "name", "contact")

    def rows(self) -> list[tuple[str, str]]:
        """Return what is sent, with its labels."""
        return [
            (str(self.fields[name].label), self.cleaned_data[name] or "—")
            for name in ("part", "text", "name", "contact")
        ]

    def public_words(self) -> str:
        """Return what the result may quote; empty without consent."""
        entry = self.entry()
        return entry.masked if entry.consents else ""


class PaperCommentForm(CommentFields):
    """A comment that came by post, by e-mail or at a meeting."""

    channel = forms.ChoiceField(
        label=gettext_lazy("how it came"), choices=[(code, CommentChannel(code).label) for code in PAPER_CHANNELS]
    )
    received_on = forms.DateField(
        label=pgettext_lazy("comment", "received"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    consents = forms.BooleanField(
        label=gettext_lazy("The writer agreed to be quoted without personal data"), required=False
    )

    field_order = ("channel", "received_on", "part", "text", "name", "contact", "consents")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["text"].label = pgettext("solicitation", "comment")


class AnswerFields(forms.Form):
    """An answer in three parts."""

    title = forms.CharField(label=gettext_lazy("what was proposed"), max_length=300)
    outcome = forms.ChoiceField(label=gettext_lazy("outcome"), choices=CommentOutcome)
    reason = LongTextField(
        label=gettext_lazy("reason"),
        longest=REASON_LENGTH,
        help_text=gettext_lazy("How the draft was changed, or why it was not. Published with the result."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    edit_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    """That of the answer that was opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def entry(self) -> AnswerEntry:
        """Return the answer."""
        return AnswerEntry(**{name: self.cleaned_data[name] for name in ("title", "outcome", "reason")})


class MarkForm(AnswerFields):
    """Chosen comments get an answer: one that others have already, or a new one."""

    comments = _CommentsField(
        queryset=Comment.objects.none(), error_messages={"required": gettext_lazy("Tick the comments that it answers.")}
    )
    group = _GroupField(
        label=pgettext_lazy("comment", "answer"),
        queryset=CommentGroup.objects.none(),
        required=False,
        empty_label=gettext_lazy("a new answer (fill in below)"),
    )

    edit_version = None  # type: ignore[assignment]

    field_order = ("comments", "group", "title", "outcome", "reason")

    def __init__(self, solicitation: Solicitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comments: Any = self.fields["comments"]
        group: Any = self.fields["group"]
        comments.queryset, group.queryset = solicitation.comments.all(), solicitation.groups.all()
        group.label_from_instance = lambda one: f"{one.get_outcome_display()} · {one.title}"
        for name in ("title", "outcome", "reason"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for the parts of a new answer."""
        data = super().clean() or self.cleaned_data
        if data.get("group") is None and "group" not in self.errors:
            for name in ("title", "outcome", "reason"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("A new answer needs this."), code="required"))
        return data

    def answer(self) -> AnswerEntry | CommentGroup:
        """Return the chosen answer or the new one."""
        return self.cleaned_data["group"] or self.entry()


class QuoteForm(forms.Form):
    """What the result quotes of a comment."""

    public_text = LongTextField(
        label=gettext_lazy("quoted as"),
        longest=COMMENT_LENGTH,
        required=False,
        help_text=gettext_lazy("Take out what names somebody. Empty: the comment is not quoted."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    edit_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    """That of the quotation that was opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
