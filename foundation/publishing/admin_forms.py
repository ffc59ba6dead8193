"""Forms for drafts in the back office: stale saves are refused, rows keep their order, files are stored."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import attachments
from foundation.attachments import EXTENSIONS, StoredFile
from foundation.audit import Act, AuditEntry
from foundation.audit_words import field_label
from foundation.people import User
from foundation.phone_forms import PhonesChecked
from foundation.publishing.states import Stage
from foundation.tasks import check_file

if TYPE_CHECKING:
    from foundation.publishing.models import DraftChild, Publishable

    _InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _InlineFormSet = forms.BaseInlineFormSet

LAST: Final = 32_000
"""The place of a row without a number: behind all others, until the save numbers it."""
STEP: Final = 10
_SALT: Final = "stored-upload"


class DraftForm(PhonesChecked):
    """The draft of a publishable record.

    The form carries the version of the draft that it was made from.  When the draft has moved on in the
    meantime, the save is refused and the typed text stays.
    """

    edit_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submit_note = forms.CharField(required=False, max_length=300, strip=True)
    """Not part of the draft: what changed, for “save and submit”."""

    actor: ClassVar[User]
    newer_url: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["edit_version"].initial = self.instance.edit_version

    @property
    def changed_data(self) -> list[str]:
        """The names of the draft's own fields that differ from what is stored."""
        return [name for name in super().changed_data if name not in {"edit_version", "submit_note"}]

    def clean(self) -> dict[str, Any]:
        """Refuse a save onto a draft that has moved on."""
        cleaned = super().clean()
        if self.instance.pk and self.instance.stage != Stage.EDITING:
            self.add_error(None, ValidationError(self._sentence_of_submission(), code="stage"))
        elif self.instance.pk and cleaned.get("edit_version") != self.instance.edit_version:
            self.add_error(None, ValidationError(self._sentence_of_conflict(), code="stale"))
        return cleaned

    @property
    def is_stale(self) -> bool:
        """Whether the save was refused because the draft has moved on."""
        return self.has_error("__all__", "stale") or self.has_error("__all__", "stage")

    def _sentence_of_submission(self) -> SafeString:
        return format_html(
            '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
            _("This record is “%(stage)s” by now and cannot be edited. Your text is still here; nothing was saved.")
            % {"stage": self.instance.get_stage_display()},
            self.newer_url,
            _("Open the record as it is now (new tab)"),
        )

    def _sentence_of_conflict(self) -> SafeString:
        draft: Publishable = self.instance
        told = {
            "who": str(draft.updated_by or _("System")),
            "when": formats.date_format(timezone.localtime(draft.updated_at), "DATETIME_FORMAT"),
        }
        return format_html(
            '{}{} <a href="{}" target="_blank" rel="noopener">{}</a>',
            _(
                "%(who)s saved this record at %(when)s, after you had opened it."
                " Your text is still here; nothing was saved."
            )
            % told,
            _changed_since(draft, self.cleaned_data.get("edit_version") or 0),
            self.newer_url,
            _("Open the newer version (new tab) and carry your changes over"),
        )


def _changed_since(draft: Publishable, version: int) -> str:
    """Say which fields were changed by the saves that this form has not seen."""
    details = AuditEntry.objects.filter(
        act=Act.DRAFT_SAVED,
        target_type=draft._meta.label_lower,
        target_id=str(draft.pk),
        detail__edit_version__gt=version,
    ).values_list("detail", flat=True)
    names = dict.fromkeys(name for detail in details for name in (*detail.get("changed", ()), *detail.get("rows", ())))
    labels = [field_label(type(draft), name) for name in names]
    return _(" Changed in the meantime: %s.") % "、".join(labels) if labels else ""


