"""Open government information (政府信息公开).

This app will hold what the center publishes of its own accord (catalogue, columns, guide to disclosure), the
register of requests that arrive by letter, fax, e-mail, at the counter or online, the clock that runs on
each of them, the decisions with their reasons, the remedies that follow, and the annual report counted from
that register. It stands beside `feedback` and never imports it.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    """Registers the app under its public name."""

    name = "disclosure"
    verbose_name = _("Information disclosure")
