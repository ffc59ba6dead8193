"""The code lists of the hall: kinds of devices and panels, landmarks, weekdays."""

from __future__ import annotations

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class DeviceKind(TextChoices):
    """What a device is; displays have a layout of their own shape."""

    KIOSK = "kiosk", _("Touch kiosk")
    LANDSCAPE = "landscape", _("Display, landscape")
    PORTRAIT = "portrait", _("Display, portrait")


DISPLAYS: Final = (DeviceKind.LANDSCAPE.value, DeviceKind.PORTRAIT.value)


class Shape(TextChoices):
    """For which displays a layout is made."""

    LANDSCAPE = DeviceKind.LANDSCAPE.value, _("landscape")
    PORTRAIT = DeviceKind.PORTRAIT.value, _("portrait")


class Region(TextChoices):
    """Where on the display a panel appears; the panels of a region take turns."""

    MAIN = "main", _("main part")
    SIDE = "side", _("beside it (portrait: below it)")


class PanelKind(TextChoices):
    """What a panel shows; everything comes from public records."""

    NOTICES = "notices", _("Notices")
    ITEMS = "items", _("Guides of the day")
    WINDOWS = "windows", _("Windows and who is on duty")
    PLAN = "plan", _("Plan of a floor")
    FLOWS = "flows", _("Parallel approval flows")
    AGENTS = "agents", _("Agent services for investors")
    CONSULTATIONS = "consultations", _("Opinion solicitations")
    ANSWERS = "answers", _("Published answers")
    FIGURES = "figures", _("Figures of the messages")


class LandmarkKind(TextChoices):
    """What else stands in the hall that people look for."""

    ENTRANCE = "entrance", _("Entrance")
    ENQUIRY = "enquiry", _("Enquiry desk")
    WAITING = "waiting", _("Waiting area")
    SELF_SERVICE = "self_service", _("Self-service area")
    LIFT = "lift", _("Lift")
    STAIRS = "stairs", _("Stairs")
    TOILET = "toilet", _("Toilet")
    BABY_ROOM = "baby_room", _("Mother and baby room")
    COPIES = "copies", _("Copies and photos")
    MEETING = "meeting", _("Meeting room")


class DutyDay(IntegerChoices):
    """A day of the week, or a make-up working day (a Saturday or Sunday that is worked)."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")
    MAKE_UP = 8, _("make-up working day")
