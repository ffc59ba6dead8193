"""Django's command, without labels and choices in what it writes."""

from django.core.management.commands.makemigrations import Command as MakeMigrations

from portal.schema import SchemaAutodetector


class Command(MakeMigrations):
    autodetector = SchemaAutodetector
