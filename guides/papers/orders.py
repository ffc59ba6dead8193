"""Ordering booklets: they are made in the background, one volume after the other, and kept until a guide changes."""

from __future__ import annotations

import datetime as dt
import functools
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from foundation import access, audit, kept_papers
from foundation.access import Capability
from foundation.clock import local_now
from foundation.facets import Stamp
from foundation.workflow import Conflict, Refused
from guides.models import Booklet, BookletVolume, PublishedGuide
from guides.models.papers import PATIENCE
from guides.papers.booklet import Scope, fingerprint, in_order, plan_volumes, set_volume

if TYPE_CHECKING:
    from foundation.people import User

logger = logging.getLogger(__name__)

ORDERING = (Capability.EDIT_CONTENT, Capability.REVIEW_CONTENT)
"""Who may order a booklet: whoever writes or releases guides. All that is in it is public."""

_judged: dict[tuple[Stamp, int], bool] = {}
_MOST_JUDGED = 200


def scope_of(booklet: Booklet) -> Scope:
    """Return which guides a booklet is about."""
    return Scope(booklet.department, booklet.theme)


def is_current(booklet: Booklet) -> bool:
    """Tell whether a finished booklet still says what the public pages say."""
    return not outdated([booklet])


def outdated(booklets: Iterable[Booklet]) -> set[int]:
    """Return the keys of those in which a guide has changed since; one question for however many booklets."""
    guides = list(in_order(PublishedGuide.objects.all()).values_list("revision_id", "department_id", "theme_codes"))

    def marks_now(booklet: Booklet) -> str:
        theme = booklet.theme.code if booklet.theme is not None else ""
        return fingerprint(
            [
                revision
                for revision, department_id, themes in guides
                if booklet.department_id in (None, department_id) and (not theme or theme in themes)
            ]
        )

    return {booklet.pk for booklet in booklets if booklet.fingerprint != marks_now(booklet)}


def current_booklet(stamp: Stamp, department_code: str = "") -> Booklet | None:
    """Return the booklet that the public may take along: of the center or a department, finished and still right.

    The stamp tells one state of the public guides from another; for each a booklet is judged once.
    """
    named = {"department__code": department_code} if department_code else {"department": None}
    kept = Booklet.objects.kept().filter(**named, theme=None).select_related("department", "theme")
    booklet = kept.prefetch_related("volumes").first()
    if booklet is None:
        return None
    if (stamp, booklet.pk) not in _judged:
        if len(_judged) >= _MOST_JUDGED:
            _judged.clear()
        _judged[stamp, booklet.pk] = is_current(booklet)
    return booklet if _judged[stamp, booklet.pk] else None


def order_booklet(scope: Scope, *, actor: User | None) -> Booklet:
    """Order a booklet and return it; ``actor`` is None for what is made anew in the night.

    Raises Refused when there is nothing to print or the kept one is still right, Conflict while one is being made.
    """
    if actor is not None:
        access.require_any(actor, ORDERING)
    revisions = scope.revisions()
    if not revisions:
        raise Refused(_("There are no public guides to print."))
    mark = fingerprint(revisions)
    same = Booklet.objects.of(scope.department, scope.theme)
    if same.kept().filter(fingerprint=mark).exists():
        raise Refused(_("No guide has changed since this booklet was made; the one at hand is right."))
    try:
        with transaction.atomic():
            # What a stopped worker left behind can be ordered again.
            same.under_way().filter(seen_at__lt=local_now() - PATIENCE).update(problem=_("The work was interrupted."))
            booklet = Booklet.objects.create(
                department=scope.department, theme=scope.theme, revisions=revisions, fingerprint=mark, ordered_by=actor
            )
            detail = {"count": len(revisions), "sha256": mark}
            audit.record(audit.Act.BOOKLET_ORDERED, actor=actor, target=booklet, detail=detail)
            app.configure_task("guides.set_volume").defer(booklet_id=booklet.pk)
    except IntegrityError as error:
        raise Conflict(_("This booklet is being made already.")) from error
    return booklet


def set_next_volume(booklet_id: int, *, today: dt.date) -> bool:
    """Set the next volume of a booklet, finish it with the last one, and return whether there is another to set.

    What goes wrong is written to the booklet, where whoever ordered it looks.
    """
    booklet = Booklet.objects.select_related("department", "theme").get(pk=booklet_id)
    if booklet.finished_at is not None or booklet.problem:
        return False
    try:
        return _set_next(booklet, today=today)
    except Exception as error:
        logger.exception("booklet %s", booklet.pk)
        problem = Truncator(str(error) or type(error).__name__).chars(500)
        Booklet.objects.under_way().filter(pk=booklet.pk).update(problem=problem)
        return False


def _set_next(booklet: Booklet, *, today: dt.date) -> bool:
    plan, ready = plan_volumes(booklet.revisions), list(booklet.volumes.all())
    volume = set_volume(
        scope_of(booklet).words,
        plan,
        len(ready) + 1,
        first_page=1 + sum(each.pages for each in ready),
        places={int(key): page for each in ready for key, page in each.places.items()},
        on=today,
    )
    row = BookletVolume(
        booklet=booklet,
        number=volume.number,
        first_page=volume.first_page,
        pages=volume.pages,
        places={str(key): page for key, page in volume.places.items()},
        size=len(volume.content),
    )
    kept_papers.keep(row.file_name, volume.content)
    is_last = volume.number == len(plan)
    with transaction.atomic():
        row.save(force_insert=True)
        booklet.done += len(volume.places)
        booklet.pages += volume.pages
        booklet.seen_at = local_now()
        booklet.finished_at = booklet.seen_at if is_last else None
        booklet.save(update_fields=["done", "pages", "seen_at", "finished_at"])
        if is_last:
            _replace_older(booklet)
    return not is_last


def _replace_older(booklet: Booklet) -> None:
    """Mark the older booklets of the same scope as replaced; their files go, their rows stay."""
    older = Booklet.objects.of(booklet.department, booklet.theme).kept().exclude(pk=booklet.pk)
    names = [volume.file_name for volume in BookletVolume.objects.filter(booklet__in=older)]
    older.update(replaced_at=local_now())
    for name in names:
        transaction.on_commit(functools.partial(kept_papers.drop, name))


def renew_outdated() -> int:
    """Order anew the booklets in which a guide has changed, and return how many."""
    ordered = 0
    kept = list(Booklet.objects.kept().select_related("department", "theme"))
    changed = outdated(kept)
    for booklet in kept:
        if booklet.pk not in changed:
            continue
        try:
            order_booklet(scope_of(booklet), actor=None)
        except (Refused, Conflict) as reason:
            logger.info("booklet %s: %s", booklet.pk, reason)
        else:
            ordered += 1
    return ordered
