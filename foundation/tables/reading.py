"""Read the tables of a file, whichever format it has."""

from __future__ import annotations

from foundation.tables import csv_format, xlsx_format
from foundation.tables.archives import open_archive
from foundation.tables.sheets import Sheet
from foundation.tables.sources import Source


def read_sheets(source: Source, single: str) -> list[Sheet]:
    """Return the tables of a workbook, of a zip of CSV files, or of one CSV file, which then is named ``single``.

    The format follows from the bytes, not from the name.  Raises BadFile with a sentence.
    """
    if not source.is_archive:
        return csv_format.read(source, single)
    with open_archive(source.data) as archive:
        is_workbook = "xl/workbook.xml" in archive.namelist()
    return xlsx_format.read(source) if is_workbook else csv_format.read(source, single)
