"""The empty register that officers download and fill in."""

from __future__ import annotations

import io
from typing import Final

from django.utils.translation import gettext as _

from disclosure.imports.columns import COLUMNS
from foundation.tables import xlsx_format

SHEET: Final = "requests"


def template_workbook() -> bytes:
    """Return a workbook: one sheet with the headings and no rows, one that says what each column holds."""
    headings = [str(column.label) for column in COLUMNS]
    told = [[_("column"), _("what it holds")], *([str(column.label), column.help] for column in COLUMNS)]
    stream = io.BytesIO()
    xlsx_format.write(stream, {SHEET: [headings], _("columns of the register"): told})
    return stream.getvalue()
