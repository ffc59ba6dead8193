"""/departments/ and the page of a department."""

from django.test import Client

from foundation.organization import Window
from tests.approvals.factories import make_item, publish
from tests.cast import Cast, make_department


def test_list_with_windows_in_a_fixed_number_of_queries(cast: Cast, client: Client, django_assert_num_queries):
    Window.objects.create(department=cast.police, number="B17", name="户籍窗口")
    publish(make_item(cast.police), editor=cast.editor, reviewer=cast.reviewer)
    client.get("/departments/")
    with django_assert_num_queries(3):
        text = client.get("/departments/").content.decode()
    assert "B17 户籍窗口" in text
    assert "1个事项" in text
    make_department("x", "江城市其他部门")
    with django_assert_num_queries(3):
        client.get("/departments/")


def test_department_page(cast: Cast, client: Client):
    cast.police.functions = "管理户籍。"
    cast.police.save()
    Window.objects.create(department=cast.police, number="B17", name="户籍窗口", floor="二楼B区")
    Window.objects.create(department=cast.police, number="B99", name="已停用窗口", is_active=False)
    item = make_item(cast.police)
    publish(item, editor=cast.editor, reviewer=cast.reviewer)
    text = client.get("/departments/gaj/").content.decode()
    for words in ("管理户籍。", "户籍窗口", "二楼B区", "tel:07295550000", item.name, "/guides/?department=gaj"):
        assert words in text
    assert "已停用窗口" not in text


def test_hidden_departments_have_no_page_unless_something_public_leads_there(cast: Cast, client: Client):
    cast.police.is_active = False
    cast.police.save()
    assert client.get("/departments/gaj/").status_code == 404
    publish(make_item(cast.police), editor=cast.editor, reviewer=cast.reviewer)
    assert client.get("/departments/gaj/").status_code == 200, "the page of its item leads there"
    assert cast.police.name not in client.get("/departments/").content.decode()
