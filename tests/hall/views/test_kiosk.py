"""The kiosk: no way out, nothing kept, keys without scripts, personal things only by number and code."""

import re
import uuid
from urllib.parse import urljoin

import pytest
from django.test import Client

from feedback.actions.messages import send_message
from feedback.models import Message, Rating
from feedback.reference import load_limits, load_rating_rules
from foundation.calendar_days import enter_year
from foundation.search.index import renew_terms
from guides.models import ErrorReport, PublishedGuide
from hall import actions
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.feedback.message_cases import entry
from tests.guides.factories import make_guide
from tests.hall.factories import DAY, browser_of, make_device, make_floor, make_turn, make_window, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hall(cast: Cast, settings) -> None:
    """A published guide that names window B17 on floor 2, on a Tuesday."""
    settings.PORTAL_TODAY = DAY
    enter_year(2026, [], source="通知", actor=None)
    load_limits()
    load_rating_rules()
    window = make_window(cast.police)
    put(window, make_floor())
    make_turn(window)
    item = make_item(cast.police, online=True, online_url="https://elsewhere.example/apply")
    item.themes.add(make_theme("papers", kind="personal", name="证件办理"))
    guide = make_guide(item, title="身份证换领")
    guide.places.create(name="二楼", window_label="B17")
    for record in (item, guide):
        publish(record, editor=cast.editor, reviewer=cast.reviewer)


@pytest.fixture
def kiosk(cast: Cast) -> Client:
    _device, code = make_device(cast, name="自助机")
    return browser_of(code)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("start", ["/kiosk/", "/en/kiosk/"])
def test_no_link_and_no_form_leads_out_of_the_kiosk(start: str, kiosk: Client) -> None:
    seen, waiting = set(), [start]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = kiosk.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "private, no-store"
        page = response.content.decode()
        assert "download" not in page
        for link in re.findall(r'<(?:a|form)\b[^>]*?(?:href|action)="([^"]*)"', page):
            target = urljoin(address, link.replace("&amp;", "&"))
            assert re.match(r"(/en)?/kiosk/", target), f"{address} leads to {target}"
            letters = re.search(r"q=(\w+)", target)
            if letters is None or len(letters[1]) < 2:
                waiting.append(target)
    assert len(seen) > 60
    assert set(kiosk.cookies) == {"hall_device"}


def test_what_is_withdrawn_is_said_inside_the_kiosk(kiosk: Client) -> None:
    response = kiosk.get("/kiosk/guides/gone/")
    assert response.status_code == 404
    assert 'href="/kiosk/"' in response.content.decode()
    assert "/guides/" not in re.sub(r"/kiosk/guides/", "", response.content.decode())


def test_an_address_outside_becomes_a_code_to_scan(kiosk: Client) -> None:
    slug = re.search(r"/kiosk/guides/([\w-]+)/", text_of(kiosk, "/kiosk/guides/?theme=papers"))[1]
    page = text_of(kiosk, f"/kiosk/guides/{slug}/")
    assert "elsewhere.example" not in page
    assert page.count("data:image/svg+xml") == 2


@pytest.mark.parametrize("typed", ["SFZ", "SHENFENZHENG"])
def test_letters_find_by_pinyin(typed: str, kiosk: Client) -> None:
    renew_terms(["guide"])
    assert "身份证换领" in text_of(kiosk, f"/kiosk/search/?q={typed}")


def test_keys_lead_to_the_next_letter_and_back_and_no_further_than_sixteen(kiosk: Client) -> None:
    page = text_of(kiosk, "/kiosk/search/?q=sf<z")
    assert "SFZ</p>" in page
    assert 'href="/kiosk/search/?q=SFZA"' in page
    assert 'href="/kiosk/search/?q=SF"' in page
    assert 'href="/kiosk/search/?q=AAAAAAAAAAAAAAAA"' in text_of(kiosk, "/kiosk/search/?q=" + "A" * 40)


def test_a_window_tells_the_way_who_is_there_and_what_is_handled(kiosk: Client) -> None:
    page = text_of(kiosk, "/kiosk/windows/B17/")
    for expected in ("乘电梯", "王老师", "身份证换领", "plan-marked"):
        assert expected in page


def send() -> tuple[Message, str]:
    return send_message(entry(), token=uuid.uuid4(), today=DAY)


def type_in(client: Client, number: str, code: str) -> object:
    """Press key after key as the pages offer them."""
    sent = {"kind": number[:2]}
    for face in [None, *number[2:].replace("-", ""), *code.replace("-", "")]:
        response = client.post("/kiosk/progress/", {**sent, **({"press": face} if face else {})})
        page = response.content.decode()
        sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)">', page))
    return response


