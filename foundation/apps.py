"""The ground floor: what every app stands on; it knows no app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Organization, access, workflow, publishing, audit and attachments."""

    name = "foundation"
    verbose_name = _("Organization and accounts")
    default_auto_field = "django.db.models.BigAutoField"
