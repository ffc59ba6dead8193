"""What machines read: addresses that never follow the Host header, and what lets a phone install the site."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.machine import ICONS

STATIC = Path(project.BASE_DIR) / "static"


def png_size(data: bytes) -> tuple[int, int]:
    """Return width and height from the header of a PNG file."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


@pytest.mark.parametrize(
    ("path", "lang", "name", "start"),
    [("/manifest.webmanifest", "zh-Hans", "name", "/"), ("/en/manifest.webmanifest", "en", "name_en", "/en/")],
)
def test_manifest_in_both_languages(db: None, client: Client, settings, path, lang, name, start):
    response = client.get(path)
    assert response["Content-Type"] == "application/manifest+json"
    data = json.loads(response.content)
    assert (data["lang"], data["start_url"], data["id"], data["scope"]) == (lang, start, start, "/")
    assert data["name"] == getattr(settings.SITE, name)
    assert len(data["shortcuts"]) == 3
    for shortcut in data["shortcuts"]:
        assert shortcut["url"].startswith(start)
        assert client.get(shortcut["url"]).status_code == 200
    assert {icon["purpose"] for icon in data["icons"]} == {"any", "maskable"}
    for icon in data["icons"]:
        file = client.get(icon["src"])
        assert png_size(b"".join(file)) == (int(icon["sizes"].split("x")[0]),) * 2  # type: ignore[arg-type]
        file.close()


def test_icons_are_small():
    assert {(size, purpose) for _file, size, purpose in ICONS} == {
        (size, purpose) for size in (192, 512) for purpose in ("any", "maskable")
    }
    touch = (STATIC / "img/apple-touch-icon.png").read_bytes()
    assert png_size(touch) == (180, 180)
    assert all((STATIC / f"img/{file}.png").stat().st_size < 60_000 for file, _size, _purpose in ICONS)


def test_colours_are_the_tokens(client: Client):
    tokens = (STATIC / "css/tokens.css").read_text()
    data = json.loads(client.get("/manifest.webmanifest").content)
    assert f"--brand: {data['theme_color']};" in tokens
    assert f"--ground: {data['background_color']};" in tokens
    page = client.get("/about/").content.decode()
    assert f'<meta name="theme-color" content="{data["theme_color"]}">' in page


def test_pages_name_the_manifest_of_their_language(client: Client):
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/about/").content.decode()
    assert 'rel="manifest" href="/en/manifest.webmanifest"' in client.get("/en/about/").content.decode()


def test_the_worker_lies_at_the_root_and_may_be_used(client: Client):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert "worker-src 'self'" in response["Content-Security-Policy"]
    assert "manifest-src 'self'" in response["Content-Security-Policy"]


def test_a_change_of_the_offline_page_makes_a_new_worker(client: Client, settings):
    first = client.get("/sw.js").content
    assert client.get("/sw.js").content == first
    settings.SITE = type(settings.SITE)(**{**vars(settings.SITE), "phone": "0729-5559999"})
    second = client.get("/sw.js").content
    assert first.splitlines()[1:] == second.splitlines()[1:]
    assert first.splitlines()[0] != second.splitlines()[0]


def test_the_worker_knows_our_addresses():
    script = (STATIC / "js/sw.js").read_text()
    found = re.search(r"OFFLINE = \[\"([^\"]+)\", \"([^\"]+)\"\]", script)
    assert found
    with override("zh-hans"):
        assert found[1] == reverse("portal:offline")
    with override("en"):
        assert found[2] == reverse("portal:offline")
    guide = re.search(r"GUIDE = /(.+)/;", script)
    hands_off = re.search(r"HANDS_OFF = /(.+)/;", script)
    assert guide
    assert hands_off
    for language in ("zh-hans", "en"):
        with override(language):
            assert re.match(guide[1], reverse("guides:guide_detail", args=["x"]))
            assert not re.match(guide[1], reverse("guides:guide_list"))
            assert not re.match(guide[1], reverse("guides:form_download", args=["x", "k", "blank"]))
            assert re.match(hands_off[1], reverse("portal:display", args=["on"]))
    assert re.match(hands_off[1], reverse("admin:index"))
    assert re.match(hands_off[1], "/staff/requests/")
    assert not re.match(hands_off[1], "/administration/")


@pytest.mark.parametrize("path", ["/offline/", "/en/offline/"])
def test_the_offline_page_has_places_for_the_worker(client: Client, settings, path):
    text = client.get(path).content.decode()
    assert "<!--kept guides-->" in text
    notice = re.search(r'<template id="offline-notice">(.*?)</template>', text, re.DOTALL)
    assert notice
    assert "<!--when-->" in notice[1]
    assert settings.SITE.phone in notice[1]
    assert '<meta name="robots" content="noindex, nofollow">' in text


def test_robots_and_site_map_name_the_site_and_not_the_host_that_was_asked(db: None) -> None:
    client = Client(headers={"host": "elsewhere.example"})
    for address in ("/robots.txt", "/sitemap.xml"):
        text = client.get(address).content.decode()
        assert f"https://{project.SITE.domain}/" in text
        assert "elsewhere" not in text


def test_the_version_of_the_worker_is_the_same_for_every_visitor(db: None) -> None:
    client = Client()
    plain = client.get("/sw.js").content
    etag = client.get("/offline/").headers["ETag"]
    assert client.get("/sw.js?x=1").content == plain
    assert client.get("/sw.js", headers={"if-none-match": etag}).content == plain
