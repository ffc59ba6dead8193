"""The eight contents of a guide (八大内容): what is missing, and what forbids publication.

Name, policy basis, procedure, materials, fees, promised limit, phone and address; named in the 2018 report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from foundation.publishing.models import Gap
from guides.documents import GuideDocument

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_CATCH_ALL: Final = re.compile(
    r"^(其他|其它|有关|相关)(的)?(有关|相关|必要|所需)?(的)?(申请)?(材料|资料|文件|证明)(等)?$"
    r"|(规定|要求|需要|认为必要)的(其他|其它|有关|相关)(申请)?(材料|资料|文件|证明)$"
)


def is_catch_all(material_name: str) -> bool:
    """Tell whether a material is a catch-all such as 其他材料, which a guide must not demand."""
    return bool(_CATCH_ALL.search(material_name.strip().rstrip("。；;")))


def guide_gaps(document: GuideDocument) -> list[Gap]:
    """Return which of the eight contents are missing, in the order of the form."""
    item = document.item
    fees_stated = item is not None and (item.is_fee is False or (item.is_fee is True and bool(item.fees)))
    phone = any(place.phone for place in document.places) or (item is not None and bool(item.consult_phone))
    wanted = [
        (bool(document.title), Gap("title", _("Name"), "title")),
        (bool(item and item.legal_bases), Gap("legal_bases", _("Policy basis"), "item")),
        (bool(document.steps), Gap("steps", _("Procedure"), "steps")),
        (
            bool(document.materials) or document.no_materials,
            Gap("materials", _("Application materials"), "materials"),
        ),
        (fees_stated, Gap("fees", _("Fees"), "item")),
        (
            item is not None and item.promised_days is not None,
            Gap("promised_limit", _("Promised limit"), "item"),
        ),
        (phone, Gap("phone", _("Phone"), "places")),
        (any(place.address for place in document.places), Gap("address", _("Address"), "places")),
    ]
    return [gap for present, gap in wanted if not present]


def guide_blockers(document: GuideDocument) -> list[StrOrPromise]:
    """Return why the guide cannot be published at all.

    A catch-all among the materials is forbidden outright; a guide cannot quote an item that is not public.
    """
    found: list[StrOrPromise] = []
    if document.item is None:
        found.append(_("The item of this guide is not public; publish the item first."))
    if document.no_materials and document.materials:
        found.append(_("The guide says that no materials are needed, but lists some."))
    return found


def catch_all_materials(document: GuideDocument) -> list[str]:
    """Return the names of materials that are catch-alls."""
    return [material.name for material in document.materials if is_catch_all(material.name)]
