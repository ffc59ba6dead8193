"""The editor of a decision: an outcome for each requested item, the reviews that a release needs, files to give out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure.actions import decisions
from disclosure.actions.decisions import DecisionEntry, GivenFile, ItemDecision
from disclosure.annual.formats import outcome_mark
from disclosure.forms.verb_forms import VerbForm
from disclosure.models.decisions import Decision, DecisionFile, DecisionItem, SecrecyReview
from disclosure.models.register import Request, RequestedItem
from disclosure.outcomes import RULES, Group, Outcome, Withheld
from foundation.people import User
from foundation.publishing.admin_forms import StoredFileField
from foundation.verb_forms import text_area

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEW_FILES: Final = 3
"""Rows for new files on one page; more come after saving."""


def outcome_choices() -> list[tuple[StrOrPromise, list[tuple[str, str]]]]:
    """Return the outcomes by the groups of the statutory table, each with its row there and its article."""
    groups: dict[str, list[tuple[str, str]]] = {group: [] for group in Group}
    for outcome in Outcome:
        rule = RULES[outcome]
        told = " · ".join(filter(None, (str(outcome.label), outcome_mark(rule.row), rule.articles)))
        groups[rule.group].append((outcome.value, told))
    return [(Group(group).label, choices) for group, choices in groups.items()]


class ItemForm(forms.Form):
    """What is decided about one requested item."""

    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    answer = text_area(_("What is given, where to find it, or who has it"), 3000, required=False, rows=2)
    reasons = text_area(_("Reasons"), 3000, required=False, rows=3)
    withheld_as = forms.MultipleChoiceField(
        label=_("Granted in part: why the rest is withheld"),
        choices=Withheld,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, item: RequestedItem, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "prefix": f"item-{item.pk}", **kwargs})
        self.item = item
        choices = [("", _("not decided yet")), *outcome_choices()]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        row = getattr(item, "decided", None)
        if row is not None:
            self.initial = {name: getattr(row, name) for name in ("outcome", "answer", "reasons", "withheld_as")}

    def clean(self) -> dict[str, Any]:
        """Ask the rules of the record: reasons, grounds, what is given."""
        data = super().clean() or {}
        if data.get("outcome"):
            try:
                DecisionItem(item=self.item, **data).clean()
            except ValidationError as error:
                for name, problems in error.error_dict.items():
                    self.add_error(name, problems)
        return data

    @property
    def decided(self) -> ItemDecision:
        """The outcome as it is entered."""
        return ItemDecision(**self.cleaned_data)


class FileForm(forms.Form):
    """A file to give out; it is stored at once, so that an error elsewhere does not cost the choice."""

    label = forms.CharField(label=_("Name of the information"), max_length=200, required=False)
    pages = forms.IntegerField(label=_("Number of pages"), min_value=1, max_value=100_000, required=False)
    file = StoredFileField(label=_("File"), required=False)

    def __init__(self, number: int, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "prefix": f"file-{number}", **kwargs})
        self.fields["file"].actor = actor  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name without a file was meant to have one."""
        data = super().clean() or {}
        if data.get("label") and not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return data

    @property
    def given(self) -> GivenFile | None:
        """The file, or None for an empty row."""
        data = self.cleaned_data
        stored = data.get("file")
        return GivenFile(stored, data["label"] or stored.name, data["pages"]) if stored else None


