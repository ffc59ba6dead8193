"""The eight contents of a guide (八大内容): what is missing, and what forbids publication.

Name, policy basis, procedure, materials, fees, promised limit, phone and address; named in the 2018 report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from approvals.completeness import states_fees, states_promise
from foundation.publishing.models import Gap
from guides.documents import GuideDocument

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GUIDE_CONTENTS: Final = (
    Gap("title", _("Name"), "title"),
    Gap("legal_bases", _("Policy basis"), "item"),
    Gap("steps", _("Procedure"), "steps"),
    Gap("materials", _("Application materials"), "materials"),
    Gap("fees", _("Fees"), "item"),
    Gap("promised_limit", _("Promised limit"), "item"),
    Gap("phone", _("Phone"), "places"),
    Gap("address", _("Address"), "places"),
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


def guide_gaps(document: GuideDocument) -> list[Gap]:
    """Return which of the eight contents are missing."""
    item = document.item
    phones = [place.phone for place in document.places] + ([item.consult_phone] if item else [])
    present = {
        "title": document.title.strip(),
        "legal_bases": item is not None and item.legal_bases,
        "steps": document.steps,
        "materials": document.materials or document.no_materials,
        "fees": item is not None and states_fees(item),
        "promised_limit": item is not None and states_promise(item),
        "phone": any(phone.strip() for phone in phones),
        "address": any(place.address.strip() for place in document.places),
    }
    return [gap for gap in GUIDE_CONTENTS if not present[gap.code]]


def guide_blockers(document: GuideDocument) -> list[StrOrPromise]:
    """Return why the guide cannot be published at all.

    Catch-alls among the materials are forbidden outright; a guide cannot quote an item that is not public,
    nor one of another department.
    """
    found: list[StrOrPromise] = []
    if document.item is None:
        found.append(_("The item of this guide is not public; publish the item first."))
    elif document.item.department.id != document.department.id:
        found.append(_("The guide belongs to another department than its item."))
    if document.no_materials and document.materials:
        found.append(_("The guide says that no materials are needed, but lists some."))
    found += [
        _("“%s” is a catch-all; name each material that is needed.") % material.name
        for material in document.materials
        if is_catch_all(material.name)
    ]
    return found
