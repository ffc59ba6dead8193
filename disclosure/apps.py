"""Open government information (政府信息公开).

It holds what the center publishes of its own accord (catalogue, columns, guide to disclosure), the
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

    def ready(self) -> None:
        """Tell the back office which pages this app has, and the search which kinds of things."""
        from disclosure import personal, report_desk, staff
        from disclosure.search import KINDS
        from foundation import staff_pages
        from foundation.retention import kinds
        from foundation.search.kinds import register

        staff_pages.register(staff.LINKS, staff.desk)
        staff_pages.register(report_desk.LINKS, report_desk.desk)
        register(*KINDS)
        kinds.register(*personal.KINDS)
