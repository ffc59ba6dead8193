"""Public figures of the good/bad rating: 评价率、满意率、差评率、整改率、回访率.

The first grade counts; what the rater said after the result stands beside it.  A rating whose appeal was granted counts
nowhere, but how many these are is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.grades import BAD, STARS, Grade, RatingStage, StepKind
from feedback.models.ratings import Rating, RatingStep
from feedback.models.replies import Reply, ReplyStage
from feedback.periods import Period
from foundation.organization import Department

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_GOOD: Final = frozenset(Grade.values) - BAD


def _has_step(*kinds: StepKind) -> Exists:
    return Exists(RatingStep.objects.filter(rating=OuterRef("pk"), kind__in=kinds))


_COUNTED: Final = ~Q(stage=RatingStage.NOT_COUNTED)
SHOWN: Final[Mapping[str, tuple[StrOrPromise, Callable[[QuerySet[Rating]], QuerySet[Rating]]]]] = {
    "counted": (_("Ratings that count"), lambda rows: rows.filter(_COUNTED)),
    "satisfied": (_("Satisfied: the three upper grades"), lambda rows: rows.filter(_COUNTED, grade__in=_GOOD)),
    "bad": (_("Bad ratings: the two lower grades"), lambda rows: rows.filter(_COUNTED, grade__in=BAD)),
    "named": (
        _("Bad ratings that left a phone number"),
        lambda rows: rows.filter(_COUNTED, grade__in=BAD, is_named=True),
    ),
    "called": (
        _("Bad ratings whose rater was called back"),
        lambda rows: rows.filter(_COUNTED, _has_step(StepKind.CONTACTED), grade__in=BAD, is_named=True),
    ),
    "mended": (
        _("Bad ratings that were corrected or explained"),
        lambda rows: rows.filter(_COUNTED, _has_step(StepKind.CORRECTED, StepKind.EXPLAINED), grade__in=BAD),
    ),
    "replies": (_("Ratings of replies to messages"), lambda rows: rows.filter(_COUNTED, reply__isnull=False)),
    "again": (_("Rated again after the result"), lambda rows: rows.filter(_COUNTED).exclude(re_grade="")),
    "appealed": (_("Appeals granted, not counted"), lambda rows: rows.exclude(_COUNTED)),
}
"""What a figure counts, by its name in the address: the words, and the rows behind it."""


def rows_behind(shown: str, period: Period | None) -> QuerySet[Rating]:
    """Return the ratings that a figure of a period counts.

    Ratings of replies belong to the period in which the reply was sent, all others to that in which they were given.
    """
    _words, narrow = SHOWN[shown]
    rows = narrow(Rating.objects.all())
    if period is None:
        return rows
    day = "reply__sent_on" if shown == "replies" else "rated_on"
    return rows.filter(**{f"{day}__range": (period.first, period.last)})


@dataclass
class RatingFigures:
    """The counts of a month, a department or a whole year."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By the names of ``SHOWN``."""
    grades: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    again: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """What raters said after the result, by grade."""
    ratable: int = 0
    """Replies that were sent, and so could be rated."""

    @property
    def counted(self) -> int:
        """All ratings that count."""
        return self.counts["counted"]

    def rate(self, part: str, whole: str = "counted") -> int | None:
        """Return a share in percent, rounded; None of nothing."""
        return percent(self.counts[part], self.counts[whole])

    @property
    def satisfied(self) -> int | None:
        """满意率: the three upper grades among all that count."""
        return self.rate("satisfied")

    @property
    def bad(self) -> int | None:
        """差评率: the two lower grades among all that count."""
        return self.rate("bad")

    @property
    def mended(self) -> int | None:
        """整改率: bad ratings corrected or explained, among all bad ones."""
        return self.rate("mended", "bad")

    @property
    def called(self) -> int | None:
        """回访率: named bad ratings whose rater was reached, among all named bad ones."""
        return self.rate("called", "named")

    @property
    def rated(self) -> int | None:
        """评价率: of the replies sent in the period, those that were rated, whenever that was."""
        return percent(self.counts["replies"], self.ratable)

    @property
    def bars(self) -> Sequence[Bar]:
        """The shares of the grades, side by side, for the drawing."""
        found, start = [], 0.0
        for grade in Grade:
            width = 100 * self.grades[grade.value] / self.counted if self.counted else 0.0
            if width:
                found.append(Bar(grade.value, round(start, 2), round(width, 2)))
            start += width
        return found

    @property
    def grade_rows(self) -> Sequence[GradeRow]:
        """Each grade with its count, its share, and what was said after the result."""
        return [
            GradeRow(
                grade,
                self.grades[grade.value],
                percent(self.grades[grade.value], self.counted) or 0,
                self.again[grade.value],
            )
            for grade in Grade
        ]


