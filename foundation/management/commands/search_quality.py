"""Measure how well the search finds: a corpus, labelled queries, recall among the first ten, reciprocal rank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.search.quality import by_group, labelled, load, mean, score, scratch_schema


class Command(BaseCommand):
    help = "Load a corpus into a scratch schema, run labelled queries through the engine, print recall@10 and MRR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("corpus", type=Path)
        parser.add_argument("queries", type=Path)
        parser.add_argument("--synonyms", type=Path)
        parser.add_argument("--misses", action="store_true", help="name the queries that found too little")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            queries = labelled(options["queries"])
            with scratch_schema():
                count = load(options["corpus"], options["synonyms"])
                self.stdout.write(f"{count} documents, {len(queries)} queries")
                results = [score(query) for query in queries]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"The corpus or the queries cannot be read: {error}") from error
        scores = [result for result, _found in results]
        if options["misses"]:
            for query, (one, found) in zip(queries, results, strict=True):
                if one.recall < 1 or one.reciprocal < 1:
                    self.stdout.write(f"{query.group:12} {query.text}  {one.recall:.2f}/{one.reciprocal:.2f}  {found}")
        for group, members in sorted(by_group(queries, scores).items()):
            one = mean(members)
            self.stdout.write(
                f"{group or '-':14} {len(members):4}  recall@10 {one.recall:.3f}  MRR {one.reciprocal:.3f}"
            )
        total = mean(scores)
        self.stdout.write(f"{'total':14} {len(scores):4}  recall@10 {total.recall:.3f}  MRR {total.reciprocal:.3f}")
