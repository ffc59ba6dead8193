"""What sounds alike is offered, what does not is not, and no number of a person is ever looked for."""

import pytest
from django.utils.translation import override

from disclosure.already_public import suggest
from foundation.alike import SHOWN
from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.disclosure.factories import make_publication
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(cast: Cast) -> Cast:
    for title, title_en in (
        ("2025年窗口办件量统计表", "Cases at the windows in 2025"),
        ("停车场收费标准", ""),
        ("江城市财政预算公开说明", ""),
    ):
        text = make_publication(cast.police, title=title, title_en=title_en)
        publish(text, editor=cast.editor, reviewer=cast.reviewer)
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, title="居民身份证补领"), editor=cast.editor, reviewer=cast.reviewer)
    return cast


@pytest.mark.parametrize(
    ("subject", "titles"),
    [
        ("我想了解2025年各窗口的办件量统计", ["2025年窗口办件量统计表"]),
        ("停车收费标准的依据", ["停车场收费标准"]),
        ("身份证补领要多久", ["居民身份证补领"]),
        ("预算", ["江城市财政预算公开说明"]),
        ("办件数", ["2025年窗口办件量统计表"]),
        ("养老金发放名单", []),
        ("申请公开政府信息的有关情况", []),
        ("11010519491231002X", []),
        ("", []),
        ("\x00%_", []),
        ("🧾" * 300, []),
    ],
)
def test_alike_is_what_shares_enough_pieces_of_the_name(texts: Cast, subject: str, titles: list[str]):
    assert [one.title.text for one in suggest(subject)] == titles


def test_the_most_alike_comes_first_and_there_are_few(cast: Cast):
    for number in range(SHOWN + 2):
        text = make_publication(cast.police, title=f"窗口办件量{number}")
        publish(text, editor=cast.editor, reviewer=cast.reviewer)
    best = make_publication(cast.police, title="窗口办件量统计月报")
    publish(best, editor=cast.editor, reviewer=cast.reviewer)
    found = suggest("窗口办件量统计月报")
    assert len(found) == SHOWN
    assert found[0].title.text == "窗口办件量统计月报"


def test_each_leads_to_its_page_in_the_language_of_the_reader(texts: Cast, client):
    with override("en"):
        (found,) = suggest("cases windows 2025")
    assert found.title.text == "Cases at the windows in 2025"
    assert found.url.startswith("/en/disclosure/documents/")
    assert client.get(found.url).status_code == 200
    (guide,) = suggest("居民身份证补领")
    assert client.get(guide.url).status_code == 200


def test_what_is_not_public_is_not_named(cast: Cast):
    make_publication(cast.police, title="尚未发布的统计表")
    assert suggest("尚未发布的统计表") == []


def test_what_only_the_text_says_is_found_too(cast: Cast):
    """Nobody calls the page like that, but its text is about it."""
    text = make_publication(cast.police, title="大厅运行月报", text="五月大厅共受理一万二千件，办件量比上月多。")
    publish(text, editor=cast.editor, reviewer=cast.reviewer)
    assert [one.title.text for one in suggest("申请公开大厅办件量")] == ["大厅运行月报"]


def test_the_same_queries_however_many_there_are(texts: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        suggest("窗口办件量统计、停车场收费标准、身份证补领")