@dataclass(frozen=True)
class Bar:
    """A piece of a bar of 100."""

    grade: str
    start: float
    width: float


@dataclass(frozen=True)
class GradeRow:
    """A grade in figures."""

    grade: Grade
    count: int
    share: int
    again: int

    @property
    def stars(self) -> str:
        """The sign of the grade."""
        return STARS[self.grade]

    @property
    def bars(self) -> Sequence[Bar]:
        """The share as a bar."""
        return [Bar(self.grade.value, 0, self.share)]


def percent(part: int, whole: int) -> int | None:
    """Return the share in percent, rounded half up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


@dataclass(frozen=True)
class YearOfRatings:
    """The figures of a year: all, by month, by department; what has nothing is left out."""

    year: int
    total: RatingFigures
    months: Sequence[tuple[str, RatingFigures]]
    departments: Sequence[tuple[Department, RatingFigures]]


def rated_years() -> list[int]:
    """Return the years in which something was rated, newest first."""
    return [day.year for day in Rating.objects.dates("rated_on", "year", order="DESC")]


def ratings_of(year: int, department: Department | None = None) -> YearOfRatings:
    """Count the ratings of a year, of one department or of all, in three queries however many there are."""
    total = RatingFigures()
    months: dict[int, RatingFigures] = defaultdict(RatingFigures)
    departments: dict[int, RatingFigures] = defaultdict(RatingFigures)
    for row in _grouped(Period(year), department):
        for figures in (total, months[row["month"]], departments[row["department"]]):
            _add(figures, row)
    for month, host, sent, rated in _sent(Period(year), department):
        for figures in (total, months[month], departments[host]):
            figures.ratable += sent
            figures.counts["replies"] += rated
    known = Department.objects.in_bulk(list(departments))
    order = sorted(known.values(), key=lambda one: (one.position, one.code))
    return YearOfRatings(
        year,
        total,
        [(str(Period(year, month)), months[month]) for month in sorted(months, reverse=True)],
        [(one, departments[one.pk]) for one in order],
    )


def _grouped(period: Period, department: Department | None) -> Iterable[dict[str, Any]]:
    rows = Rating.objects.filter(rated_on__range=(period.first, period.last))
    return (
        (rows if department is None else rows.filter(department=department))
        .annotate(
            month=F("rated_on__month"),
            was_called=_has_step(StepKind.CONTACTED),
            was_mended=_has_step(StepKind.CORRECTED, StepKind.EXPLAINED),
            counts=_COUNTED,
        )
        .values("month", "department", "grade", "re_grade", "is_named", "was_called", "was_mended", "counts")
        .annotate(count=Count("pk"))
        .order_by()
    )


def _sent(period: Period, department: Department | None) -> Iterable[tuple[int, int, int, int]]:
    """Yield month, department, how many replies were sent, and how many of these were rated, whenever that was."""
    is_rated = Q(rating__isnull=False) & ~Q(rating__stage=RatingStage.NOT_COUNTED)
    sent_by = Q() if department is None else Q(department=department)
    rows = (
        Reply.objects.filter(sent_by, stage=ReplyStage.SENT, sent_on__range=(period.first, period.last))
        .annotate(month=F("sent_on__month"))
        .values_list("month", "department")
        .annotate(sent=Count("pk"), rated=Count("pk", filter=is_rated))
        .order_by()
    )
    yield from rows


def _add(figures: RatingFigures, row: Mapping[str, Any]) -> None:
    count = row["count"]
    if not row["counts"]:
        figures.counts["appealed"] += count
        return
    is_bad = row["grade"] in BAD
    holds = {
        "counted": True,
        "satisfied": not is_bad,
        "bad": is_bad,
        "named": is_bad and row["is_named"],
        "called": is_bad and row["is_named"] and row["was_called"],
        "mended": is_bad and row["was_mended"],
        "again": bool(row["re_grade"]),
    }
    for name, fits in holds.items():
        figures.counts[name] += count if fits else 0
    figures.grades[row["grade"]] += count
    if row["re_grade"]:
        figures.again[row["re_grade"]] += count
