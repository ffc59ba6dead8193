"""Pages of the site itself, for people and for machines, and its error pages."""

from xml.etree import ElementTree

import pytest
from django.test import Client, RequestFactory

from approvals.models import Flow
from foundation.encryption import CannotDecrypt, decrypt
from portal.errors import bad_request, forbidden, server_error
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.guides.factories import make_guide


@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/privacy/"])
def test_texts_need_no_database(client: Client, path, settings):
    chinese, english = client.get(path), client.get(f"/en{path}")
    assert chinese.status_code == english.status_code == 200
    assert settings.SITE.phone in chinese.content.decode()
    assert "<h1>" in english.content.decode()


def test_the_privacy_statement_tells_of_the_counter_of_tries(client: Client):
    assert "次数统计：您提交表单" in client.get("/privacy/").text
    assert "Counter of tries" in client.get("/en/privacy/").text


def test_site_map_for_people(cast: Cast, client: Client):
    make_theme("e-work", name="就业", kind="life_event")
    text = client.get("/sitemap/").content.decode()
    assert 'href="/guides/?event=e-work"' in text
    assert 'href="/departments/gaj/"' in text


def test_site_map_for_machines_holds_every_page_in_both_languages(cast: Cast, client: Client, settings):
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    publish(guide, editor=cast.editor, reviewer=cast.reviewer)
    flow = Flow.objects.create(slug="build", kind="parallel", title="流程", department=cast.police)
    publish(flow, editor=cast.editor, reviewer=cast.reviewer)
    make_guide(item, slug="draft-only")
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [node.text or "" for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    paths = {address.removeprefix(f"https://{settings.SITE.domain}") for address in found}
    for path in (f"/items/{item.code}/", f"/guides/{guide.slug}/", "/flows/build/", "/departments/gaj/", "/"):
        assert {path, f"/en{path}"} <= paths
    assert not any("draft-only" in path for path in paths)
    assert all(client.get(path).status_code == 200 for path in paths)


def test_robots(client: Client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert f"Sitemap: https://{settings.SITE.domain}/sitemap.xml\n" in text


@pytest.mark.parametrize(("path", "lang"), [("/nope/", "zh-Hans"), ("/en/nope/", "en")])
def test_404_stands_in_the_frame_and_offers_a_search(client: Client, path, lang):
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{lang}">' in text
    assert 'role="search"' in text.split('<main id="main"')[1]
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


@pytest.mark.parametrize(("view", "status"), [(bad_request, 400), (forbidden, 403)])
def test_other_refusals(view, status):
    response = view(RequestFactory().get("/x/"), exception=Exception("secret"))
    assert response.status_code == status
    assert b"secret" not in response.content


def test_500_stands_alone_and_its_style_is_allowed_by_checksum():
    response = server_error(RequestFactory().get("/x/"))
    assert response.status_code == 500
    assert "'sha256-" in response["Content-Security-Policy"]
    assert b"static" not in response.content
    assert "系统暂时出了问题" in response.content.decode()
    assert "加密" not in response.content.decode()


def test_500_says_when_a_key_is_missing():
    try:
        decrypt("damaged")
    except CannotDecrypt:
        response = server_error(RequestFactory().get("/x/"))
    assert "密钥缺失" in response.content.decode()
    assert b"Traceback" not in response.content


@pytest.mark.parametrize("path", ["/", "/items/", "/guides/", "/departments/", "/flows/", "/about/", "/search/"])
def test_public_pages_are_read_only(db: None, client: Client, path):
    assert client.post(path).status_code == 405
    assert "csrfmiddlewaretoken" not in client.get(path).content.decode()
