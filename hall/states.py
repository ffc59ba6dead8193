"""Stages of devices and of notices to the hall, and the verbs between them: data only."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access import Capability
from foundation.audit import Act
from foundation.workflow import Transition


class DeviceStage(TextChoices):
    """Whether a device gets anything to show."""

    WAITING = "waiting", _("not enrolled")
    ON = "on", pgettext_lazy("device", "on")
    OFF = "off", pgettext_lazy("device", "switched off")


class NoticeStage(TextChoices):
    """Where a notice stands. Whether a released one is over by now is computed."""

    PREPARED = "prepared", _("prepared")
    RELEASED = "released", pgettext_lazy("hall notice", "released")
    ENDED = "ended", _("ended early")


def _on(verb: str, sources: tuple[str, ...], target: str | None, act: Act, capability: str) -> tuple[str, Transition]:
    return verb, Transition(frozenset(sources), target, capability, act)


_D: Final = DeviceStage
_REFERENCE: Final = Capability.MANAGE_REFERENCE
DEVICE_VERBS: Final[dict[str, Transition]] = dict(
    (
        _on("make_code", (_D.WAITING, _D.ON, _D.OFF), None, Act.DEVICE_CODE_MADE, _REFERENCE),
        _on("enrol", (_D.WAITING, _D.ON, _D.OFF), _D.ON, Act.DEVICE_ENROLLED, _REFERENCE),
        _on("switch_off", (_D.ON,), _D.OFF, Act.DEVICE_SWITCHED_OFF, _REFERENCE),
        _on("switch_on", (_D.OFF,), _D.ON, Act.DEVICE_SWITCHED_ON, _REFERENCE),
        _on("forget", (_D.ON, _D.OFF), _D.WAITING, Act.DEVICE_FORGOTTEN, _REFERENCE),
    )
)
_N: Final = NoticeStage
NOTICE_VERBS: Final[dict[str, Transition]] = dict(
    (
        _on(
            "release", (_N.PREPARED, _N.RELEASED, _N.ENDED), _N.RELEASED, Act.HALL_NOTICE_RELEASED, Capability.RUN_HALL
        ),
        _on("end", (_N.RELEASED,), _N.ENDED, Act.HALL_NOTICE_ENDED, Capability.RUN_HALL),
    )
)
