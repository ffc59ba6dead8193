"""The hall: what people see who stand in it.

This app holds the devices of the hall (kiosks and displays), the layouts of the displays, the plan of floors and
windows, who is on duty where, and notices to everybody in the hall. It shows what the apps below have published and
publishes nothing of its own but these notices.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HallConfig(AppConfig):
    """Registers the app under its public name."""

    name = "hall"
    verbose_name = _("Hall")

    def ready(self) -> None:
        """Tell the back office which pages this app has."""
        from foundation import staff_pages
        from hall import staff

        staff_pages.register(staff.LINKS, staff.desk)
