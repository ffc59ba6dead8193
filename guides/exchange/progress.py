"""A progress bar for people at a terminal; files and other programs see nothing of it."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final, Self

_WIDTH: Final = 30


class ProgressBar:
    """Draws itself on a stream that is a terminal and wipes itself away at the end."""

    def __init__(self, stream: Any, label: str) -> None:
        self._stream = stream if stream.isatty() else None
        self._label = label
        self._drawn = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw("")

    def show(self, done: int, total: int) -> None:
        """Draw how far the work is."""
        filled = _WIDTH * done // max(total, 1)
        self._draw(f"{self._label} {'█' * filled}{'░' * (_WIDTH - filled)} {done}/{total}")

    def _draw(self, text: str) -> None:
        if self._stream is not None and text != self._drawn:
            self._stream.write(f"\r\x1b[K{text}", style_func=str, ending="")
            self._stream.flush()
            self._drawn = text
