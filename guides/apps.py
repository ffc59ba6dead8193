"""Service guides: what to bring, where, how long and what it costs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Guides with their materials, steps, places and forms; import and export of the catalog."""

    name = "guides"
    verbose_name = _("Service guides")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the back office which pages this app has, and the search which kinds of things."""
        from foundation import staff_pages
        from foundation.retention import kinds
        from foundation.search.kinds import register
        from guides import freshness_desk, personal, staff
        from guides.search import KINDS

        staff_pages.register(staff.LINKS)
        register(*KINDS)
        kinds.register(*personal.KINDS)
        staff_pages.register(freshness_desk.LINKS, freshness_desk.desk)
