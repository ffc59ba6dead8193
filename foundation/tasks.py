"""Work of the ground floor that runs beside the requests of people."""

from __future__ import annotations

from procrastinate.contrib.django import app

from foundation.attachments import StoredFile
from foundation.file_checks import leaks_of


@app.task(name="foundation.check_file")
def check_file(file_id: int) -> None:
    """Look through an uploaded file and keep what was found, before somebody asks for it."""
    leaks_of(StoredFile.objects.get(pk=file_id))
