"""The frame: rendered once, the same for everybody, with the address as its only variable."""

import re

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from foundation import pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_frames():
    pages.clear_frames()
    yield
    pages.clear_frames()


def make(path: str, language: str = "zh-hans", **headers: str):
    request = RequestFactory().get(path, headers=headers)
    with override(language):
        return pages.stored_page(request, section="guides", head="<title>T</title>", body="<h1>B</h1>")


def test_head_and_body_stand_in_the_frame():
    text = make("/guides/x/").content.decode()
    assert re.search(r"<head>.*<title>T</title>.*</head>", text, re.DOTALL)
    assert re.search(r"<main .*<h1>B</h1>.*</main>", text, re.DOTALL)
    assert "slot-" not in text


@pytest.mark.parametrize(
    ("section", "beside"),
    [
        ("home", []),
        ("search", []),
        ("guides", ["document", "forms"]),
        ("about", ["document"]),
        ("disclosure", ["document", "disclosure", "statutory", "forms", "wide"]),
        ("disclosure:column", ["document", "disclosure", "statutory", "forms", "wide"]),
    ],
)
def test_a_page_loads_the_style_sheets_of_its_column(section, beside):
    response = pages.stored_page(RequestFactory().get("/"), section=section, head="", body="")
    sheets = re.findall(r'href="/static/css/(\w+)[^"]*\.css"', response.content.decode())
    assert sheets == ["tokens", "base", "components", "pages", *beside, "print"]


def test_a_second_page_renders_no_template(django_assert_num_queries, monkeypatch):
    make("/guides/x/")
    monkeypatch.setattr(pages, "render_to_string", lambda *_: pytest.fail("rendered"))
    with django_assert_num_queries(0):
        assert make("/guides/y/").status_code == 200


def test_links_of_the_frame_follow_the_address():
    text = make("/guides/?q=a&theme=p-tax").content.decode()
    assert 'href="/en/guides/?q=a&amp;theme=p-tax"' in text
    assert "?next=/guides/%3Fq%3Da%26theme%3Dp-tax" in text
    assert re.search(r'rel="canonical" href="https://[^/"]+/guides/"', text)
    assert re.search(r'hreflang="en" href="https://[^/"]+/en/guides/"', text)


def test_an_address_cannot_bring_markup():
    text = make('/guides/?q="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in text


@pytest.mark.parametrize(("path", "other"), [("/", "/en/"), ("/en/", "/"), ("/en", "/"), ("/entry/", "/en/entry/")])
def test_the_same_page_in_the_other_language(path, other):
    assert pages.other_path(path) == other


def test_english_frame():
    text = make("/en/guides/x/", "en").content.decode()
    assert '<html lang="en">' in text
    assert 'href="/guides/x/" lang="zh-Hans"' in text


def test_government_meta_tags(settings):
    text = make("/guides/x/").content.decode()
    for name, value in (
        ("SiteName", settings.SITE.name),
        ("SiteDomain", settings.SITE.domain),
        ("SiteIDCode", settings.SITE.site_code),
    ):
        assert f'<meta name="{name}" content="{value}">' in text
    assert re.search(r'<meta name="ColumnName" content="[^"]+"><meta name="ColumnType" content="[^"]+">', text)


def test_the_footer_names_what_a_government_site_must_name(settings):
    text = make("/guides/x/").content.decode()
    site = settings.SITE
    for fact in (site.organiser, site.site_code, site.icp_number, site.police_number, site.phone, site.address):
        assert fact in text


def test_sample_content_says_so(settings):
    assert 'class="sample"' in make("/guides/x/").content.decode()
    pages.clear_frames()
    settings.SITE = settings.SITE.__class__(**{**vars(settings.SITE), "sample": False})
    assert 'class="sample"' not in make("/guides/x/").content.decode()


def test_a_page_that_the_reader_has_is_not_sent_again():
    first = make("/guides/x/")
    again = make("/guides/x/", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert make("/guides/x/", if_none_match='"other"').status_code == 200


def test_pages_may_be_cached_by_everybody():
    response = make("/guides/x/")
    assert response["Cache-Control"].startswith("public")
    assert "Vary" not in response
    assert not response.cookies
