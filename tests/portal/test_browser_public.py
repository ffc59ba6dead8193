"""What citizens see: every public page, in both languages, on every screen, with any means of input."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import accessibility_faults, follow, letter_size, overflow, tab_to

pytestmark = pytest.mark.browser

GUIDE: Final = "/guides/id-card-replacement/"
PAGES: Final = {
    "home": "/",
    "items": "/items/",
    "items, chosen": "/items/?department=gaj&online=1&sort=name",
    "item": "(item of the guide)",
    "guides": "/guides/",
    "guides, last page": "/guides/?page=6",
    "guides, none": "/guides/?q=没有这样的事",
    "guide": GUIDE,
    "guide with a fee": "/guides/passport-first-issue/",
    "departments": "/departments/",
    "department": "/departments/gaj/",
    "adjustments": "/adjustments/",
    "flows": "/flows/",
    "flow": "/flows/construction-project/",
    "agent service": "/flows/investment-agent/",
    "journeys": "/journeys/",
    "today's hall": "/wall/",
    "search": "/search/",
    "search, found": "/search/?q=身份证",
    "search, none": "/search/?q=没有这样的事",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "sitemap": "/sitemap/",
    "reports": "/disclosure/reports/",
    "report": "/disclosure/reports/2025/",
    "report of old": "/disclosure/reports/2018/",
    "404": "/no-such-page/",
}
ENLARGED: Final = 1.2
"""Elderly mode: the letters of running text are at least this many times as large."""

CHINESE_IS_ENOUGH: Final = (
    "items, chosen",
    "guides, last page",
    "guide with a fee",
    "agent service",
    "search",
    "report of old",
    "journeys",
    "today's hall",
)
"""Pages whose English face has nothing that another one lacks."""
ENGLISH_LIKE_THE_REST: Final = (
    "guides, none", "search, none", "departments", "flows", "about", "accessibility", "privacy", "sitemap", "404"
)  # fmt: skip
"""Pages whose English face is made of parts that the audit has seen on others."""
CHINESE_WORDS: Final = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_WORDS: Final = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def item_address(request: pytest.FixtureRequest) -> str:
    """The item that the guide explains; its code is known only once the sample is loaded."""
    browser, site = request.getfixturevalue("browser"), request.getfixturevalue("sample_site")
    context: BrowserContext = browser.new_context(base_url=site)
    found = re.search(r'href="(/items/[0-9A-Z]{31,33}/)"', context.request.get(GUIDE).text())
    context.close()
    assert found, "the guide leads to its item"
    return found[1]


@pytest.fixture
def addresses(item_address: str) -> dict[str, str]:
    """The Chinese address of each page."""
    return {**PAGES, "item": item_address}


def words_of(page: Page) -> str:
    """Return everything that can be read on the page."""
    return re.sub(r"\s+", " ", page.locator("body").inner_text())


def texts_outside(page: Page, language: str) -> list[str]:
    """Return the texts and labels of the page that are not marked as being in that language."""
    found: list[str] = page.evaluate(
        """(language) => [...document.querySelectorAll("body *")]
            .filter((one) => !one.closest(`[lang|=${language}]`) && !one.closest("script, style"))
            .flatMap((one) => [
                ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent),
                ...["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) || ""),
            ])
            .map((words) => words.trim()).filter(Boolean)""",
        language.partition("-")[0],
    )
    return found


def assert_well_formed(page: Page, address: str, language: str) -> None:
    expect(page.locator("h1")).to_have_count(1)
    assert page.title().strip(), "the page has a title"
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("#main h1"), f"{address}: the heading stands in the content").to_have_count(1)


@pytest.mark.parametrize("name", PAGES)
def test_chinese_page(name: str, addresses: dict[str, str], page: Page) -> None:
    address = addresses[name]
    page.goto(address)
    assert_well_formed(page, address, "zh-Hans")
    assert accessibility_faults(page) == [], "at 1280 pixels"
    assert overflow(page) == []
    untranslated = [words for words in texts_outside(page, "en") if ENGLISH_WORDS.search(words)]
    assert untranslated == []


@pytest.mark.parametrize("name", [name for name in PAGES if name not in CHINESE_IS_ENOUGH])
def test_english_page(name: str, addresses: dict[str, str], page: Page) -> None:
    address = f"/en{addresses[name]}"
    page.goto(address)
    assert_well_formed(page, address, "en")
    assert overflow(page) == []
    if name not in ENGLISH_LIKE_THE_REST:
        page.set_viewport_size({"width": 390, "height": 900})
        assert accessibility_faults(page) == [], "at 390 pixels"
    untranslated = [words for words in texts_outside(page, "zh-Hans") if CHINESE_WORDS.search(words)]
    assert [words for words in untranslated if "没有这样的事" not in words and "身份证" not in words] == []


def test_titles_differ(addresses: dict[str, str], page: Page) -> None:
    titles: dict[str, str] = {}
    for name in ("home", "items", "item", "guides", "guide", "departments", "department", "adjustments", "flows"):
        page.goto(addresses[name])
        assert page.title() not in titles, f"{name} is called like {titles[page.title()]}"
        titles[page.title()] = name


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    page.goto("/guides/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("跳到正文")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#main :focus")).to_have_count(1)


# Without JavaScript


def test_every_page_says_the_same_without_javascript(addresses: dict[str, str], open_page: OpenPage) -> None:
    plain, scripted = open_page(java_script_enabled=False), open_page()
    for address in addresses.values():
        plain.goto(address)
        scripted.goto(address)
        assert words_of(plain) == words_of(scripted).replace("打印本指南 ", ""), address


def test_search_filter_and_paginate_without_javascript(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("身份证")
    follow(page.get_by_role("button", name="搜索"))
    expect(page.get_by_role("link", name="居民身份证丢失补领").first).to_be_visible()

    page.goto("/guides/")
    total = int(page.locator(".results-total strong").inner_text())
    police = page.locator(".facet-department a", has_text="公安局")
    promised = int(police.locator(".count").inner_text())
    follow(police)
    assert int(page.locator(".results-total strong").inner_text()) == promised < total
    assert page.url.endswith("/guides/?department=gaj")
    follow(page.get_by_role("link", name=re.compile("^去掉.*公安局")))
    follow(page.get_by_role("link", name="下一页"))
    assert page.url.endswith("?page=2")
    expect(page.locator(".pages [aria-current=page]")).to_have_text("2")


def test_display_and_language_without_javascript(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(GUIDE)
    before = letter_size(page)
    follow(page.get_by_role("link", name="长者版", exact=True))
    expect(page.get_by_role("link", name="退出长者版")).to_be_visible()
    assert page.url.endswith(GUIDE)
    assert letter_size(page) >= ENLARGED * before
    follow(page.get_by_role("link", name="退出长者版"))
    expect(page.get_by_role("link", name="长者版", exact=True)).to_be_visible()
    assert page.url.endswith(GUIDE)
    assert letter_size(page) == before
    follow(page.get_by_role("link", name="English", exact=True))
    assert page.url.endswith(f"/en{GUIDE}")
    follow(page.get_by_role("link", name="中文"))
    assert page.url.endswith(GUIDE)


# Keyboard


def test_from_the_home_page_to_a_form_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    tab_to(page, "main input[type=search]")
    page.keyboard.type("身份证丢失补领")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    tab_to(page, f'main a[href="{GUIDE}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GUIDE}")
    tab_to(page, "main a[href$='/blank/']")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".docx")


# Elderly mode


@pytest.fixture
def elderly(page: Page, sample_site: str) -> Iterator[Page]:
    """A page of someone who has chosen elderly mode."""
    page.context.add_cookies([{"name": "display", "value": "elderly", "url": sample_site}])
    return page


@pytest.mark.parametrize("name", ["home", "items", "guide", "department", "flow"])
def test_elderly_mode_is_roomy_and_accessible(name: str, addresses: dict[str, str], elderly: Page) -> None:
    elderly.goto(addresses[name])
    assert overflow(elderly) == []
    elderly.set_viewport_size({"width": 390, "height": 900})
    assert accessibility_faults(elderly) == []


def test_elderly_mode_survives_navigation(page: Page) -> None:
    page.goto("/about/")
    before = letter_size(page)
    follow(page.get_by_role("link", name="长者版", exact=True))
    large = letter_size(page)
    assert large >= ENLARGED * before
    follow(page.get_by_role("navigation", name="主导航").get_by_role("link", name="办事指南"))
    page.go_back()
    assert letter_size(page) == large
    page.goto("/en/about/")
    assert letter_size(page) == large
    expect(page.get_by_role("link", name="Leave large print")).to_be_visible()


# Paper


def test_a_printed_guide_keeps_the_eight_contents_and_drops_the_navigation(page: Page) -> None:
    page.goto(GUIDE)
    page.emulate_media(media="print")
    for gone in (".nav", ".tools", ".search", ".toc", ".crumbs", ".skip", "[data-print]"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    paper = words_of(page)
    contents = {
        "name": "居民身份证丢失补领",
        "policy basis": "中华人民共和国居民身份证法",
        "procedure": "办理程序",
        "materials": "居民身份证丢失声明",
        "fees": "收费",
        "limit": "承诺办结时限",
        "phone": "0729-555",
        "address": "滨江大道",
    }
    assert [name for name, words in contents.items() if words not in paper] == []
    for section in ("materials", "steps", "fees", "places", "basis", "remedies"):
        expect(page.locator(f"#{section}")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


# Forms


def test_a_form_arrives_with_its_name_and_is_counted(page: Page, sample_database: str) -> None:
    def downloads() -> int:
        with psycopg.connect(sample_database) as database:
            row = database.execute(
                "SELECT coalesce(sum(count), 0) FROM guides_formdownload f JOIN guides_publishedguide g"
                " ON g.record_id = f.guide_id WHERE g.slug = %s AND f.kind = 'sample'",
                ["id-card-replacement"],
            ).fetchone()
        return int(row[0]) if row else 0

    before = downloads()
    page.goto(GUIDE)
    with page.expect_download() as waiting:
        page.locator("#materials").get_by_role("link", name="示例样表").first.click()
    arrived = waiting.value
    assert re.fullmatch(r"[^/]*居民身份证[^/]*\.docx", arrived.suggested_filename)
    assert arrived.path().read_bytes().startswith(b"PK")
    assert downloads() == before + 1
