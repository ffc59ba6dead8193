#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys


def main() -> int:
    """Run the command; whatever hinders the start is told in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from portal.commandline import run
    except ModuleNotFoundError as error:
        print(f"{error}. Start through “make run”, or with .venv/bin/python.", file=sys.stderr)
        return 1
    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
