"""The staff's list of ratings, the desk of one rating, and the signs of the windows."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.actions import ratings
from feedback.actions.ratings import RatingEntry
from feedback.models import Rating
from feedback.rating_desk import desk, due_steps
from foundation.audit import Act, AuditEntry
from foundation.organization import Window
from foundation.people import User
from tests.cast import Cast
from tests.feedback.message_cases import MONDAY, TUESDAY
from tests.feedback.raters import STAFF, bring_to, give, make_window

pytestmark = pytest.mark.django_db
WEDNESDAY = MONDAY.replace(day=4)


@pytest.fixture(autouse=True)
def window(cast: Cast, settings: Any) -> Window:
    """Return window 3."""
    settings.PORTAL_TODAY = TUESDAY
    return make_window(cast)


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return unescape(response.content.decode())


def do(client: Client, rating: Rating, verb: str, **typed: Any) -> Any:
    return client.post(f"{STAFF}{rating.number}/do/{verb}/", {f"{verb}-{name}": value for name, value in typed.items()})


def test_only_ratings_of_the_own_department_are_seen(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    for who, status in ((cast.officer, 200), (cast.manager, 200), (cast.other_officer, 404), (cast.auditor, 200)):
        client.force_login(who)
        assert (rating.number in shown(client, STAFF)) == (status == 200)
        shown(client, f"{STAFF}{rating.number}/", status)


def test_filters(client: Client, window: Window, cast: Cast, settings: Any) -> None:
    settings.PORTAL_TODAY = WEDNESDAY
    late, good = give(window)[0], give(window, RatingEntry("satisfied"))[0]
    told = bring_to(give(window, RatingEntry("dissatisfied"))[0], "told", cast)
    ratings.appeal(late, reason="误评", actor=cast.officer)
    client.force_login(cast.manager)
    for query, rows in (
        ("", {late, good, told}),
        ("todo=overdue", {late}),
        ("todo=open", {late}),
        ("todo=bad", {late, told}),
        ("todo=appeal", {late}),
        ("stage=told", {told}),
        ("grade=satisfied", {good}),
        ("department=scj", set()),
        (f"q={good.number.lower()}", {good}),
    ):
        page = shown(client, f"{STAFF}?{query}")
        assert {one for one in (late, good, told) if f"/{one.number}/" in page} == rows, query


def test_nothing_personal_stands_on_list_desk_and_file(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    ratings.add_supplement(rating, text="我的电话13900000000")
    client.force_login(cast.officer)
    pages = [shown(client, STAFF), shown(client, f"{STAFF}{rating.number}/")]
    pages.append(b"".join(client.get(f"{STAFF}?export=csv")).decode())  # type: ignore[arg-type]
    for page in pages:
        assert rating.number in page
        for personal in ("赵小样", "13900000000"):
            assert personal not in page


def test_reading_needs_an_occasion_and_is_recorded(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    read = f"{STAFF}{rating.number}/read/"
    client.force_login(cast.auditor)
    assert client.post(read, {"occasion": "contact"}).status_code == 403
    client.force_login(cast.officer)
    assert client.post(read, {"occasion": "why not"}).status_code == 302
    assert not AuditEntry.objects.filter(act=Act.PERSONAL_READ).exists()
    page = unescape(client.post(read, {"occasion": "contact"}).content.decode())
    assert "赵小样等太久" in page
    assert "13900000000" in page
    entry = AuditEntry.objects.get(act=Act.PERSONAL_READ)
    assert (entry.actor, entry.detail["occasion"]) == (cast.officer, "contact")
    assert "13900000000" not in shown(client, f"{STAFF}{rating.number}/")


def test_the_desk_leads_through_the_steps(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    client.force_login(cast.officer)
    detail = f"{STAFF}{rating.number}/"
    page = shown(client, detail)
    assert "2026-03-03：自2026-03-02起1个工作日" in page
    assert "2026-03-09：自2026-03-02起5个工作日" in page
    assert "/do/verify/" not in page
    assert do(client, rating, "contact", note="").status_code == 422
    assert do(client, rating, "contact", note="已通话")["Location"] == detail
    assert do(client, rating, "contact", note="又通话").status_code == 409  # somebody was faster
    assert do(client, rating, "verify", note="属实", is_complex="on")["Location"] == detail
    assert "2026-03-23：自2026-03-02起15个工作日" in shown(client, detail)
    assert do(client, rating, "mend", note="增开窗口", corrected="yes")["Location"] == detail
    assert do(client, rating, "tell", note="已回电13900000000").status_code == 409
    assert do(client, rating, "tell", note="已增开窗口", withholds_remark="on")["Location"] == detail
    rating.refresh_from_db()
    assert (rating.stage, rating.words.result, rating.words.remark) == ("told", "已增开窗口", "")
    assert "/do/" not in shown(client, detail)  # who told the result does not release it


def test_a_second_person_releases_the_words_that_were_seen(client: Client, window: Window, cast: Cast) -> None:
    rating = bring_to(give(window)[0], "told", cast, note="已增开窗口。")
    detail = f"{STAFF}{rating.number}/"
    client.force_login(cast.officer)
    assert do(client, rating, "release_words", edit_version=1).status_code == 403
    client.force_login(cast.reviewer)
    page = shown(client, detail)
    assert "等太久" in page
    assert 'name="release_words-edit_version" value="1"' in page
    assert do(client, rating, "return_words", note="").status_code == 422
    assert do(client, rating, "return_words", note="说明哪天起增开")["Location"] == detail
    client.force_login(cast.officer)
    assert "说明哪天起增开" in shown(client, detail)
    assert (
        do(client, rating, "submit_words", result="自3月3日起增开窗口。", withholds_remark="on")["Location"] == detail
    )
    client.force_login(cast.reviewer)
    assert do(client, rating, "release_words", edit_version=1).status_code == 409  # not what is there now
    assert do(client, rating, "release_words", edit_version=2)["Location"] == detail
    client.logout()
    page = shown(client, "/feedback/ratings/list/")
    assert "自3月3日起增开窗口。" in page
    assert "等太久" not in page
    client.force_login(cast.reviewer)
    assert do(client, rating, "take_off_words", reason="当事人可辨认")["Location"] == detail
    client.logout()
    assert "自3月3日起增开窗口。" not in shown(client, "/feedback/ratings/list/")


def test_a_refused_form_opened_anew_leads_back_to_the_desk(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    client.force_login(cast.officer)
    refused = do(client, rating, "contact", note="")
    assert "未办理" in unescape(refused.content.decode()), "said at the top of the page, too"
    address = f"{STAFF}{rating.number}/do/contact/"
    assert client.get(address)["Location"] == f"{STAFF}{rating.number}/"
    assert "没有再次提交" in shown(client, f"{STAFF}{rating.number}/")


def test_a_late_step_leaves_its_mark(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    friday = dt.date(2026, 3, 6)
    ratings.contact(rating, note="已通话", today=friday, actor=cast.officer)  # due on Tuesday
    ratings.verify(rating, note="属实", is_complex=True, today=friday, actor=cast.officer)
    client.force_login(cast.officer)
    steps = shown(client, f"{STAFF}{rating.number}/").split('id="steps"')[1].split("</ol>")[0]
    called, verified = steps.split("</li>")[:2]
    assert "已逾期" in called
    assert "已逾期" not in verified


def test_after_three_calls_verifying_is_offered(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    client.force_login(cast.officer)
    for _call in range(3):
        assert "/do/verify/" not in shown(client, f"{STAFF}{rating.number}/")
        do(client, rating, "fail_contact", note="无人接听")
    assert "/do/verify/" in shown(client, f"{STAFF}{rating.number}/")


def test_an_appeal_is_offered_to_the_right_people(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    detail = f"{STAFF}{rating.number}/"
    client.force_login(cast.officer)
    assert do(client, rating, "appeal", reason="当日停用")["Location"] == detail
    assert "/do/appeal/" not in shown(client, detail)
    client.force_login(cast.reviewer)
    assert "/do/grant_appeal/" not in shown(client, detail)
    assert do(client, rating, "grant_appeal", decision="属实").status_code == 403
    client.force_login(cast.manager)
    assert "/do/grant_appeal/" in shown(client, detail)
    assert do(client, rating, "grant_appeal", decision="经查停用")["Location"] == detail
    rating.refresh_from_db()
    assert rating.stage == "not_counted"


def test_a_verb_nobody_knows(client: Client, window: Window, cast: Cast) -> None:
    rating, _code = give(window)
    client.force_login(cast.officer)
    assert do(client, rating, "delete").status_code == 404
    assert do(client, rating, "rate_again", grade="satisfied").status_code == 404


@pytest.mark.parametrize(
    ("who", "figures"),
    [
        ("officer", {"逾期的差评": 1, "待回访的评价人": 1, "未办结的差评": 1}),
        ("other_officer", {"逾期的差评": 0, "待回访的评价人": 0, "未办结的差评": 0}),
        (
            "manager",
            {"逾期的差评": 1, "待回访的评价人": 1, "未办结的差评": 1, "待审核公开的差评处理结果": 0, "待决定的申诉": 1},
        ),
        ("editor", {}),
    ],
)
def test_the_work_desk_counts_what_stands(
    client: Client, window: Window, cast: Cast, who: str, figures: dict[str, int]
) -> None:
    late = give(window)[0]
    ratings.appeal(late, reason="误评", actor=cast.officer)
    person: User = getattr(cast, who)
    entries = list(desk(person, WEDNESDAY))
    assert {entry.label: entry.number for entry in entries} == figures
    client.force_login(person)
    for entry in entries:
        assert client.get(entry.url).status_code == 200
    assert all(not entry.number for entry in desk(cast.other_officer, TUESDAY))


def test_a_missing_calendar_is_said(window: Window) -> None:
    rating = give(window)[0]
    rating.rated_on = MONDAY.replace(year=2050)
    [(label, words)] = due_steps(rating)
    assert label == "无法计算"
    assert "2050" in words


def test_each_window_has_a_sign_that_leads_to_its_form(client: Client, window: Window, cast: Cast) -> None:
    Window.objects.create(number="5", name="登记", department=cast.market)
    client.force_login(cast.officer)
    page = shown(client, f"{STAFF}signs/")
    assert "/feedback/ratings/windows/3/" in page
    assert "/feedback/ratings/windows/5/" not in page
    assert page.count("data:image/svg+xml") == 1
    client.force_login(cast.chief_officer)
    assert shown(client, f"{STAFF}signs/").count("data:image/svg+xml") == 2


def test_rules_are_added_and_not_changed(client: Client, cast: Cast) -> None:
    client.force_login(cast.system_admin)
    given = {"in_force_from": "2026-06-01", "contact_days": 1, "simple_days": 3, "complex_days": 10, "source": "通知"}
    assert client.post(reverse("admin:feedback_ratingrule_add"), given).status_code == 302
    wrong = client.post(
        reverse("admin:feedback_ratingrule_add"), {**given, "in_force_from": "2026-07-01", "simple_days": 0}
    )
    assert wrong.status_code == 200
