"""Form fields for uploads: several files in one field, each checked before anything else is done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from foundation.attachments import check_upload


class ManyFilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploads, each checked by content, type and size."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the uploads; raise ValidationError with the file's name for one that is not accepted."""
        uploads = [item for item in (data or []) if item] if isinstance(data, (list, tuple)) else [data] if data else []
        for upload in uploads:
            try:
                check_upload(upload, upload.name)
            except ValidationError as error:
                raise ValidationError(f"{upload.name}: {error.messages[0]}", code=error.code) from error
        return uploads
