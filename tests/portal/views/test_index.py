"""/: doors, life events, figures that open, news."""

import re

from django.test import Client

from approvals.models import Theme
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.disclosure.factories import make_column, make_publication
from tests.guides.factories import make_guide


def published_guide(cast: Cast, theme: Theme | None = None, **values: object) -> None:
    item = make_item(cast.police, **values)
    if theme:
        item.themes.add(theme)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    publish(make_guide(item, title=item.name), editor=cast.editor, reviewer=cast.reviewer)


def test_doors_events_and_news(cast: Cast, client: Client):
    theme = make_theme("p-tax", name="纳税缴费")
    make_theme("e-work", name="就业", kind="life_event", glyph="工", description="求职、参保")
    make_theme("p-other", name="没有指南的主题")
    published_guide(cast, theme, name="契税申报")
    text = client.get("/").content.decode()
    assert re.search(r'href="/guides/\?theme=p-tax"><span>纳税缴费</span><span class="count">1</span>', text)
    assert 'href="/guides/?event=e-work"' in text
    assert "求职、参保" in text
    assert "没有指南的主题" not in text
    assert text.count("契税申报") == 2, "as a new guide and as an adjustment"


def test_every_figure_opens_what_it_counts(cast: Cast, client: Client):
    published_guide(cast, project_type="1", onsite_visits=0)
    published_guide(cast, onsite_visits=1, online=True)
    text = client.get("/").content.decode()
    figures = re.findall(r'<a href="([^"]+)"><strong>(\d+)</strong>', text)
    assert len(figures) == 6
    for address, value in figures:
        page = client.get(address).content.decode()
        if "/departments/" in address:
            assert page.count('class="department"') == int(value)
        else:
            assert f"<strong>{value}</strong>" in page, address


def test_an_empty_site_still_has_a_home(db: None, client: Client):
    assert client.get("/").status_code == 200
    assert client.get("/en/").status_code == 200


def test_queries_do_not_grow(cast: Cast, client: Client, django_assert_num_queries):
    published_guide(cast)
    client.get("/")
    with django_assert_num_queries(6):
        client.get("/")
    for _number in range(3):
        published_guide(cast)
    with django_assert_num_queries(20):  # two indexes of the lists are made anew, too
        client.get("/")
    with django_assert_num_queries(6):
        client.get("/")


def test_the_newest_texts_of_disclosure(cast: Cast, client: Client):
    notices = make_column("notices", name="通知公告")
    for column, title in ((make_column("news"), "窗口搬迁"), (notices, "假期安排")):
        publish(make_publication(cast.police, column=column, title=title), editor=cast.editor, reviewer=cast.reviewer)
    text = client.get("/").content.decode()
    news, others = text.index('id="news-title"'), text.index('id="texts-title"')
    assert news < text.index("窗口搬迁") < others < text.index("假期安排")
