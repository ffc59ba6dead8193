"""One visit, against a real server on this machine."""

from collections.abc import Iterator

import pytest

from foundation.links import visiting
from foundation.links.visiting import Result, Verdict, Visitor
from tests.foundation.links.site import Site, drip, running


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that answers with what the test lays down."""
    with running() as server:
        yield server


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (200, Result.OPENS), (204, Result.OPENS), (404, Result.MISSING), (410, Result.MISSING), (400, Result.MISSING),
        (500, Result.SERVER), (503, Result.SERVER), (401, Result.REFUSED), (403, Result.REFUSED),
        (412, Result.REFUSED), (429, Result.REFUSED), (405, Result.REFUSED), (304, Result.OPENS),
    ],
)  # fmt: skip
def test_what_a_status_means(site: Site, status: int, result: Result) -> None:
    site.pages["/page"] = (status, {})
    assert site.visitor().visit(site.url("/page")) == Verdict(result, status)


def test_only_the_head_is_asked_for_and_no_more_where_that_is_enough(site: Site) -> None:
    site.pages["/page"] = (200, {})
    site.visitor().visit(site.url("/page"))
    assert site.asked == [("HEAD", "/page")]


def test_a_site_that_knows_no_head_is_asked_for_one_byte(site: Site) -> None:
    site.pages |= {"HEAD /page": (405, {}), "GET /page": (206, {})}
    assert site.visitor().visit(site.url("/page")) == Verdict(Result.OPENS, 206)
    assert site.asked == [("HEAD", "/page"), ("GET", "/page")]


def test_a_redirect_is_followed_to_its_end(site: Site) -> None:
    site.pages |= {"/old": (301, {"Location": "/new?a=1"}), "/new?a=1": (200, {})}
    assert site.visitor().visit(site.url("/old")) == Verdict(Result.OPENS, 200)
    site.pages["/new?a=1"] = (404, {})
    assert site.visitor().visit(site.url("/old")) == Verdict(Result.MISSING, 404)


def test_circles_end(site: Site) -> None:
    site.pages["/a"] = (302, {"Location": "/a"})
    assert site.visitor().visit(site.url("/a")).result == Result.LOOP
    assert len(site.asked) == visiting.MOST_HOPS + 1


@pytest.mark.parametrize(
    ("location", "result"),
    [
        ("http://10.0.0.1/", Result.INTERNAL),
        ("http://127.0.0.2/", Result.INTERNAL),
        ("http://[::ffff:127.0.0.2]/", Result.INTERNAL),
        ("http://inside.example/", Result.INTERNAL),  # one public address, one private
        ("http://2130706433/", Result.INTERNAL),
        ("file:///etc/passwd", Result.INVALID),
        ("http://open.example:22/", Result.INVALID),
        ("http://nowhere.example/", Result.UNREACHABLE),
    ],
)
def test_no_redirect_leads_into_a_private_network(site: Site, location: str, result: Result) -> None:
    site.pages["/out"] = (302, {"Location": location})
    literal = {"10.0.0.1": "10.0.0.1", "127.0.0.2": "127.0.0.2", "::ffff:7f00:2": "::ffff:127.0.0.2"}
    names = {"inside.example": "127.0.0.1 192.168.1.1", "2130706433": "127.0.0.2", **literal}
    assert site.visitor(**names).visit(site.url("/out")).result == result
    assert [path for _method, path in site.asked] == ["/out"]


def test_the_name_is_resolved_once_for_each_connection(site: Site) -> None:
    """A name that answers publicly first and privately afterwards gets no second chance within one request."""
    site.pages["/page"] = (200, {})
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    visitor = site.visitor()
    visitor.resolve = lambda _host, _port: next(answers)
    assert visitor.visit(site.url("/page")).result == Result.OPENS
    assert visitor.visit(site.url("/page")).result == Result.INTERNAL


def test_this_machine_is_no_public_internet(site: Site) -> None:
    visitor = Visitor("test", ports={"http": frozenset({site.port})}, sleep=lambda _seconds: None)
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"):
        assert visitor.visit(f"http://{host}:{site.port}/").result in (Result.INTERNAL, Result.UNREACHABLE)
    assert site.asked == []


def test_robots_are_heeded(site: Site) -> None:
    site.robots = "User-agent: *\nDisallow: /private/"
    site.pages |= {"/private/a": (200, {}), "/b": (200, {})}
    visitor = site.visitor()
    assert visitor.visit(site.url("/private/a")) == Verdict(Result.REFUSED)
    assert visitor.visit(site.url("/b")).result == Result.OPENS
    assert site.asked == [("HEAD", "/b")]


def test_a_certificate_that_is_none(site: Site) -> None:
    verdict = site.visitor().visit(site.url("/").replace("http:", "https:"))
    assert verdict.result == Result.UNSAFE


def test_an_answer_that_drips_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "VISIT_SECONDS", 0.2)
    site.pages["/slow"] = drip
    assert site.visitor().visit(site.url("/slow")).result == Result.UNREACHABLE


def test_one_host_is_given_a_rest(site: Site) -> None:
    site.pages["/page"] = (200, {})
    waited: list[float] = []
    visitor = site.visitor()
    visitor.sleep = waited.append
    visitor.visit(site.url("/page"))
    visitor.visit(site.url("/page"))
    assert len(waited) == 2  # robots.txt and two pages: a pause before each but the first
    assert all(0 < pause <= visiting.PAUSE_SECONDS for pause in waited)
