"""What a message holds, whichever door it comes through: public form, a call written down, or import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.models.messages import Channel
from foundation.organization import Department, Region
from foundation.privacy import Kind, mask_name
from guides.models import Guide


@dataclass(frozen=True)
class WriterEntry:
    """Who writes; everything may be empty: the message is anonymous then."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    @property
    def mask(self) -> str:
        """The name as lists show it: the family name only."""
        return mask_name(self.name) if self.name else ""

    @property
    def known(self) -> Sequence[tuple[Kind, str]]:
        """What the writer says about themselves, by its kind, for the masking of texts."""
        own = ((Kind.NAME, self.name), (Kind.MOBILE, self.phone), (Kind.EMAIL, self.email))
        return (*own, (Kind.ADDRESS, self.address))


@dataclass(frozen=True)
class MessageEntry:
    """A message as it is sent."""

    kind: str
    subject: str
    text: str
    writer: WriterEntry = field(default_factory=WriterEntry)
    channel: str = Channel.ONLINE
    about: Department | None = None
    region: Region | None = None
    guide: Guide | None = None
    shares_contact: bool = False
    consents_to_publication: bool = False
    files: Sequence[Any] = ()
    """Uploads, each with its name."""
