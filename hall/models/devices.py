"""The devices of the hall. What a device shows as its proof is kept as a digest only."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.clock import local_now
from foundation.constraints import known
from hall.codelists import DISPLAYS, DeviceKind
from hall.models.layouts import Layout
from hall.states import DeviceStage

CONTACT_EVERY = dt.timedelta(minutes=1)
"""The last contact is written at most so often."""
SILENT_AFTER = dt.timedelta(minutes=5)
"""A display asks several times a minute; one that was not heard for so long is missing."""


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices for desks."""

    def silent(self, now: dt.datetime) -> Self:
        """Displays that should show something and were not heard of lately."""
        unheard = Q(last_contact_at__isnull=True) | Q(last_contact_at__lt=now - SILENT_AFTER)
        return self.filter(unheard, stage=DeviceStage.ON, kind__in=DISPLAYS)


class Device(models.Model):
    """A kiosk or a display. ``public_id`` is its address and no secret."""

    public_id = models.SlugField(_("address"), max_length=12, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DeviceKind)
    place = models.CharField(_("where it stands"), max_length=60, blank=True)
    layout = models.ForeignKey(
        Layout, models.PROTECT, null=True, blank=True, related_name="devices", verbose_name=_("layout")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=DeviceStage, default=DeviceStage.WAITING)
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    """Of the code that enrols it once; cleared by the enrolment."""
    code_ends_at = models.DateTimeField(null=True, editable=False)
    token_digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    enrolled_at = models.DateTimeField(_("enrolled"), null=True, editable=False)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, editable=False)
    shows = models.CharField(_("content shown"), max_length=24, blank=True, editable=False)
    """The fingerprint of the content that it had last."""
    version = models.CharField(_("version"), max_length=12, blank=True, editable=False)
    """Of templates and styles that the display runs with."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=local_now, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["kind", "name"]
        constraints = [
            known("kind", DeviceKind),
            known("stage", DeviceStage),
            models.CheckConstraint(
                condition=Q(kind__in=DISPLAYS, layout__isnull=False) | Q(kind=DeviceKind.KIOSK, layout__isnull=True),
                name="device_displays_have_a_layout",
            ),
            models.CheckConstraint(
                condition=Q(stage=DeviceStage.WAITING, token_digest__isnull=True)
                | (~Q(stage=DeviceStage.WAITING) & Q(token_digest__isnull=False)),
                name="device_token_when_enrolled",
            ),
            models.CheckConstraint(
                condition=Q(code_digest__isnull=True, code_ends_at__isnull=True)
                | Q(code_digest__isnull=False, code_ends_at__isnull=False),
                name="device_code_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_display(self) -> bool:
        """Whether it shows a layout."""
        return self.kind in DISPLAYS

    def is_silent(self, now: dt.datetime) -> bool:
        """Tell whether it should show something and was not heard of lately."""
        heard = self.last_contact_at is not None and self.last_contact_at >= now - SILENT_AFTER
        return self.is_display and self.stage == DeviceStage.ON and not heard

    def clean(self) -> None:
        """Ask for the layout that fits."""
        if self.kind == DeviceKind.KIOSK:
            self.layout = None
        elif self.kind in DISPLAYS and self.layout is None:
            raise ValidationError({"layout": _("A display needs a layout.")})
        elif self.layout is not None and self.layout.shape != self.kind:
            raise ValidationError({"layout": _("This layout is made for displays of the other shape.")})
