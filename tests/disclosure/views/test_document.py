"""/disclosure/documents/<prefix>/<number>/: the page of a publication."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from disclosure.models import EarlierDocument, Milestone, Outlet, Publication
from foundation.publishing.actions import retire, submit
from foundation.publishing.duplicating import duplicate
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.factories import make_column, make_publication

TODAY = dt.date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _stand_on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.views.publications.local_today", lambda: TODAY)


def show(client: Client, publication: Publication, language: str = "") -> str:
    prefix, number = publication.index_number.text.split("/")
    response = client.get(f"{language}/disclosure/documents/{prefix}/{number}/")
    assert response.status_code == 200
    return response.content.decode()


def release(cast: Cast, publication: Publication) -> Publication:
    publish(publication, editor=cast.editor, reviewer=cast.reviewer)
    return publication


def test_the_head_of_a_record_as_the_2018_report_shows_it(cast: Cast, client: Client) -> None:
    column = make_column("organs", name="市政府部门", kind="yearly")
    text = release(cast, make_publication(
        cast.police, column=column, title="2018年信息公开年报", kind="report", issued_on=dt.date(2026, 2, 11),
        written_on=dt.date(2026, 2, 10), keywords="年报 信息公开",
    ))  # fmt: skip
    page = show(client, text)
    for words in (
        "索引号", "114299000/2026-00001", "分类", "市政府部门", "发布机构", "江城市公安局办公室", "发文日期",
        "2026-02-11", "文号", "成文日期", "2026-02-10", "年报 信息公开", "主动公开", "面向全社会",
    ):  # fmt: skip
        assert words in page, words


def test_the_meta_tags_of_government_sites(cast: Cast, client: Client) -> None:
    text = release(cast, make_publication(cast.police, title="窗口调整", column=make_column(name="窗口动态")))
    page = show(client, text)
    live_from = timezone.localtime(text.live_revision.live_from)
    for name, content in {
        "ArticleTitle": "窗口调整",
        "PubDate": f"{live_from:%Y-%m-%d %H:%M}",
        "ContentSource": "江城市公安局办公室",
        "ColumnName": "窗口动态",
        "ColumnType": "动态要闻",
    }.items():
        assert page.count(f'<meta name="{name}" content="{content}">') == 1, name
        assert page.count(f'<meta name="{name}"') == 1, name


def test_chapters_and_articles_are_linkable_and_nothing_typed_is_markup(cast: Cast, client: Client) -> None:
    text = "第一章 总则\n第一条 甲<script>\n第二章 分则\n第二条 乙\n第三章 附则\n第三条 丙 <!--validity-->"
    page = show(client, release(cast, make_publication(cast.police, title="办法<b>", text=text)))
    assert 'id="chapter-2"' in page
    assert 'href="#chapter-3"' in page
    assert 'id="art-3"' in page
    assert "<script>" not in page.replace("<script src", "")
    assert "办法&lt;b&gt;" in page
    assert "&lt;!--validity--&gt;" in page


@pytest.mark.parametrize(
    ("values", "badge", "sentence"),
    [
        ({"kind": "normative"}, "有效", ""),
        ({"kind": "normative", "effective_on": dt.date(2026, 6, 1)}, "尚未施行", "自2026-06-01起施行。"),
        ({"kind": "normative", "expires_on": dt.date(2026, 5, 19)}, "失效", "有效期至2026-05-19。"),
        ({"kind": "document", "abolished_on": dt.date(2026, 5, 20)}, "废止", "自2026-05-20起废止。"),
    ],
)
def test_validity_by_the_day(values: dict[str, Any], badge: str, sentence: str, cast: Cast, client: Client) -> None:
    page = show(client, release(cast, make_publication(cast.police, **values)))
    assert "有效性" in page
    assert f">{badge}</span>" in page
    assert sentence in page


def test_news_says_nothing_of_validity(cast: Cast, client: Client) -> None:
    assert "有效性" not in show(client, release(cast, make_publication(cast.police)))


@pytest.mark.parametrize(
    ("effect", "badge", "sentence"),
    [("replaces", "失效", "自2026-05-01起被下列文件替代："), ("abolishes", "废止", "自2026-05-01起被下列文件废止："),
     ("amends", "已修改", "自2026-05-01起被下列文件修改：")],
)  # fmt: skip
def test_the_old_document_names_the_new_one(effect: str, badge: str, sentence: str, cast: Cast, client: Client) -> None:
    old = release(cast, make_publication(cast.police, title="旧办法", kind="normative"))
    new = make_publication(cast.police, title="新办法", kind="normative", effective_on=dt.date(2026, 5, 1))
    EarlierDocument.objects.create(publication=new, target=old, effect=effect)
    assert "新办法" not in show(client, old), "a draft has no effect"
    release(cast, new)
    page = show(client, old)
    assert f">{badge}</span>" in page
    assert sentence in page
    assert 'href="/disclosure/documents/114299000/2026-00002/">新办法</a>' in page
    assert '<a href="/disclosure/documents/114299000/2026-00001/"><span>旧办法</span></a>' in show(client, new)


def test_a_withdrawn_document_is_named_but_no_longer_linked(cast: Cast, client: Client) -> None:
    old = release(cast, make_publication(cast.police, title="旧办法", kind="normative"))
    new = make_publication(cast.police, title="新办法", kind="normative", column=make_column("normative"))
    EarlierDocument.objects.create(publication=new, target=old, effect="replaces")
    release(cast, new)
    retire(old, actor=cast.reviewer, reason="移交档案馆")
    page = show(client, new)
    assert "旧办法" in page
    assert "2026-00001/" not in page
    assert client.get("/disclosure/documents/114299000/2026-00001/").status_code == 404


def test_milestones_show_what_is_done_and_what_is_late(cast: Cast, client: Client) -> None:
    promise = make_publication(cast.police, kind="promise", text="")
    for number, (title, due, done) in enumerate([
        ("新增自助机", dt.date(2026, 3, 31), dt.date(2026, 3, 20)),
        ("延长服务时间", dt.date(2026, 5, 19), None),
        ("开通帮办", dt.date(2026, 5, 20), None),
    ]):  # fmt: skip
        Milestone.objects.create(publication=promise, title=title, due_on=due, done_on=done, position=number)
    page = show(client, release(cast, promise))
    assert '<progress max="3" value="1"' in page
    assert "2026-03-20完成" in page
    assert page.count("已逾期") == 1, "due yesterday is late, due today is not"


def test_texts_before_and_after_in_the_column(cast: Cast, client: Client) -> None:
    texts = [
        release(cast, make_publication(cast.police, title=title, issued_on=day, written_on=day))
        for title, day in (("甲", dt.date(2026, 1, 5)), ("乙", dt.date(2026, 1, 6)), ("丙", dt.date(2026, 1, 6)))
    ]
    release(cast, make_publication(cast.police, title="别处", column=make_column("notices", kind="notices")))
    page = show(client, texts[1])
    assert 'rel="prev"><span class="hush">上一篇</span> <span>甲</span>' in page
    assert ' rel="next"><span class="hush">下一篇</span> <span>丙</span>' in page
    assert 'rel="prev"' not in show(client, texts[0])
    assert "别处" not in page


def test_where_else_it_went_out(cast: Cast, client: Client) -> None:
    text = release(cast, make_publication(cast.police))
    Outlet.objects.create(
        department=cast.police, publication=text, channel="wechat", on=TODAY, title="一图读懂", medium="江城政务"
    )
    page = show(client, text)
    assert "其他发布渠道" in page
    assert "江城政务" in page


def test_a_record_on_request_shows_no_content(cast: Cast, client: Client) -> None:
    record = make_publication(cast.police, disclosure_mode="on_request", text="")
    page = show(client, release(cast, record))
    assert "依申请公开" in page
    assert "此处不刊登内容" in page


def test_the_page_of_a_changed_draft_stays_as_released(cast: Cast, client: Client) -> None:
    text = release(cast, make_publication(cast.police, title="定稿"))
    Publication.objects.filter(pk=text.pk).update(title="草稿改动")
    assert "草稿改动" not in show(client, text)
    submit(Publication.objects.get(pk=text.pk), actor=cast.editor)
    assert "草稿改动" not in show(client, text)


def test_the_english_page_marks_chinese_words(cast: Cast, client: Client) -> None:
    text = release(cast, make_publication(cast.police, title="窗口调整", title_en="Windows have moved"))
    page = show(client, text, "/en")
    assert "<h1>Windows have moved</h1>" in page
    assert '<p class="document-other" lang="zh-Hans">窗口调整</p>' in page
    assert "Index number" in page


def test_a_copy_is_no_second_public_text(cast: Cast) -> None:
    text = release(cast, make_publication(cast.police))
    other = make_publication(cast.police)
    number = other.index_number
    other.delete()
    copy = duplicate(text, actor=cast.editor, index_number=number)
    assert not copy.revisions.exists()
    assert copy.index_number != text.index_number


@pytest.mark.parametrize("path", ["114299000/2026-99999", "x/y", "114299000/2026-00001%00"])
def test_unknown_numbers(path: str, db: None, client: Client) -> None:
    assert client.get(f"/disclosure/documents/{path}/").status_code == 404
