"""Interaction with the public (互动交流).

This app holds enquiries, suggestions, complaints, reports and calls for help with their routing and deadlines, the
public answers, the good/bad rating of replies and windows, the hotline log with its call-backs, opinion
solicitations and questionnaires. It stands beside `disclosure` and never imports it.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Registers the app under its public name."""

    name = "feedback"
    verbose_name = _("Public feedback")

    def ready(self) -> None:
        """Tell the back office which pages this app has, and the search which kinds of things."""
        from feedback import call_desk, consultation_desk, personal, rating_desk, staff
        from feedback.search import KINDS
        from foundation import staff_pages
        from foundation.retention import kinds
        from foundation.search.kinds import register

        staff_pages.register(staff.LINKS, staff.desk)
        staff_pages.register(rating_desk.LINKS, rating_desk.desk)
        staff_pages.register(call_desk.LINKS, call_desk.desk)
        staff_pages.register(consultation_desk.LINKS, consultation_desk.desk)
        register(*KINDS)
        kinds.register(*personal.KINDS)
