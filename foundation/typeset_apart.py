"""The process that `foundation.typesetting.typeset_apart` starts: a template's name, JSON on stdin, a PDF on stdout."""

from __future__ import annotations

import json
import sys

from foundation.typesetting import typeset


def main(template: str) -> None:
    """Set the paper and write it out."""
    sys.stdout.buffer.write(typeset(template, json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main(sys.argv[1])
