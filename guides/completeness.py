"""The eight contents of a guide (八大内容): what is missing, what forbids publication, what cannot be printed.

Name, policy basis, procedure, materials, fees, promised limit, phone and address; named in the 2018 report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.completeness import states_fees, states_promise
from approvals.documents import ItemDocument
from foundation.leak_check import Leak
from foundation.leaks.leak import LeakKind
from foundation.printable import missing_glyphs
from foundation.publishing.contents import Content
from foundation.publishing.findings import Finding
from guides.documents import GuideDocument, JourneyDocument
from guides.journeys import find_circle
from guides.situations import situation_faults

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _quotes(says: Callable[[ItemDocument], object]) -> Callable[[GuideDocument], object]:
    """Return the test that the quoted item says something; a guide without one says nothing of it."""
    return lambda guide: guide.item is not None and says(guide.item)


def _names_phone(guide: GuideDocument) -> bool:
    """Tell whether a place has a phone, or else the item."""
    item_phone = guide.item.consult_phone if guide.item else ""
    return any(phone.strip() for phone in (*(place.phone for place in guide.places), item_phone))


GUIDE_CONTENTS: Final[tuple[Content, ...]] = (
    Content("title", pgettext_lazy("guide", "Name"), "title", lambda guide: guide.title.strip()),
    Content("legal_bases", _("Policy basis"), "item", _quotes(lambda item: item.legal_bases)),
    Content("steps", _("Procedure"), "steps", lambda guide: guide.steps),
    Content(
        "materials",
        _("Application materials"),
        "materials",
        lambda guide: guide.materials or guide.no_materials,
    ),
    Content("fees", _("Fees"), "item", _quotes(states_fees)),
    Content("promised_limit", _("Promised limit"), "item", _quotes(states_promise)),
    Content("phone", _("Phone"), "places", _names_phone),
    Content("address", _("Address"), "places", lambda guide: any(place.address.strip() for place in guide.places)),
)
"""The eight contents, in the order of the 2018 report."""

_QUALIFIER: Final = "(有关|相关|必要|所需|申请|证明|佐证|补充)?"
_CATCH_ALL: Final = re.compile(
    rf"^(其他|其它|有关|相关)的?{_QUALIFIER}的?{_QUALIFIER}(材料|资料|文件|证明)等?$"
    rf"|(规定|要求|需要|认为必要)的(其他|其它|有关|相关){_QUALIFIER}(材料|资料|文件|证明)$"
)


def is_catch_all(material_name: str) -> bool:
    """Tell whether a material is a catch-all such as 其他材料, which a guide must not demand."""
    return bool(_CATCH_ALL.search(material_name.strip().rstrip("。；;")))


def guide_blockers(document: GuideDocument) -> list[StrOrPromise]:
    """Return why the guide cannot be published at all.

    Catch-alls among the materials are forbidden outright; a guide cannot quote an item that nobody submitted,
    nor one of another department; its questions and the rules of its materials must fit together.
    """
    found: list[StrOrPromise] = []
    if document.item is None:
        found.append(_("The item of this guide is neither public nor submitted; submit the item first."))
    elif document.item.department.id != document.department.id:
        found.append(_("The guide belongs to another department than its item."))
    if document.no_materials and document.materials:
        found.append(_("The guide says that no materials are needed, but lists some."))
    found += [
        _("“%s” is a catch-all; name each material that is needed.") % material.name
        for material in document.materials
        if is_catch_all(material.name)
    ]
    return found + situation_faults(document)


def find_unprintable(document: GuideDocument) -> list[Finding]:
    """Return the texts of the guide with characters that papers show as 〓; a release needs no reason for them."""
    texts = list(_texts_by_label(document))
    if not missing_glyphs("".join(text for _label, text in texts)):
        return []
    return [
        Finding(Leak(LeakKind.UNPRINTABLE, excerpt=" ".join(missing)), label)
        for label, text in texts
        if (missing := missing_glyphs(text))
    ]


def _texts_by_label(document: GuideDocument) -> Iterator[tuple[str, str]]:
    """Yield the texts of a guide that papers show, each with the words for where it stands."""
    yield str(_("Title")), f"{document.title}{document.situation}"
    yield str(_("In plain words")), document.summary
    yield str(_("Conditions")), f"{document.conditions}{document.notes}"
    rows: dict[StrOrPromise, list[tuple[str, tuple[str, ...]]]] = {
        _("Materials"): [(row.name, (row.filling_notes, row.acceptance_standard)) for row in document.materials],
        _("Step"): [(row.name, (row.duration, row.description)) for row in document.steps],
        _("Place"): [(row.name, (row.address, row.office_hours, row.directions)) for row in document.places],
        _("Question of the checklist"): [
            (asked.question, tuple(f"{one.name}{one.note}" for one in asked.answers)) for asked in document.questions
        ],
        _("Question and answer"): [(row.question, (row.answer,)) for row in document.faqs],
    }
    for label, entries in rows.items():
        for number, (name, texts) in enumerate(entries, start=1):
            yield f"{label} {number}", f"{name}{''.join(texts)}"


FEWEST_STEPS: Final = 2
"""One guide alone is no journey."""

JOURNEY_CONTENTS: Final[tuple[Content, ...]] = (
    Content("summary", _("In plain words"), "summary", lambda journey: journey.summary.strip()),
    Content("contact_phone", _("Phone"), "contact_phone", lambda journey: journey.contact_phone.strip()),
)


def journey_blockers(document: JourneyDocument) -> list[StrOrPromise]:
    """Return why a journey cannot be published at all: it must lead somewhere, and every step must get its turn."""
    found: list[StrOrPromise] = []
    if len(document.steps) < FEWEST_STEPS:
        found.append(_("A journey leads through at least two guides."))
    known = {step.key for step in document.steps}
    found += [
        _("“%(step)s” waits for a step that is not part of the journey any more.") % {"step": step.name}
        for step in document.steps
        if any(one.code not in known for one in step.after)
    ]
    circle = find_circle(document.steps)
    if circle:
        names = " → ".join(step.name for step in circle)
        found.append(_("These steps wait for each other, so none of them can begin: %s") % names)
    return found
