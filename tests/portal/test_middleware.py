"""Every answer carries the right language and the headers that keep the page to itself."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from foundation.request_id import current_request_id
from portal.language import PathLanguageMiddleware, language_of, path_in
from portal.request_ids import RequestIdMiddleware
from portal.security_headers import CONTENT_SECURITY_POLICY, SecurityHeadersMiddleware


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "zh-hans"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/en/items/", "en"),
        ("/english/", "zh-hans"),
        ("/items/en/", "zh-hans"),
    ],
)
def test_language_follows_from_the_path(path, language):
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("language", "path", "address"),
    [
        ("en", "/items/", "/en/items/"),
        ("en", "/en/items/", "/en/items/"),
        ("zh-hans", "/en/items/", "/items/"),
        ("zh-hans", "/en/", "/"),
        ("en", "/", "/en/"),
        ("zh-hans", "/items/", "/items/"),
    ],
)
def test_the_same_page_in_the_other_language(language, path, address):
    assert path_in(language, path) == address


def spoken(path: str, **headers: str) -> tuple[str, HttpResponse]:
    languages = []

    def view(request: HttpRequest) -> HttpResponse:
        languages.append(translation.get_language())
        return HttpResponse()

    with translation.override(None):
        request = RequestFactory().get(path, headers=headers)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "en"
        response = PathLanguageMiddleware(view)(request)
    return languages[0], response


def test_neither_cookie_nor_header_changes_the_language():
    language, response = spoken("/items/", accept_language="en")
    assert language == "zh-hans"
    assert response["Content-Language"] == "zh-Hans"
    assert not response.has_header("Vary")


def test_english_under_its_prefix():
    language, response = spoken("/en/items/", accept_language="zh")
    assert language == "en"
    assert response["Content-Language"] == "en"


def test_policy_allows_nothing_inline_and_nobody_else():
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_a_view_may_set_a_policy_of_its_own():
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    response = SecurityHeadersMiddleware(lambda request: own)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
def test_headers_of_a_real_answer():
    response = Client().get("/admin/login/")
    assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Content-Language"] == "zh-Hans"
    assert len(response["X-Request-ID"]) == 16


@pytest.mark.parametrize(
    ("offered", "taken"), [("proxy-12345678", True), ("x", False), ("a\tb" * 10, False), ("é" * 10, False)]
)
def test_request_id_of_the_proxy(offered, taken):
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_request_id.get())
        return HttpResponse()

    response = RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": offered}))
    assert response["X-Request-ID"] == seen[0]
    assert (seen[0] == offered) is taken
    assert current_request_id.get() == ""
