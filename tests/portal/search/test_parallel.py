"""Two hundred search for the commonest word at once: everybody gets the results."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.approvals.factories import make_item, publish
from tests.cast import Cast
from tests.guides.factories import make_guide
from tests.real_site import ask, own_database, serving

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SEARCHES = 200
AT_ONCE = 50


def test_everybody_gets_the_results(cast: Cast) -> None:
    for _guide in range(5):
        item = make_item(cast.police)
        for record in (item, make_guide(item)):
            publish(record, editor=cast.editor, reviewer=cast.reviewer)
    address = f"/search/?q={quote('身份证')}"
    with serving(own_database()) as (port, _process), ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda number: ask(port, "GET", address, number=number), range(SEARCHES)))
    assert {answer.status for answer in answers} == {200}
    assert all("<mark>" in answer.text for answer in answers)
