"""JSON: a list of items, each with its rows and its guides below it."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable
from typing import IO, Any

from django.utils.translation import gettext as _

from foundation.tables.problems import BadFile, shorten
from foundation.tables.sources import Source


def read(source: Source) -> list[Any]:
    """Return the entries of the list.

    Raises BadFile for what is no JSON, no list, or nested beyond reason.
    """
    text = source.text()
    try:
        data = json.loads(text, object_pairs_hook=_record, parse_constant=_no_constant)
    except RecursionError as error:
        raise BadFile(_("The JSON is nested far deeper than a catalog is.")) from error
    except json.JSONDecodeError as error:
        raise BadFile(
            _("The JSON is broken at line %(line)d, column %(column)d.") % {"line": error.lineno, "column": error.colno}
        ) from error
    except ValueError as error:
        raise BadFile(_("The JSON holds a number that is far too long.")) from error
    if not isinstance(data, list):
        raise BadFile(_("The JSON must be a list of items: […]."))
    return data


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _value in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise BadFile(_("A record in the JSON has the key “%(key)s” twice.") % {"key": shorten(double)})
    return record


def _no_constant(name: str) -> None:
    raise BadFile(_("The JSON holds %(name)s, which is no number.") % {"name": name})


def write(stream: IO[bytes], records: Iterable[dict[str, Any]]) -> None:
    """Write records as a list, one after the other, so that memory holds one at a time."""
    text = codecs.getwriter("utf-8")(stream)
    text.write("[")
    for number, record in enumerate(records):
        text.write(",\n" if number else "\n")
        json.dump(record, text, ensure_ascii=False, indent=1)
    text.write("\n]\n")
