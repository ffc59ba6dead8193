"""``python -m bench [name …]``: run the measurements named below, or all of them, and print the figures."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from bench import annual, crowd, feedback, fuzz, imports, pages, paper, register, screens, search, startup, typesetting

MEASUREMENTS = {
    "startup": startup.measure,
    "imports": imports.measure,
    "pages": pages.measure,
    "register": register.measure,
    "annual": annual.measure,
    "feedback": feedback.measure,
    "typesetting": typesetting.measure,
    "paper": paper.measure,
    "search": search.measure,
    "screens": screens.measure,
    "fuzz": fuzz.measure,
    "crowd": crowd.measure,
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all of them."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. Known: {', '.join(MEASUREMENTS)}.", file=sys.stderr)
        return 2
    for name in names or MEASUREMENTS:
        print(f"== {name}")
        MEASUREMENTS[name]()
    return 0


sys.exit(main(sys.argv[1:]))
