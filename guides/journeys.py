"""The way through a journey, worked out from its order and the public guides. Pure.

Stages follow from the order: a step stands one stage after the last of those it waits for, so the steps of a stage may
run side by side. The total time is that of the longest chain of steps; materials that are the same are listed once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from approvals.codelists import LimitUnit, ProjectType
from guides.documents import GuideDocument, JourneyDocument, JourneyStepDocument, MaterialDocument

if TYPE_CHECKING:
    from approvals.documents import ItemDocument
    from foundation.publishing.quotes import DepartmentQuote

_IN_WORKDAYS: Final[Mapping[str, tuple[int, int]]] = {
    LimitUnit.WORKING_DAY: (1, 1),
    LimitUnit.NATURAL_DAY: (5, 7),
    LimitUnit.MONTH: (23, 1),
    LimitUnit.YEAR: (250, 1),
}
"""Unit of a limit → working days as a fraction, rounded up: rather a day too many (own rule, for this sum only)."""
_HOURS_OF_DAY: Final = 24


@dataclass(frozen=True)
class Stop:
    """A step with its place on the way, and the guide as it is public now (None: withdrawn)."""

    number: int
    stage: int
    step: JourneyStepDocument
    guide: GuideDocument | None
    before: tuple[int, ...]
    """Numbers of the steps that must be done first."""

    @cached_property
    def days(self) -> int | None:
        """The promised limit in working days; 0 on the spot, None where nothing is promised."""
        return workdays(self.guide.item) if self.guide and self.guide.item else None


@dataclass(frozen=True)
class Need:
    """That a step needs a material."""

    stop: Stop
    material: MaterialDocument


@dataclass(frozen=True)
class Merged:
    """A material that one or several steps need, listed once."""

    needs: tuple[Need, ...]
    source: Stop | None
    """The earlier step from which one has it, if there is one."""

    @property
    def name(self) -> str:
        """What the first step calls it."""
        return self.needs[0].material.name

    @property
    def originals(self) -> int:
        """The largest number of originals that a step asks for."""
        return max(need.material.originals for need in self.needs)

    @property
    def copies(self) -> int:
        """The largest number of copies that a step asks for."""
        return max(need.material.copies for need in self.needs)

    @property
    def always(self) -> bool:
        """Whether a step that is no choice needs it from everybody."""
        return any(not need.material.applies_to and not need.stop.step.is_optional for need in self.needs)

    @property
    def is_handed_in(self) -> bool:
        """Whether one brings it from home: it is asked for on paper, and no step hands it out."""
        return self.source is None and bool(self.originals or self.copies)

    @property
    def form(self) -> Need | None:
        """The need whose blank form can be downloaded, if there is one."""
        return next((need for need in self.needs if need.material.blank_form), None)


@dataclass(frozen=True)
class Way:
    """The whole way: its stages, the longest chain, the materials, who takes part."""

    stages: tuple[tuple[Stop, ...], ...]
    longest: tuple[Stop, ...]
    """The chain of steps that takes longest; those done on the spot are part of it."""
    materials: tuple[Merged, ...]
    departments: tuple[DepartmentQuote, ...]

    @property
    def stops(self) -> list[Stop]:
        """All steps in their order."""
        return [stop for stage in self.stages for stop in stage]

    @property
    def total(self) -> int:
        """Working days of the longest chain."""
        return sum(stop.days or 0 for stop in self.longest)

    @property
    def unknown(self) -> list[Stop]:
        """The steps for which nothing is promised: the total leaves them out."""
        return [stop for stop in self.stops if stop.days is None and not stop.step.is_optional]

    @property
    def withdrawn(self) -> list[Stop]:
        """The steps whose guide is no longer public."""
        return [stop for stop in self.stops if stop.guide is None]

    @property
    def to_bring(self) -> list[Merged]:
        """What everybody brings along."""
        return [merged for merged in self.materials if merged.is_handed_in and merged.always]

    @property
    def may_bring(self) -> list[Merged]:
        """What one brings along in some situations, or for steps that one chooses."""
        return [merged for merged in self.materials if merged.is_handed_in and not merged.always]

    @property
    def looked_up(self) -> list[Merged]:
        """What the offices look up themselves."""
        return [merged for merged in self.materials if not merged.source and not merged.is_handed_in]

    @property
    def on_the_way(self) -> list[Merged]:
        """What an earlier step hands out."""
        return [merged for merged in self.materials if merged.source]


def workdays(item: ItemDocument) -> int | None:
    """Return the promised limit of an item in working days, rounded up; None where nothing is promised."""
    if item.promised_days is None:
        return 0 if item.project_type == ProjectType.IMMEDIATE else None
    if item.promised_unit == LimitUnit.HOUR:
        return item.promised_days // _HOURS_OF_DAY
    part, whole = _IN_WORKDAYS[item.promised_unit or LimitUnit.WORKING_DAY]
    return -(-item.promised_days * part // whole)


def plan(journey: JourneyDocument, guides: Mapping[int, GuideDocument]) -> Way:
    """Work out the way from the order of the steps and the public guides, by the ids of their drafts."""
    stages = tuple(_stages(journey.steps, guides))
    stops = [stop for stage in stages for stop in stage]
    departments = {stop.guide.department.id: stop.guide.department for stop in stops if stop.guide}
    return Way(stages, _longest(stops), tuple(_merge(stops)), tuple(departments.values()))


def find_circle(steps: Sequence[JourneyStepDocument]) -> list[JourneyStepDocument]:
    """Return steps that wait for each other in a circle; empty where all can be done."""
    by_key = {step.key: step for step in steps}
    waiting = dict(by_key)
    while ready := [key for key, step in waiting.items() if not any(one.code in waiting for one in step.after)]:
        for key in ready:
            del waiting[key]
    return list(waiting.values())


def _stages(steps: Sequence[JourneyStepDocument], guides: Mapping[int, GuideDocument]) -> Iterator[tuple[Stop, ...]]:
    """Yield the steps that can begin once those of the stages before are done."""
    stuck = {step.key for step in find_circle(steps)}
    waiting = [step for step in steps if step.key not in stuck]
    known = {step.key for step in waiting}
    numbers: dict[str, int] = {}
    stage = 0
    while waiting:
        stage += 1
        ready = [step for step in waiting if all(one.code in numbers for one in step.after if one.code in known)]
        yield tuple(
            Stop(
                number,
                stage,
                step,
                guides.get(step.guide_id),
                tuple(sorted(numbers[one.code] for one in step.after if one.code in numbers)),
            )
            for number, step in enumerate(ready, start=len(numbers) + 1)
        )
        numbers.update({step.key: number for number, step in enumerate(ready, start=len(numbers) + 1)})
        waiting = [step for step in waiting if step.key not in numbers]


def _longest(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Return the chain of required steps that takes most days, in order; optional steps weigh nothing."""
    chains: dict[int, tuple[int, tuple[Stop, ...]]] = {}
    for stop in stops:
        days, chain = max((chains[number] for number in stop.before), key=lambda one: one[0], default=(0, ()))
        counts = not stop.step.is_optional
        chains[stop.number] = (days + (stop.days or 0), (*chain, stop)) if counts else (days, chain)
    return max(chains.values(), key=lambda one: (one[0], len(one[1])), default=(0, ()))[1]


