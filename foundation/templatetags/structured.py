"""schema.org data blocks of items and guides."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from foundation.pages import absolute
from foundation.templatetags.page import json_ld

register = template.Library()


@register.simple_tag
def guide_data(doc: Any) -> SafeString:
    """Return the GovernmentService block of a guide."""
    service = _service(doc.item, doc.title)
    service["url"] = absolute(reverse("guides:guide_detail", args=[doc.slug]))
    service["description"] = doc.summary
    service["availableChannel"] = [_channel(doc.item, place) for place in doc.places] + _online(doc.item)
    return json_ld(_without_blanks(service))


@register.simple_tag
def item_data(doc: Any) -> SafeString:
    """Return the GovernmentService block of an item."""
    service = _service(doc, doc.name)
    service["url"] = absolute(reverse("approvals:item_detail", args=[doc.code]))
    service["availableChannel"] = _online(doc)
    return json_ld(_without_blanks(service))


def _service(item: Any, name: str) -> dict[str, Any]:
    department = item.department
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": name,
        "alternateName": item.colloquial_name,
        "identifier": item.code,
        "serviceType": item.item_type_label,
        "areaServed": {"@type": "AdministrativeArea", "name": settings.SITE.city},
        "audience": [{"@type": "Audience", "audienceType": label} for label in item.service_objects_labels],
        "provider": {
            "@type": "GovernmentOrganization",
            "name": department.name,
            "telephone": department.phone,
            "address": department.address,
        },
    }


def _channel(item: Any, place: Any) -> dict[str, Any]:
    return {
        "@type": "ServiceChannel",
        "name": place.name,
        "processingTime": _duration(item.promised_days, item.promised_unit),
        "servicePhone": {"@type": "ContactPoint", "telephone": place.phone} if place.phone else None,
        "availableLanguage": "zh-Hans",
        "serviceLocation": {"@type": "Place", "name": place.name, "address": place.address},
    }


def _online(item: Any) -> list[dict[str, Any]]:
    if not (item.online and item.online_url):
        return []
    return [{"@type": "ServiceChannel", "serviceUrl": item.online_url}]


def _duration(days: int | None, unit: str) -> str | None:
    """Return an ISO 8601 duration; working days have none, so they are left out."""
    forms = {"day": "P{}D", "hour": "PT{}H", "month": "P{}M", "year": "P{}Y"}
    return forms[unit].format(days) if days and unit in forms else None


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_blanks(item) for key, item in value.items() if item not in (None, "", [], {})}
    return [_without_blanks(item) for item in value] if isinstance(value, list) else value
