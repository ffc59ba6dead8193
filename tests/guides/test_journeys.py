"""The way through a journey: stages, the longest chain, one list of materials."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.documents import ResultDocument
from guides.documents import GuideDocument, JourneyDocument, JourneyStepDocument, StepQuote
from guides.journeys import Way, find_circle, plain_name, plan, workdays
from tests.guides.documents import guide_with


def journey(after: dict[str, Sequence[str]], optional: Sequence[str] = ()) -> JourneyDocument:
    """Return a journey whose steps are named by one letter each; the guide of ``a`` has the id 0, and so on."""
    guide = guide_with({}, {})
    steps = [
        JourneyStepDocument(
            key=key, name=f"guide {key}", guide_id=number, slug=key, who="", note="", is_optional=key in optional,
            after=tuple(StepQuote(code=one, name=one) for one in before),
        )
        for number, (key, before) in enumerate(after.items())
    ]  # fmt: skip
    return JourneyDocument.model_validate(
        {
            **dict.fromkeys(("slug", "title", "title_en", "summary", "body", "contact_phone", "contact_address"), "x"),
            "department": guide.department,
            "steps": steps,
        }
    )


def guide(days: int | None = 1, materials: Sequence[str] = (), result: str = "", **item: Any) -> GuideDocument:
    """Return a guide with a limit in working days, materials by their names, and one result."""
    made = guide_with({}, {name: {} for name in materials})
    assert made.item is not None
    results = [ResultDocument(key="r", name=result, result_type="10", validity="", sample=None)] if result else []
    limit = {"promised_days": days, "promised_unit": "workday" if days is not None else "", "project_type": "2"}
    named = [one.model_copy(update={"name": one.key}) for one in made.materials]
    return made.model_copy(
        update={
            "materials": tuple(named),
            "item": made.item.model_copy(update={**limit, "results": tuple(results), **item}),
        }
    )


def numbers(way: Way) -> list[str]:
    """Return the steps of each stage by their letters."""
    return ["".join(stop.step.key for stop in stage) for stage in way.stages]


@pytest.mark.parametrize(
    ("after", "stages"),
    [
        ({"a": "", "b": ""}, ["ab"]),
        ({"a": "", "b": "a", "c": "a", "d": "bc"}, ["a", "bc", "d"]),
        ({"d": "c", "c": "", "b": "c"}, ["c", "db"]),
        ({"a": "", "b": "a", "c": "b", "d": "a"}, ["a", "bd", "c"]),
        ({"a": "x", "b": "a"}, ["a", "b"]),
    ],
)
def test_stages_follow_from_the_order(after: dict[str, str], stages: list[str]) -> None:
    assert numbers(plan(journey(after), {})) == stages


@pytest.mark.parametrize(
    ("after", "days", "optional", "chain", "total"),
    [
        ({"a": "", "b": "a", "c": "a", "d": "bc"}, (1, 2, 5, 3), "", "acd", 9),
        ({"a": "", "b": "a", "c": "a", "d": "bc"}, (1, 2, 5, 3), "c", "abd", 6),
        ({"a": "", "b": "a"}, (0, 0), "", "ab", 0),
        ({"a": "", "b": "a"}, (None, 4), "", "ab", 4),
        ({"a": "", "b": ""}, (7, 3), "", "a", 7),
        ({"a": "", "b": "a", "c": "b"}, (3, 9, 2), "b", "ac", 5),
    ],
)
def test_the_total_is_the_longest_chain(
    after: dict[str, str], days: tuple[int | None, ...], optional: str, chain: str, total: int
) -> None:
    way = plan(journey(after, optional), {number: guide(one) for number, one in enumerate(days)})
    assert "".join(stop.step.key for stop in way.longest) == chain
    assert way.total == total


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((5, "workday", "2"), 5),
        ((15, "day", "2"), 11),
        ((7, "day", "2"), 5),
        ((1, "day", "2"), 1),
        ((1, "hour", "1"), 0),
        ((48, "hour", "2"), 2),
        ((1, "month", "2"), 23),
        ((0, "workday", "1"), 0),
        ((None, "", "1"), 0),
        ((None, "", "2"), None),
    ],
)
def test_limits_in_working_days(values: tuple[int | None, str, str], expected: int | None) -> None:
    days, unit, kind = values
    item: Any = SimpleNamespace(promised_days=days, promised_unit=unit, project_type=kind)
    assert workdays(item) == expected


def test_what_several_steps_ask_for_stands_once_with_the_most_copies() -> None:
    first, second = guide(1, ["身份证", "申请表"]), guide(1, ["身 份 证", "合同"])
    more = second.materials[0].model_copy(update={"copies": 3, "originals": 0})
    second = second.model_copy(update={"materials": (more, *second.materials[1:])})
    way = plan(journey({"a": "", "b": "a"}), {0: first, 1: second})
    shown = [(one.name, one.originals, one.copies, [need.stop.number for need in one.needs]) for one in way.to_bring]
    assert shown[0] == ("身份证", first.materials[0].originals, 3, [1, 2])
    assert [name for name, *_rest in shown] == ["身份证", "申请表", "合同"]


def test_the_same_form_is_one_material_and_other_forms_of_that_name_are_not() -> None:
    def with_form(sha: str, name: str) -> GuideDocument:
        made = guide(1, [name])
        quote = {"id": 1, "name": "f.docx", "content_type": "x", "size": 1, "sha256": sha}
        return GuideDocument.model_validate(
            {**made.model_dump(), "materials": [{**made.materials[0].model_dump(), "blank_form": quote}]}
        )

    ways = {
        "same": plan(journey({"a": "", "b": ""}), {0: with_form("1", "申请书"), 1: with_form("1", "登记申请书")}),
        "other": plan(journey({"a": "", "b": ""}), {0: with_form("1", "申请书"), 1: with_form("2", "申请书")}),
    }
    assert {name: len(way.to_bring) for name, way in ways.items()} == {"same": 1, "other": 2}


def test_what_an_earlier_step_hands_out_need_not_be_brought() -> None:
    guides = {0: guide(1, [], "个体工商户营业执照（正副本）"), 1: guide(1, ["营业执照"]), 2: guide(1, ["营业执照"])}
    after = plan(journey({"a": "", "b": "a", "c": "b"}), guides)
    assert [(one.name, one.source.number if one.source else 0) for one in after.on_the_way] == [("营业执照", 1)]
    beside = plan(journey({"a": "", "b": "a", "c": ""}), guides)
    assert [one.name for one in beside.to_bring] == ["营业执照"], "a step that does not wait needs one's own"


def test_a_withdrawn_guide_is_named_and_counts_for_nothing() -> None:
    way = plan(journey({"a": "", "b": "a"}), {0: guide(2)})
    assert [stop.step.name for stop in way.withdrawn] == ["guide b"]
    assert (way.total, len(way.unknown)) == (2, 1)


def test_names_differ_only_by_what_can_be_read() -> None:
    assert plain_name(" 居民 身份证（原件）") == plain_name("居民身份证(原件)")
    assert plain_name("出生医学证明（副页）") != plain_name("出生医学证明")


@given(
    data=st.data(),
    days=st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=7),
)
def test_any_order_without_circles_has_its_stages(data: st.DataObject, days: list[int | None]) -> None:
    letters = "abcdefg"[: len(days)]
    order = data.draw(st.permutations(letters))
    waits = {
        one: data.draw(st.lists(st.sampled_from(order[:place]), unique=True)) if place else []
        for place, one in enumerate(order)
    }
    document = journey({one: waits[one] for one in letters})
    way = plan(document, {number: guide(one) for number, one in enumerate(days)})
    assert not find_circle(document.steps)
    assert sorted(stop.step.key for stop in way.stops) == sorted(letters)
    assert [stop.number for stop in way.stops] == list(range(1, len(letters) + 1))
    stage = {stop.step.key: stop.stage for stop in way.stops}
    assert all(stage[before] < stage[one] for one in letters for before in waits[one])
    known = [one for one in days if one is not None]
    assert max(known, default=0) <= way.total <= sum(known)


@pytest.mark.parametrize(
    ("after", "stuck"), [({"a": "b", "b": "a", "c": ""}, "ab"), ({"a": "a", "b": ""}, "a"), ({"a": "", "b": "a"}, "")]
)
def test_circles_are_found_and_the_rest_still_planned(after: dict[str, str], stuck: str) -> None:
    document = journey(after)
    assert "".join(step.key for step in find_circle(document.steps)) == stuck
    assert len(plan(document, {}).stops) == len(after) - len(stuck)
