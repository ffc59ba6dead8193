"""What a record must say before it is public without a recorded reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Content:
    """Something that a document must say; where it does not, that is a gap."""

    code: str
    label: StrOrPromise
    where: str
    """Name of the form field or inline in the back office where the editor adds it."""
    is_said: Callable[[Any], object] = field(repr=False)
    """Tells, by a true value, whether a document says it."""
