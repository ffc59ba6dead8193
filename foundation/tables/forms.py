"""The upload of a table in the back office."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.tables.sources import Source


class TableUploadForm(forms.Form):
    """A form with a table in its field ``file``, which concrete forms declare with what they accept."""

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read into memory."""
        upload: UploadedFile = self.cleaned_data["file"]
        limit = settings.PORTAL_MAX_UPLOAD_MB
        if (upload.size or 0) > limit * 1024 * 1024:
            raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": limit})
        return upload

    def source(self) -> Source:
        """Return the uploaded file."""
        upload: UploadedFile = self.cleaned_data["file"]
        return Source(PurePath(upload.name or "").name[:200], upload.read())
