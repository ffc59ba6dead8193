"""Work that runs by the clock, carried out by the job worker."""

import logging
from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from approvals.models import FlowRevision, ItemRevision
from disclosure.models import PublicationRevision
from feedback.models import QuestionnaireRevision, SolicitationRevision
from foundation.clock import local_now, local_today
from foundation.kept_papers import forget_unused
from foundation.personal_files import finish_removals
from foundation.publishing.actions import publish_due
from foundation.publishing.models import Revision
from foundation.rate_limits import forget_old
from foundation.retention.actions import apply_retention
from foundation.search import log
from foundation.search.index import renew_terms
from foundation.search.kinds import all_kinds
from foundation.workflow import DomainError
from guides.models import GuideRevision
from portal.liveness import give_sign

logger = logging.getLogger(__name__)

_IN_ORDER: Final[tuple[type[Revision], ...]] = (
    ItemRevision,
    FlowRevision,
    GuideRevision,
    PublicationRevision,
    SolicitationRevision,
    QuestionnaireRevision,
)
"""Items first: a guide that is to appear with its item follows it in the same run, and one whose item has changed
in this minute is held back."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_scheduled", pass_context=False)
def publish_scheduled(timestamp: int) -> int:
    """Make every scheduled release public whose time has come, and return how many.

    Level-triggered: what a missed minute left is done in the next one.  One release that fails is logged
    and does not hold up the others.
    """
    done, now = 0, local_now()  # one moment for all kinds: a guide is never due before its item
    for revision_model in _IN_ORDER:
        for revision in revision_model.objects.due(now).select_related("record"):
            try:
                publish_due(revision)
            except DomainError as error:
                logger.warning("scheduled release %s: %s", revision, error)
            except Exception:  # whatever fails, the others' moment has come too
                logger.exception("scheduled release %s", revision)
            else:
                done += 1
    return done


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sign_of_life", pass_context=False)
def sign_of_life(timestamp: int) -> None:
    """Each minute: note that the worker works; see ``/health/ready``."""
    give_sign()


MOST_ATTEMPTS: Final = 2
"""How often a job is begun again whose worker died: a third time it is the job that kills the workers."""


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> int:
    """Begin the jobs again whose worker died over them, and return how many; see ``MOST_ATTEMPTS``.

    A worker that lives says so every ten seconds; one that is silent for half a minute is dead.
    """
    manager, begun = context.app.job_manager, 0
    for job in await manager.get_stalled_jobs():
        if job.id == context.job.id:
            continue
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("job %s (%s) has cost %s workers and is given up", job.id, job.task_name, job.attempts + 1)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the next one of its kind waits already and does the same work
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            logger.warning("job %s (%s) is begun again: its worker died", job.id, job.task_name)
            begun += 1
    return begun


ANNUAL_KEPT_DAYS: Final = 60
"""Days without a reader after which the files of an annual report are made anew for the next one."""


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="tidy_up", pass_context=False)
def tidy_up(timestamp: int) -> None:
    """Every night: delete what is left on disk of removed files about persons, files of annual reports that nobody
    asked for, counters whose window is over, and what could tell visits apart in the search's counts of days gone by.
    """
    finish_removals()
    forget_unused("annual", days=ANNUAL_KEPT_DAYS)
    forget_old()
    log.close_days(today=local_today())


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="retention", pass_context=False)
def remove_past_period(timestamp: int) -> int:
    """Every night: remove the personal data whose period is over, and return of how many records."""
    return sum(count for _kind, count in apply_retention(local_today()))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="renew_terms", pass_context=False)
def renew_search_terms(timestamp: int) -> bool:
    """Each minute: make the words for suggestions and spelling anew where public records have changed."""
    return renew_terms(code for code, kind in all_kinds().items() if kind.has_terms)
