"""The verbs of the hall: add and enrol devices, switch them off and on, put notices on all screens."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from foundation import access, audit
from foundation.access import Capability
from foundation.audit import Act
from foundation.clock import local_now
from foundation.lookup_codes import ALPHABET, normalize
from foundation.workflow import Conflict, Refused, perform
from hall.models import Device, HallNotice
from hall.models.devices import CONTACT_EVERY
from hall.states import DEVICE_VERBS, NOTICE_VERBS

if TYPE_CHECKING:
    from foundation.people import User

CODE_LENGTH: Final = 8
CODE_LASTS: Final = dt.timedelta(minutes=15)
LONGEST_NOTICE: Final = dt.timedelta(days=3)
"""A notice that should stand longer is a publication."""


def digest_of(secret: str) -> str:
    """Return what is stored of a code or token."""
    return salted_hmac("hall.devices", secret, algorithm="sha256").hexdigest()


# Devices


def add_device(device: Device, *, actor: User) -> tuple[Device, str]:
    """Add a device and return it with the code that enrols it."""
    access.require_everywhere(actor, Capability.MANAGE_REFERENCE)
    device.public_id = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _letter in range(8))
    device.made_by = actor
    with transaction.atomic():
        device.save(force_insert=True)
        audit.record(Act.DEVICE_ADDED, actor=actor, target=device)
        return make_code(device, actor=actor)


def change_device(device: Device, *, changed: Iterable[str], actor: User) -> Device:
    """Save the changed columns of a device: its name, place or layout. The screen follows by itself."""
    access.require_everywhere(actor, Capability.MANAGE_REFERENCE)
    columns = sorted(changed)
    with transaction.atomic():
        if columns:
            device.save(update_fields=columns)
            audit.record(Act.DEVICE_CHANGED, actor=actor, target=device, detail={"changed": columns})
    return device


def make_code(device: Device, *, actor: User) -> tuple[Device, str]:
    """Return the device with a fresh code, good for one enrolment within fifteen minutes; an earlier code dies.

    A device that is enrolled goes on until the code is used.
    """
    code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))

    def change(locked: Device) -> Iterable[str]:
        locked.code_digest, locked.code_ends_at = digest_of(code), local_now() + CODE_LASTS
        return "code_digest", "code_ends_at"

    made = perform(device, DEVICE_VERBS["make_code"], actor=actor, change=change)
    return made, f"{code[:4]}-{code[4:]}"


def enrol(code: str) -> tuple[Device, str]:
    """Enrol the device that the code was made for and return it with its token, which nobody else ever sees.

    The token of an earlier enrolment dies.  Raises Refused for a code that is wrong, used or too old.
    """
    token, now = secrets.token_urlsafe(32), local_now()
    digest = digest_of(normalize(code))
    device = Device.objects.filter(code_digest=digest, code_ends_at__gt=now).first()
    wrong = _("This code is not valid (any more). Have a new one made; a code is good for 15 minutes and for one use.")
    if device is None:
        raise Refused(wrong)

    def change(locked: Device) -> Iterable[str]:
        if locked.code_digest != digest:  # somebody was quicker
            raise Refused(wrong)
        locked.code_digest = locked.code_ends_at = locked.last_contact_at = None
        locked.token_digest, locked.enrolled_at = digest_of(token), now
        return "code_digest", "code_ends_at", "last_contact_at", "token_digest", "enrolled_at"

    return perform(device, DEVICE_VERBS["enrol"], actor=None, change=change), token


def switch_off(device: Device, *, actor: User) -> Device:
    """Leave the device a page that says so, and nothing else."""
    return perform(device, DEVICE_VERBS["switch_off"], actor=actor)


def switch_on(device: Device, *, actor: User) -> Device:
    """Let the device show its content again; it need not be enrolled anew."""
    return perform(device, DEVICE_VERBS["switch_on"], actor=actor)


def forget(device: Device, *, actor: User) -> Device:
    """Let the token of the device die, for one that was stolen or given away."""

    def change(locked: Device) -> Iterable[str]:
        locked.token_digest = locked.code_digest = locked.code_ends_at = locked.enrolled_at = None
        return "token_digest", "code_digest", "code_ends_at", "enrolled_at"

    return perform(device, DEVICE_VERBS["forget"], actor=actor, change=change)


def note_contact(device: Device, *, shows: str = "", version: str = "") -> None:
    """Write down that the device was heard of, at most once a minute and whenever it shows something else.

    No audit entry: nobody decided anything.
    """
    now = local_now()
    due = Q(last_contact_at=None) | Q(last_contact_at__lt=now - CONTACT_EVERY)
    if shows:
        due |= ~Q(shows=shows)
    values = {"last_contact_at": now, **({"shows": shows, "version": version} if shows else {})}
    Device.objects.filter(due, pk=device.pk).update(**values)


# Notices to the hall


def prepare_notice(notice: HallNotice, *, actor: User) -> HallNotice:
    """Keep a notice for the moment at which it is needed."""
    access.require_any(actor, (Capability.EDIT_CONTENT, Capability.RUN_HALL))
    notice.written_by = actor
    with transaction.atomic():
        notice.save(force_insert=True)
        audit.record(Act.HALL_NOTICE_WRITTEN, actor=actor, target=notice)
    return notice


def release_notice(notice: HallNotice, *, until: dt.datetime, actor: User) -> HallNotice:
    """Put a notice on all screens until a moment; also one that was shown before.

    Raises Refused for the own text, and for an end that has passed or lies too far ahead.
    """
    now = local_now()
    if notice.written_by_id == actor.pk:
        raise Refused(_("You wrote this text; a second person releases it."))
    if until <= now:
        raise Refused(_("The end has passed already."))
    if until > now + LONGEST_NOTICE:
        raise Refused(_("At most three days; what should stand longer is a publication."))

    def change(locked: HallNotice) -> Iterable[str]:
        if locked.text != notice.text or locked.text_en != notice.text_en:
            raise Conflict(_("Somebody changed the text in the meantime; read it again."))
        locked.released_by, locked.released_at, locked.ends_at = actor, now, until
        return "released_by", "released_at", "ends_at"

    return perform(notice, NOTICE_VERBS["release"], actor=actor, change=change, detail={"until": until.isoformat()})


def end_notice(notice: HallNotice, *, actor: User) -> HallNotice:
    """Take a notice off all screens before its end."""
    return perform(notice, NOTICE_VERBS["end"], actor=actor)
