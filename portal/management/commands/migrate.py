"""Django's command; it misses no migration for labels and choices."""

from django.core.management.commands.migrate import Command as Migrate

from portal.schema import SchemaAutodetector


class Command(Migrate):
    autodetector = SchemaAutodetector
