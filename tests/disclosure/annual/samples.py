"""Reports for tests: consistent random ones, and one with a known figure in every cell."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from disclosure.annual.defaults import DEFAULTS
from disclosure.annual.documents import ReportDocument, build_document
from disclosure.annual.formats import CATEGORIES, REMEDY_KINDS, REMEDY_RESULTS, format_for, outcome_keys
from disclosure.annual.layout import Kind
from disclosure.annual.tables import Figures, Value

HEAD = {
    "version": 1,
    "organ": "江城市政务服务中心",
    "category": "政府信息公开年报",
    "index_number": "114299000/2026-00001",
    "document_number": "",
    "issued_on": dt.date(2026, 1, 20),
    "amendment": "",
}
counts = st.integers(min_value=0, max_value=10_000)


def fill_totals(year: int, values: dict[str, Value]) -> Figures:
    """Return figures whose totals follow from the parts; cells that are not given are 0."""
    form = format_for(year)
    full: dict[str, Any] = {address: values.get(address, 0) for address in form.cells}
    for category in CATEGORIES:
        processed = sum(full[f"requests.{row}.{category}"] for row in outcome_keys(form.code))
        full[f"requests.total_processed.{category}"] = processed
    for each in form.sums:
        if each.rule in {"applicants", "results"}:
            full[each.total] = sum(full[part] for part in each.parts)
    return Figures(year, full)


@st.composite
def consistent(draw: Any, year: int) -> Figures:
    """Draw a report in which every identity holds."""
    form = format_for(year)
    values: dict[str, Value] = {}
    for category in CATEGORIES:
        for row in (*outcome_keys(form.code), "carried_forward"):
            values[f"requests.{row}.{category}"] = draw(counts)
        rows = (*outcome_keys(form.code), "carried_forward")
        whole = sum(int(values[f"requests.{row}.{category}"]) for row in rows)
        carried = draw(st.integers(min_value=0, max_value=whole))
        values[f"requests.carried_over.{category}"] = carried
        values[f"requests.new_received.{category}"] = whole - carried
    for kind, _path in REMEDY_KINDS:
        values.update({f"remedies.{kind}.{result}": draw(counts) for result in REMEDY_RESULTS})
    return fill_totals(year, values)


def numbered(year: int) -> Figures:
    """Return figures in which every cell has a number of its own (no identity holds)."""
    cells = format_for(year).cells.values()
    return Figures(
        year,
        {
            cell.address: Decimal(number) + Decimal("0.25") if cell.kind == Kind.AMOUNT else number
            for number, cell in enumerate(cells, start=1001)
        },
    )


def document(year: int = 2025, figures: Figures | None = None, **head: Any) -> ReportDocument:
    """Return a report with the default text."""
    figures = figures or numbered(year)
    texts = DEFAULTS[figures.format.code]
    manual = head.pop("manual", {})
    return build_document(figures, texts, manual, **{**HEAD, **head})
