"""Bring the search index in step with the public records."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.search.index import rebuild_terms
from foundation.search.kinds import all_kinds
from foundation.search.upkeep import compare, repair


class Command(BaseCommand):
    help = "Index what is public and not indexed, drop what is not public; --check says what differed and repairs it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=sorted(all_kinds()), help="this kind only")
        parser.add_argument("--all", action="store_true", help="write every entry anew, whatever the index holds")
        parser.add_argument("--check", action="store_true", help="fail where index and records differed; repairs too")

    def handle(self, *_args: Any, **options: Any) -> None:
        kinds = all_kinds()
        differences = 0
        for code in [options["kind"]] if options["kind"] else sorted(kinds):
            found = compare(kinds[code], everything=options["all"])
            repair(kinds[code], found)
            differences += found.count
            self.say(
                options,
                f"{code}: {found.total} public, {len(found.missing)} missing, {len(found.stale)} stale, "
                f"{len(found.superfluous)} superfluous",
            )
        terms = rebuild_terms(code for code, kind in kinds.items() if kind.has_terms)
        self.say(options, f"terms: {terms}")
        if options["check"] and differences:
            raise CommandError(f"{differences} entries differed; they are repaired.")

    def say(self, options: dict[str, Any], line: str) -> None:
        """Print a line unless silence was asked for."""
        if options["verbosity"] > 0:
            self.stdout.write(line)
