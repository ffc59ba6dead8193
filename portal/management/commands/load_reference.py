"""Load the reference data that every deployment needs; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from approvals.reference import load_themes
from disclosure.reference import load_columns, load_letter_templates
from feedback.reference import load_limits, load_rating_rules, load_reply_templates
from foundation.published_calendars import load_published_calendars
from foundation.retention.actions import load_rules
from foundation.search.reference import load_synonyms


class Command(BaseCommand):
    help = "Load the reference data: themes, columns, letters, times for replies, synonyms, calendars, retention."

    def handle(self, **options: Any) -> None:
        themes, columns, letters = load_themes(), load_columns(), load_letter_templates()
        limits, replies = load_limits() + load_rating_rules(), load_reply_templates()
        calendars, synonyms = load_published_calendars(), load_synonyms()
        periods = load_rules("本单位个人信息保存规定")
        if options["verbosity"] > 0:
            self.stdout.write(
                f"{themes} themes, {columns} columns, {letters} letters, {limits} times for replies, "
                f"{replies} texts of replies, {calendars} calendars, {synonyms} synonyms, {periods} retention periods"
            )
