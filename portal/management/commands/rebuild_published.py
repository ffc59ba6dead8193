"""Make the public rows anew from the live revisions, after a change of templates or translations."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from approvals.models import FlowRevision, ItemRevision
from disclosure.models import PublicationRevision
from feedback.models import QuestionnaireRevision, SolicitationRevision
from foundation.publishing.going_live import write_published
from foundation.publishing.models import bump_catalog
from foundation.publishing.reading import document_of
from foundation.publishing.rendering import template_version
from foundation.workflow import DomainError
from guides.models import GuideRevision, JourneyRevision

_KINDS = (
    ItemRevision,
    FlowRevision,
    GuideRevision,
    JourneyRevision,
    PublicationRevision,
    SolicitationRevision,
    QuestionnaireRevision,
)
_BATCH = 100


class Command(BaseCommand):
    help = "Remake the rows that public pages read from the live revisions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="only rows made with other templates")

    def handle(self, *, stale: bool, **options: Any) -> None:
        failed = 0
        for revision_model in _KINDS:
            made, refused = self._rebuild(revision_model, stale)
            failed += refused
            if made or options["verbosity"] > 1:
                self.stdout.write(f"{revision_model._meta.verbose_name}: {made}")
        if failed:
            raise CommandError(f"{failed} public rows could not be remade and stay as they were.")

    def _rebuild(self, revision_model: Any, stale: bool) -> tuple[int, int]:
        """Remake the rows of one kind in batches; return how many were made and how many could not be."""
        live = revision_model.objects.live()
        if stale:
            live = live.exclude(published__template_version=template_version())
        keys = list(live.order_by("pk").values_list("pk", flat=True))
        refused = 0
        for start in range(0, len(keys), _BATCH):
            with transaction.atomic():
                refused += self._remake(revision_model.objects.live(), keys[start : start + _BATCH])
        return len(keys) - refused, refused

    def _remake(self, live: Any, keys: list[int]) -> int:
        """Remake the rows of these revisions; return how many could not be."""
        model = live.model.published_model()
        revisions = list(live.filter(pk__in=keys).select_related("record").select_for_update(of=("self",)))
        read = self._try_each(revisions, document_of)
        gathered = model.gather(read)
        rows = self._try_each(read, lambda revision: model.build(revision, read[revision], gathered))
        write_published(list(rows.values()))
        if rows:
            bump_catalog([type(revisions[0].record)._meta.label_lower])
        return len(revisions) - len(rows)

    def _try_each(self, revisions: Iterable[Any], make: Callable[[Any], Any]) -> dict[Any, Any]:
        """Return what is made of each revision; name those that fail and go on."""
        made = {}
        for revision in revisions:
            try:
                made[revision] = make(revision)
            except (DomainError, ValueError, LookupError) as error:
                self.stderr.write(f"{revision}: {error}")
        return made