def _merge(stops: Sequence[Stop]) -> Iterator[Merged]:
    """Yield the materials of all steps, the same ones once."""
    same: dict[str, list[Need]] = {}
    for stop in stops:
        for material in stop.guide.materials if stop.guide else ():
            same.setdefault(_identity(material), []).append(Need(stop, material))
    yield from (Merged(tuple(needs), _source(needs, stops)) for needs in same.values())


def _identity(material: MaterialDocument) -> str:
    """Return what makes two materials the same: the bytes of the blank form, else the name without its marks."""
    return material.blank_form.sha256 if material.blank_form else plain_name(material.name)


def plain_name(name: str) -> str:
    """Return a name without blanks and punctuation, in one width and case; words in brackets stay, they tell apart."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return "".join(sign for sign in folded if sign.isalnum())


_BRACKETS: Final = re.compile(r"（[^）]*）|\([^)]*\)")
_SHORTEST_RESULT: Final = 3


def _source(needs: Sequence[Need], stops: Sequence[Stop]) -> Stop | None:
    """Return the step that hands the material out, if every step that needs it comes after that one."""
    by_number = {stop.number: stop for stop in stops}
    wanted = _bare(needs[0].material.name)
    common = set.intersection(*(_all_before(need.stop, by_number) for need in needs))
    for number in sorted(common):
        stop = by_number[number]
        results = stop.guide.item.results if stop.guide and stop.guide.item else ()
        if len(wanted) >= _SHORTEST_RESULT and any(_bare(result.name).endswith(wanted) for result in results):
            return stop
    return None


def _bare(name: str) -> str:
    return plain_name(_BRACKETS.sub("", name))


def _all_before(stop: Stop, by_number: Mapping[int, Stop]) -> set[int]:
    """Return the numbers of all steps that are done before this one begins."""
    found: set[int] = set()
    waiting: list[int] = list(stop.before)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting.extend(by_number[number].before)
    return found
