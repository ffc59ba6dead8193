"""Error pages: staff stay in the frame of the back office, everybody else in that of the site."""

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/admin/nosuch/", "/staff/feedback/LY1999-000001/", "/staff/nosuch/"])
def test_staff_find_back_to_their_desk(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.officer)
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 404
    assert 'id="nav-sidebar"' in text
    assert "不属于您所在的部门" in text


@pytest.mark.parametrize("path", ["/staff/nosuch/", "/no-such-page/"])
def test_strangers_learn_nothing_of_the_back_office(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "nav-sidebar" not in response.content.decode()
