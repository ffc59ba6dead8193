"""Interaction with the public (互动交流).

This app will hold enquiries, suggestions, complaints and calls for help with their routing and deadlines, the
good/bad rating of every case and window, the hotline log with its call-backs, calls for opinion and
questionnaires, and the public answers. It stands beside `disclosure` and never imports it.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Registers the app under its public name."""

    name = "feedback"
    verbose_name = _("Public feedback")
