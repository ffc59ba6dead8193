"""Draws the icons of the installable site from static/img/mark.svg with Chromium: ``make icons``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.browser import CHROMIUM_FLAGS, chromium

IMAGES: Final = Path(__file__).resolve().parent.parent / "static" / "img"
ROUND: Final = {"icon-192": 192, "icon-512": 512}
"""The mark as it is, on nothing."""
FULL: Final = {"icon-maskable-192": 192, "icon-maskable-512": 512, "apple-touch-icon": 180}
"""The signs of the mark on a full ground: a phone cuts its own shape out, of which a circle of 80 % is safe."""


def page_of(size: int, *, full: bool) -> str:
    """Return a page that shows nothing but the icon."""
    mark = (IMAGES / "mark.svg").read_text(encoding="utf-8")
    if full:
        signs = re.search(r"<g .*</g>", mark, re.DOTALL)
        ground = re.search(r'fill="(#[0-9a-f]{6})"', mark)
        assert signs, "the mark has signs"
        assert ground, "the mark has a ground"
        mark = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56">'
            f'<rect width="56" height="56" fill="{ground[1]}"/>{signs[0]}</svg>'
        )
    style = f"body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}"
    return f"<!doctype html><style>{style}</style>{mark}"


def main() -> None:
    """Write the files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for names, full in ((ROUND, False), (FULL, True)):
            for name, size in names.items():
                page = browser.new_page(viewport={"width": size, "height": size})
                page.set_content(page_of(size, full=full))
                page.screenshot(path=IMAGES / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
