"""Work that runs by the clock, carried out by the job worker."""

import logging

from django.db import models
from procrastinate.contrib.django import app

from approvals.models import FlowRevision, ItemRevision
from foundation.clock import local_now
from foundation.personal_files import finish_removals
from foundation.publishing.actions import publish_due
from foundation.workflow import DomainError
from guides.models import GuideRevision

logger = logging.getLogger(__name__)

_IN_ORDER: tuple[type[models.Model], ...] = (ItemRevision, FlowRevision, GuideRevision)
"""Items first, so that a guide whose item has changed is held back and not published beside it."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_scheduled", pass_context=False)
def publish_scheduled(timestamp: int) -> int:
    """Make every scheduled release public whose time has come, and return how many.

    Level-triggered: what a missed minute left is done in the next one.  One release that fails is logged
    and does not hold up the others.
    """
    done = 0
    for revision_model in _IN_ORDER:
        for revision in revision_model._default_manager.due(local_now()).select_related("record"):  # type: ignore[attr-defined]
            try:
                publish_due(revision)
            except DomainError as error:
                logger.warning("scheduled release %s: %s", revision, error)
            except Exception:  # whatever fails, the others' moment has come too
                logger.exception("scheduled release %s", revision)
            else:
                done += 1
    return done


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="delete_removed_files", pass_context=False)
def delete_removed_files(timestamp: int) -> None:
    """Delete what is left on disk of files about persons that were removed; nearly always nothing."""
    finish_removals()