def test_number_and_code_typed_key_by_key_show_the_stage_and_no_text(kiosk: Client, cast: Cast) -> None:
    message, code = send()
    response = type_in(kiosk, message.number, code)
    page = response.content.decode()
    assert response.status_code == 200
    assert "standing" in page
    assert "2026-03-03" in page
    assert message.text not in page
    assert message.subject not in page
    assert set(kiosk.cookies) == {"hall_device"}


def test_a_wrong_code_says_so_and_many_are_too_many(kiosk: Client, cast: Cast) -> None:
    message, _code = send()
    typed = {"kind": "LY", "digits": message.number[2:].replace("-", ""), "code": "A" * 12, "step": "code"}
    response = kiosk.post("/kiosk/progress/", typed)
    assert response.status_code == 422
    assert "请对照回执核对" in response.content.decode()
    for _try in range(30):
        response = kiosk.post("/kiosk/progress/", typed)
    assert "十分钟后再试" in response.content.decode()


def rate(client: Client, grade: str = "satisfied") -> object:
    page = client.get("/kiosk/rating/B17/").content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)
    return client.post("/kiosk/rating/B17/", {"stamp": stamp[1] if stamp else "", "grade": grade})


def test_one_touch_rates_and_counts_once(kiosk: Client) -> None:
    page = kiosk.get("/kiosk/rating/B17/").content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    for _press in range(2):
        response = kiosk.post("/kiosk/rating/B17/", {"stamp": stamp, "grade": "satisfied"})
        assert response.status_code == 200
    assert Rating.objects.values_list("window__number", "grade").get() == ("B17", "satisfied")
    assert set(kiosk.cookies) == {"hall_device"}


def test_only_an_enrolled_kiosk_takes_ratings(kiosk: Client) -> None:
    assert rate(Client()).status_code == 403
    assert 'name="grade"' not in text_of(Client(), "/kiosk/rating/B17/")
    assert rate(kiosk, "splendid").status_code == 422
    assert kiosk.post("/kiosk/rating/B17/", {"stamp": "x", "grade": "satisfied"}).status_code == 422
    assert Rating.objects.count() == 0


def wrong_page(guide_slug: str) -> str:
    return f"/kiosk/guides/{guide_slug}/wrong/"


def test_one_touch_reports_an_error_and_suspends_the_mark(kiosk: Client) -> None:
    slug = PublishedGuide.objects.get().slug
    assert wrong_page(slug) in text_of(kiosk, f"/kiosk/guides/{slug}/")
    page = text_of(kiosk, wrong_page(slug))
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    for _press in range(2):
        assert kiosk.post(wrong_page(slug), {"stamp": stamp, "part": "place"}).status_code == 200
    made = ErrorReport.objects.get()
    assert (made.source, made.part, made.contact) == ("kiosk", "place", "")
    assert "自助机" in made.text
    assert set(kiosk.cookies) == {"hall_device"}


def test_only_an_enrolled_kiosk_takes_reports_and_only_of_known_parts(kiosk: Client) -> None:
    slug = PublishedGuide.objects.get().slug
    assert Client().post(wrong_page(slug), {"part": "place"}).status_code == 403
    assert 'name="part"' not in text_of(Client(), wrong_page(slug))
    stamp = re.search(r'name="stamp" value="([^"]+)"', text_of(kiosk, wrong_page(slug)))[1]
    for typed in ({"stamp": stamp, "part": "moon"}, {"stamp": "x", "part": "place"}):
        assert kiosk.post(wrong_page(slug), typed).status_code == 422
    assert not ErrorReport.objects.exists()


def test_a_kiosk_that_is_switched_off_shows_nothing_else(kiosk: Client, cast: Cast) -> None:
    from hall.models import Device

    actions.switch_off(Device.objects.get(), actor=cast.system_admin)
    for address in ("/kiosk/", "/en/kiosk/", "/kiosk/windows/", "/kiosk/progress/"):
        response = kiosk.get(address)
        assert response.status_code == 403
        assert "本设备已停用" in response.content.decode()


def test_without_scripts_a_page_goes_back_by_itself_but_the_start_stays(kiosk: Client) -> None:
    assert '<noscript><meta http-equiv="refresh" content="120;url=/kiosk/"></noscript>' in text_of(
        kiosk, "/kiosk/windows/"
    )
    assert 'http-equiv="refresh"' not in text_of(kiosk, "/kiosk/")