class DecisionForm(forms.Form):
    """The decision as a whole, with the forms of its items and files."""

    findings = text_area(_("Findings"), 5000, required=False, rows=4)
    secrecy_review = forms.ChoiceField(
        label=_("Secrecy review (art. 17)"), choices=[("", _("not made yet")), *SecrecyReview.choices], required=False
    )
    secrecy_note = forms.CharField(label=_("Who reviewed, where it was referred to"), max_length=300, required=False)
    overrides_objection = forms.BooleanField(
        label=_("Disclose for the public interest although a third party objects (art. 32)"), required=False
    )
    override_reason = text_area(_("Why the public interest prevails"), 2000, required=False)
    leaks_accepted_because = text_area(_("Why the findings of the leak check may go out"), 500, required=False)
    edit_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    removed_files = forms.ModelMultipleChoiceField(
        label=_("Take out"), queryset=DecisionFile.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    columns: ClassVar[tuple[str, ...]] = (
        "findings", "secrecy_review", "secrecy_note", "overrides_objection", "override_reason",
        "leaks_accepted_because",
    )  # fmt: skip

    def __init__(
        self,
        request: Request,
        decision: Decision | None,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        actor: User,
    ) -> None:
        initial = {name: getattr(decision, name) for name in self.columns} if decision else {}
        version = decision.edit_version if decision else 0
        super().__init__(data, label_suffix="", initial={**initial, "edit_version": version})
        given = DecisionFile.objects.filter(decision=decision).select_related("file")
        self.fields["removed_files"].queryset = given  # type: ignore[attr-defined]
        rows = request.items.select_related("decided")
        self.item_forms = [ItemForm(item, data) for item in rows]
        self.file_forms = [FileForm(number, data, files, actor=actor) for number in range(1, NEW_FILES + 1)]

    @property
    def parts(self) -> Iterable[forms.Form]:
        """All forms of the page."""
        return [self, *self.item_forms, *self.file_forms]

    def is_whole_valid(self) -> bool:
        """Check all parts, so that everything wrong is told at once."""
        checked = [part.is_valid() for part in self.parts]
        return all(checked)

    def faults(self) -> Iterator[tuple[str, forms.BoundField | None, str]]:
        """Yield what is wrong: of which item or file, in which field (None: the whole), and the sentence."""
        for part in self.parts:
            where = part.item.text if isinstance(part, ItemForm) else ""
            for name, sentences in part.errors.items():
                for sentence in sentences:
                    yield where, None if name == "__all__" else part[name], str(sentence)

    def clean(self) -> dict[str, Any]:
        """Ask the rules of the record: an override with its reason, a referral with its place."""
        data = super().clean() or {}
        try:
            Decision(**{name: data.get(name, "") for name in self.columns}).clean()
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                self.add_error(name, problems)
        return data

    def save(self, request: Request, *, actor: User) -> Decision:
        """Write the draft; raises Conflict when somebody else did in the meantime."""
        data = self.cleaned_data
        entry = DecisionEntry(
            items={form.item.pk: form.decided for form in self.item_forms},
            **{name: data[name] for name in self.columns},
        )
        return decisions.save_decision(
            request,
            entry,
            actor=actor,
            edit_version=data["edit_version"] or 0,
            files=[form.given for form in self.file_forms if form.given],
            removed_files=[row.pk for row in data["removed_files"]],
        )


class SubmitDecisionForm(VerbForm):
    """Before the second person."""

    verb, label, done = "submit_decision", _("Put before the second person"), _("Submitted.")

    def carry_out(self, actor: User) -> Any:
        """Submit."""
        return decisions.submit_decision(self.request, today=self.today, actor=actor)


class RecallDecisionForm(VerbForm):
    """Back to the officer, by the officer."""

    verb, label, done = "recall_decision", _("Take back"), _("Taken back; the decision can be edited again.")

    def carry_out(self, actor: User) -> Any:
        """Recall."""
        return decisions.recall_decision(self.request, actor=actor)


class DiscardDecisionForm(VerbForm):
    """Delete the draft."""

    verb, label, done, danger = "discard_decision", _("Delete the draft"), _("The draft is deleted."), True

    def carry_out(self, actor: User) -> Any:
        """Discard."""
        return decisions.discard_decision(self.request, actor=actor)


class ReturnDecisionForm(VerbForm):
    """Back to the officer, with a comment."""

    verb, label, done = "return_decision", _("Return with a comment"), _("Returned to the officer.")
    comment = text_area(_("What has to be changed"), 500, rows=3)

    def carry_out(self, actor: User) -> Any:
        """Return."""
        return decisions.return_decision(self.request, comment=self.cleaned_data["comment"], actor=actor)


class ReleaseDecisionForm(VerbForm):
    """Release exactly what was read."""

    verb, label, done = "release_decision", _("Release and issue the letter"), _("Released; send the letter now.")
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    expected_letter = forms.CharField(widget=forms.HiddenInput)

    def carry_out(self, actor: User) -> Any:
        """Release."""
        return decisions.release_decision(self.request, **self.cleaned_data, on=self.today, actor=actor)


REVIEW_FORMS: Final[dict[str, type[VerbForm]]] = {
    form.verb: form
    for form in (
        ReleaseDecisionForm,
        ReturnDecisionForm,
        SubmitDecisionForm,
        RecallDecisionForm,
        DiscardDecisionForm,
    )
}
"""The verbs of the page on which a decision is read, in their order there."""
