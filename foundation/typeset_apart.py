"""The process that `foundation.typesetting.typeset_apart` starts: an order as JSON on stdin, a PDF on stdout.

It knows the typesetter and nothing of Django, so that all its memory is there for pages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst


def main() -> None:
    """Set the paper that was ordered and write it out."""
    order = json.load(sys.stdin.buffer)
    root = Path(order["root"])
    content = typst.compile(
        root / order["template"],
        root=root,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=order["fonts"]),
        sys_inputs={"data": order["data"]},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
