"""The diagram of a flow, drawn as SVG on the server."""

from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.diagrams import Step, lay_out

register = template.Library()

_SHAPES: Final = (("wide", 4, 1040.0), ("narrow", 1, 320.0))


@register.simple_tag
def flow_diagram(doc: Any) -> SafeString:
    """Draw the phases of a flow twice: in rows for wide screens and paper, in a column for phones."""
    steps = [_step(phase) for phase in doc.phases]
    drawings = [
        {"shape": shape, "diagram": lay_out(steps, columns=columns, width=width)} for shape, columns, width in _SHAPES
    ]
    return render_to_string("components/_flow_diagram.html", {"drawings": drawings, "title": doc.title})


def _step(phase: Any) -> Step:
    found = []
    if phase.lead_department:
        found.append(_("Lead: %s") % phase.lead_department)
    if phase.participants:
        found.append(_("With: %s") % phase.participants)
    if phase.item_codes:
        count = len(phase.item_codes)
        found.append(ngettext("%(n)d item", "%(n)d items", count) % {"n": count})
    return Step(phase.name, phase.duration, found)
