"""Elderly mode: a cookie, one style sheet, and pages that never differ."""

import pytest
from django.test import Client

from portal.display import COOKIE, ELDERLY


def test_entering_sets_a_cookie_and_returns(client: Client):
    response = client.get("/display/on/?next=/guides/%3Ftheme%3Dp-tax")
    assert (response.status_code, response["Location"]) == (302, "/guides/?theme=p-tax")
    cookie = response.cookies[COOKIE]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == (ELDERLY, "Lax", True)
    assert response["Cache-Control"] == "no-store"


def test_leaving_deletes_it(client: Client):
    client.get("/display/on/")
    response = client.get("/display/off/")
    assert response.cookies[COOKIE]["max-age"] == 0
    assert client.get("/display.css").content == b""


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "guides/",
        "",
        "/display/on/",
    ],
)
def test_never_leads_away(client: Client, target):
    assert client.get("/display/on/", {"next": target})["Location"] == "/"


def test_an_unknown_mode_is_not_found(db: None, client: Client):
    assert client.get("/display/loud/").status_code == 404


def test_the_style_sheet_follows_the_cookie(client: Client):
    plain = client.get("/display.css")
    assert plain.content == b""
    client.cookies[COOKIE] = ELDERLY
    large = client.get("/display.css")
    assert b"--root-size" in large.content
    assert large["Content-Type"].startswith("text/css")
    assert (large["Cache-Control"], large["Vary"]) == ("private, no-cache", "Cookie")
    again = client.get("/display.css", headers={"If-None-Match": large["ETag"]})
    assert again.status_code == 304
    assert client.get("/display.css", headers={"If-None-Match": plain["ETag"]}).status_code == 200


def test_another_value_of_the_cookie_changes_nothing(client: Client):
    client.cookies[COOKIE] = "}body{display:none"
    assert client.get("/display.css").content == b""


def test_pages_do_not_differ(db: None, client: Client):
    before = client.get("/about/")
    client.cookies[COOKIE] = ELDERLY
    after = client.get("/about/")
    assert after.content == before.content
    assert "Vary" not in after.headers
    assert b"/display/on/?next=/about/" in after.content
    assert b"/display/off/?next=/about/" in after.content
