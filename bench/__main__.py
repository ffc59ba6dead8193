"""``python -m bench [pages startup typesetting]``: run the measurements and print the figures."""

import sys

from bench import pages, startup, typesetting

MEASUREMENTS = {"pages": pages.measure, "startup": startup.measure, "typesetting": typesetting.measure}


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
