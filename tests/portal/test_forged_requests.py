"""Requests that lie about where they come from or where they should lead."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
    "http:evil.example", "javascript:alert(1)", "/%0d%0aLocation: https://evil.example/", " //evil.example/",
    "/\t/evil.example/", "https:evil.example",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_redirect_leads_to_another_site(client: Client, cast: Cast, target: str) -> None:
    query = urlencode({"next": target, "url": target, "return": target, "back": target})
    for name in ("portal:display", "admin:login", "admin:single_sign_on", "admin:logout", "admin:index"):
        address = reverse(name, kwargs={"mode": "on"} if name == "portal:display" else None)
        for method in (client.get, client.post):
            response = method(f"{address}?{query}")
            location = response.headers.get("Location", "/")
            assert re.match(r"/(?![/\\\s])", location), f"{address} leads to {location}"


FORGED: dict[str, dict[str, Any]] = {
    "host": {"HTTP_HOST": "evil.example"},
    "forwarded host": {"HTTP_X_FORWARDED_HOST": "evil.example"},
    "forwarded": {"HTTP_FORWARDED": "host=evil.example"},
    "original address": {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_X_REWRITE_URL": "/admin/"},
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED)
def test_no_page_repeats_a_forged_host(client: Client, cast: Cast, settings: Settings, headers: dict[str, Any]) -> None:
    settings.ALLOWED_HOSTS = ["www.jiangcheng.example", "testserver"]
    guide = make_guide(make_item(cast.police))
    for record in (guide.item, guide):
        publish(record, editor=cast.editor, reviewer=cast.reviewer)
    names = ("home:index", "disclosure:feed", "sitemap_xml", "guides:guide_list")
    of_guide = ("guides:guide_detail", "guides:card")
    pages = [reverse(name) for name in names] + [reverse(name, args=[guide.slug]) for name in of_guide]
    for page in pages:
        response = client.get(page, **headers)
        if "HTTP_HOST" in headers:
            assert response.status_code == 400
        else:
            assert response.status_code < 400
        assert b"evil.example" not in response.getvalue()


def test_what_a_shared_cache_may_keep_is_the_same_for_everybody(client: Client, cast: Cast) -> None:
    pages = ["/", "/guides/", "/items/", "/disclosure/", "/feedback/", "/search/?q=身份证"]
    staff, shared = Client(), []
    staff.force_login(cast.manager)
    staff.cookies["display"] = "elderly"
    staff.cookies["django_language"] = "en"
    for page in pages:
        plain = client.get(page)
        other = staff.get(page, headers={"Accept-Language": "en", "X-Requested-With": "XMLHttpRequest"})
        if "no-store" in plain.headers.get("Cache-Control", "") or "Cookie" in plain.headers.get("Vary", ""):
            continue
        shared.append(page)
        assert plain.content == other.content, f"{page} may be cached and differs by visitor"
        assert not other.cookies, f"{page} sets a cookie that a cache would hand to others"
    assert {"/", "/guides/", "/items/"} <= set(shared), "nothing was compared"
