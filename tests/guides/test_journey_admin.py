"""Journeys in the back office: steps, their order, a preview of the way, and what staff are told."""

import pytest

from foundation.publishing.actions import retire, submit
from guides.models import Guide, Journey
from tests.approvals.factories import make_item, publish
from tests.back_office import client_of, form_data, listing, page
from tests.cast import Cast
from tests.guides.factories import make_guide, make_journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(cast: Cast) -> Journey:
    """A draft through two public guides."""
    guides = []
    for slug in ("one", "two"):
        item = make_item(cast.police)
        guides.append(make_guide(item, slug=slug, title=f"指南{slug}"))
        for record in (item, guides[-1]):
            publish(record, editor=cast.editor, reviewer=cast.reviewer)
    return make_journey(guides, title="办成一件事")


def test_steps_wait_for_those_that_are_ticked(cast: Cast, journey: Journey) -> None:
    client = client_of(cast.editor)
    address = page(journey, "change")
    data = form_data(client.get(address), "journey_form")
    assert data["steps-1-after"] == ["one"]
    assert client.post(address, {**data, "steps-1-after": [], "_continue": "1"}).status_code == 302
    assert journey.steps.get(key="two").after == []
    data = form_data(client.get(address), "journey_form")
    assert client.post(address, {**data, "steps-0-after": ["one"]}).status_code == 200, "no step waits for itself"


def test_guides_of_every_department_may_be_chosen_but_only_public_ones(cast: Cast, journey: Journey) -> None:
    draft = make_guide(make_item(cast.police), title="草稿指南")
    found = client_of(cast.other_editor).get(
        "/admin/autocomplete/",
        {"app_label": "guides", "model_name": "journeystep", "field_name": "guide", "term": "指南"},
    )
    names = [result["text"] for result in found.json()["results"]]
    assert sorted(names) == ["指南one", "指南two"]
    assert draft.title not in names


def test_the_preview_shows_the_way(cast: Cast, journey: Journey) -> None:
    text = client_of(cast.editor).get(page(journey, "preview")).content.decode()
    assert "<!--way-->" not in text
    assert "指南two" in text


def test_the_reviewer_reads_the_order_in_words(cast: Cast, journey: Journey) -> None:
    submit(journey, actor=cast.editor)
    text = client_of(cast.reviewer).get(page(journey, "review")).content.decode()
    assert "前置步骤" in text


def test_staff_are_told_of_a_withdrawn_guide(cast: Cast, journey: Journey) -> None:
    publish(journey, editor=cast.editor, reviewer=cast.reviewer)
    retire(Guide.objects.get(slug="two"), actor=cast.reviewer, reason="修订")
    client = client_of(cast.editor)
    assert "guides=withdrawn" in client.get("/admin/").content.decode()
    assert "办成一件事" in client.get(f"{listing(Journey)}?guides=withdrawn").content.decode()
