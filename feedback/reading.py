"""For what the unmasked text of a message, or its writer, is read.

A closed list, because each reading is kept in the audit trail, which holds no free text.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Occasion(TextChoices):
    """What somebody has to know the unmasked text or the writer for."""

    HANDLING = "handling", _("find out about the matter")
    CONTACT = "contact", _("call the writer back")
    REPLY = "reply", _("write or check the reply")
    PUBLISHING = "publishing", _("prepare or check the public text")
    SAME = "same", _("compare it with other messages")
    SUPERVISION = "supervision", _("press for the matter, or look at an objection")
    AUTHORITY = "authority", _("answer a court, a review organ or an inspection")


class Subject(TextChoices):
    """What of a message is read unmasked."""

    TEXT = "text", _("the whole text")
    WRITER = "writer", _("the writer")
