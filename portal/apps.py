"""Registers the portal app, which carries the site-wide commands and system checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof over all other apps."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Register the system checks of this app."""
        from portal import checks  # noqa: F401  (importing registers them)