class RowForm(PhonesChecked):
    """A row of a draft. Its number says where it stands; without one it comes last."""

    actor: ClassVar[User | None] = None
    file_url: ClassVar[str] = ""
    """Address of the files of the record, with ``0`` in place of the file's id; empty for a new record."""

    position = forms.IntegerField(
        label=gettext_lazy("order"),
        required=False,
        min_value=0,
        max_value=LAST,
        widget=forms.NumberInput(attrs={"class": "row-position"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, StoredFileField):
                field.actor = self.actor
                field.widget.stored = getattr(self.instance, name, None)
                field.widget.file_url = self.file_url

    def clean_position(self) -> int:
        """Put rows without a number at the end."""
        position: int | None = self.cleaned_data["position"]
        return LAST if position is None else position


class FileRowForm(RowForm):
    """A file of a draft with a title; without one it is called like the file."""

    title = forms.CharField(
        label=gettext_lazy("name of the attachment"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, it is the name of the file."),
    )

    def clean(self) -> dict[str, Any]:
        """Name the attachment."""
        cleaned = super().clean()
        if cleaned.get("file") is not None and not cleaned.get("title"):
            cleaned["title"] = PurePath(cleaned["file"].name).stem
        return cleaned


class RowFormSet(_InlineFormSet):
    """Rows of a draft, numbered anew in steps of ten after each save, so that one can be put between two."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say of a row that is gone what happened to it."""
        super().add_fields(form, index)
        gone = _("Somebody deleted this row after you had opened the page.")
        form.fields[self.model._meta.pk.name].error_messages["invalid_choice"] = gone

    def save(self, commit: bool = True) -> list[Any]:
        """Save the rows and number them."""
        saved = super().save(commit)
        if commit and (self.new_objects or self.changed_objects or self.deleted_objects):
            renumber(self.model._default_manager.filter(**{self.fk.name: self.instance}))
        return saved


def renumber(rows: models.QuerySet[DraftChild]) -> None:
    """Number the rows of one draft in steps of ten, in their present order."""
    moved = []
    for place, row in enumerate(rows.order_by("position", "id"), start=1):
        if row.position != place * STEP:
            row.position = place * STEP
            moved.append(row)
    rows.model._default_manager.bulk_update(moved, ["position"])


class StoredFileInput(forms.ClearableFileInput):
    """A file field that shows what is stored, keeps it through a failed save, and can be emptied."""

    template_name = "admin/widgets/stored_file.html"
    file_url = ""
    stored: StoredFile | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the stored file and the token that carries it through a failed save."""
        context = super().get_context(name, None, attrs)
        context["stored"] = self.stored
        if self.stored and self.file_url:
            context["file_url"] = self.file_url.replace("/0/", f"/{self.stored.pk}/")
        context["token_name"] = f"{name}-stored"
        context["token"] = signing.dumps(self.stored.pk, salt=_SALT) if self.stored else ""
        context["clear_name"] = self.clear_checkbox_name(name)
        context["clear_id"] = self.clear_checkbox_id(name)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return an upload, False for “empty it”, or the id of a file stored by an earlier try."""
        upload = files.get(name) or super().value_from_datadict(data, files, name)
        if upload is not None:
            return upload
        try:
            return signing.loads(data.get(f"{name}-stored", ""), salt=_SALT)
        except signing.BadSignature:
            return None


class StoredFileField(forms.FileField):
    """A foreign key to a stored file, filled by an upload.

    The upload is stored as soon as it is known to be acceptable, so that an error in another field does
    not cost the editor the choice of file.
    """

    widget: StoredFileInput = StoredFileInput  # type: ignore[assignment]  # Django makes an instance of it
    actor: User | None = None

    def clean(self, data: Any, initial: Any = None) -> StoredFile | None:
        """Return the stored file; None, or an error where one is required, without a file."""
        stored: StoredFile | None
        if data is False:
            stored = None
        elif isinstance(data, UploadedFile):
            stored = self._store(data)
        else:
            stored = self._known(data or initial)
        self.widget.stored = stored
        if stored is None and self.required:
            raise ValidationError(_("Choose a file."), code="required")
        return stored

    def _store(self, upload: UploadedFile) -> StoredFile:
        """Store the upload and have it looked through, so that nobody waits for that later."""
        with transaction.atomic():
            stored = attachments.store(upload, upload.name or "", actor=self.actor)
            check_file.defer(file_id=stored.pk)
        return stored

    def _known(self, file_id: Any) -> StoredFile | None:
        present = self.widget.stored
        if present is not None and present.pk == file_id:
            return present
        return StoredFile.objects.filter(pk=file_id).first() if file_id else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another file, or none, is wanted."""
        if data is None:
            return False
        if data is False:
            return initial is not None
        return isinstance(data, UploadedFile) or data != initial


def stored_file_field(db_field: models.Field[Any, Any]) -> StoredFileField:
    """Return the form field for a foreign key to a stored file."""
    field = StoredFileField(label=db_field.verbose_name, required=not db_field.blank)
    field.widget.attrs["accept"] = ",".join(sorted({end for ends in EXTENSIONS.values() for end in ends}))
    return field


class ChoiceGroups(forms.CheckboxSelectMultiple):
    """Check boxes in named groups, all at a glance."""

    template_name = "admin/widgets/choice_groups.html"


def coded_list_field(db_field: ArrayField[Any, Any]) -> forms.MultipleChoiceField:
    """Return check boxes for a list of codes."""
    return forms.MultipleChoiceField(
        label=db_field.verbose_name,
        required=not db_field.blank,
        choices=db_field.base_field.choices or [],
        widget=forms.CheckboxSelectMultiple,
        help_text=db_field.help_text,
    )
