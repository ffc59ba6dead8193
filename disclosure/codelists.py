"""Code lists of disclosure: kinds of columns and publications, validity, channels."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ColumnType(TextChoices):
    """What a column holds; how often it must be renewed follows from it (``disclosure.freshness``)."""

    NEWS = "news", _("News")
    NOTICES = "notices", _("Notices")
    POLICIES = "policies", _("Policies")
    YEARLY = "yearly", _("Renewed every year")
    STATIC = "static", _("Permanent")


class PublicationKind(TextChoices):
    """The genre of a publication, whatever column it stands in."""

    RULE = "rule", _("Government rules")
    NORMATIVE = "normative", _("Normative document")
    DOCUMENT = "document", _("Other official document")
    INTERPRETATION = "interpretation", _("Policy interpretation")
    ANNOUNCEMENT = "announcement", _("Announcement")
    NEWS = "news", pgettext_lazy("publication", "News item")
    PLAN = "plan", pgettext_lazy("publication", "Plan")
    PROMISE = "promise", pgettext_lazy("publication", "Promise to the public")
    GOAL = "goal", pgettext_lazy("publication", "Goals of the year")
    BUDGET = "budget", _("Budget or final accounts")
    REPORT = "report", pgettext_lazy("publication", "Report")
    LIST = "list", _("List or table")
    PROFILE = "profile", _("About the organ")
    OTHER = "other", pgettext_lazy("publication", "Other")


LEGAL_KINDS: Final = (
    PublicationKind.RULE.value,
    PublicationKind.NORMATIVE.value,
    PublicationKind.DOCUMENT.value,
)
"""Kinds whose validity is always stated; others say something only when it has ended."""


class DisclosureMode(TextChoices):
    """How the public gets the text: from the site, or on request."""

    PROACTIVE = "proactive", _("Published proactively")
    ON_REQUEST = "on_request", _("Disclosed on request")


class Effect(TextChoices):
    """What a newer document does to an earlier one."""

    REPLACES = "replaces", _("replaces")
    ABOLISHES = "abolishes", _("abolishes")
    AMENDS = "amends", _("amends")


class Validity(TextChoices):
    """Whether a document holds on a given day; computed, never stored."""

    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("Amended")
    NOT_YET = "not_yet", _("Not yet in force")
    EXPIRED = "expired", _("Expired")
    ABOLISHED = "abolished", _("Abolished")


class OutletChannel(TextChoices):
    """Where else a text went out, as the yearly statistics name the channels."""

    GAZETTE = "gazette", _("Government gazette")
    WEIBO = "weibo", _("Weibo")
    WECHAT = "wechat", _("WeChat")
    PRESS = "press", _("News media")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    INTERVIEW = "interview", _("Online interview")
    EVENT = "event", _("Event for the public")
    OTHER = "other", pgettext_lazy("channel", "Other channel")
