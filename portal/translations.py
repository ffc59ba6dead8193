"""Collects translatable strings and keeps the Chinese catalogs complete, without gettext's own tools.

Python is read through its syntax tree, templates through Django's own conversion for makemessages, so that
what counts as a translatable string here is what counts as one when the page is shown.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
# Position of message, plural form and context among the arguments of each function that marks a string.
FUNCTIONS = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
SCRIPT_WORDING = "portal/django_script_wording.py"
"""Names what Django's own scripts say and the catalog for scripts words anew."""
MARKED_CALL = re.compile(r"(?<![\w.])(?:" + "|".join(FUNCTIONS) + r")\(")
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")
HEADER = {
    "Project-Id-Version": "portal",
    "Language": LOCALE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True)
class Message:
    """One translatable string as the catalog knows it."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass
class Collection:
    """Every string found, with the files it was found in, and what could not be read."""

    messages: dict[Message, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, message: Message, file: str) -> None:
        """Note that the file uses the message."""
        self.messages.setdefault(message, set()).add(file)


def catalogs(base: Path) -> dict[Path, Collection]:
    """Return the catalogs of the project: pages and back office, and scripts."""
    folder = base / "locale" / LOCALE / "LC_MESSAGES"
    of_scripts = [base / SCRIPT_WORDING] if (base / SCRIPT_WORDING).exists() else []
    of_pages = [file for file in _python_files(base) if file not in of_scripts]
    return {
        folder / "django.po": collect(base, [*of_pages, *_template_files(base)]),
        folder / "djangojs.po": collect(base, [*_script_files(base), *of_scripts]),
    }


def collect(base: Path, files: Iterable[Path]) -> Collection:
    """Read the files and return all their translatable strings."""
    found = Collection()
    for file in files:
        name = file.relative_to(base).as_posix()
        source = file.read_text(encoding="utf-8")
        try:
            calls = list(_calls_in_python(source) if file.suffix == ".py" else _calls_in_text(source, file))
        except SyntaxError as error:
            found.problems.append(f"{name}: cannot be read: {error}")
            continue
        for call in calls:
            message = _message_of(call)
            if message is None:
                found.problems.append(f"{name}:{call.lineno}: the text to translate must be a plain string")
            elif message.text:
                found.add(message, name)
    return found


def _python_files(base: Path) -> Iterator[Path]:
    for package in sorted(entry.parent for entry in base.glob("*/__init__.py")):
        if package.name not in {"tests", "bench"}:
            yield from (file for file in sorted(package.rglob("*.py")) if "migrations" not in file.parts)


def _template_files(base: Path) -> Iterator[Path]:
    for suffix in ("html", "txt", "xml"):
        yield from sorted((base / "templates").rglob(f"*.{suffix}"))


def _script_files(base: Path) -> Iterator[Path]:
    yield from (file for file in sorted((base / "static").rglob("*.js")) if "vendor" not in file.parts)


def _calls_in_python(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            yield node


def _calls_in_text(source: str, file: Path) -> Iterator[ast.Call]:
    """Find the calls in a script, or in the skeleton of calls that Django makes of a template."""
    text = source if file.suffix == ".js" else templatize(source, origin=str(file))
    for start in MARKED_CALL.finditer(text):
        yield _call_at(text, start.start())


def _call_at(text: str, start: int) -> ast.Call:
    """Parse the shortest piece from here that is a complete call."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        try:
            expression = ast.parse(text[start:end].replace("\n", " "), mode="eval").body
        except SyntaxError:
            continue
        if isinstance(expression, ast.Call):
            expression.lineno = text.count("\n", 0, start) + 1
            return expression
    raise SyntaxError(f"a call without end in line {text.count(chr(10), 0, start) + 1}")


def _message_of(call: ast.Call) -> Message | None:
    parts = []
    for position in FUNCTIONS[call.func.id if isinstance(call.func, ast.Name) else "_"]:
        argument = call.args[position] if position is not None and position < len(call.args) else None
        if argument is None:
            parts.append("")
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            parts.append(argument.value)
        else:
            return None
    return Message(*parts)


def update(file: Path, found: Collection) -> polib.POFile:
    """Return the catalog with the strings found: new ones empty, vanished ones gone, translations kept."""
    old = {_key(entry): entry for entry in polib.pofile(str(file))} if file.exists() else {}
    catalog = polib.POFile(wrapwidth=100)
    catalog.metadata = dict(HEADER)
    for message in sorted(found.messages, key=lambda message: (message.text, message.context)):
        entry = old.get(message) or polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgctxt=message.context or None,
            msgstr_plural={0: ""} if message.plural else {},
        )
        entry.occurrences = [(name, "") for name in sorted(found.messages[message])]
        entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]
        catalog.append(entry)
    return catalog


def complaints(file: Path, found: Collection) -> list[str]:
    """Say what is wrong with a catalog: strings missing, untranslated or doubtful, or not compiled."""
    said = list(found.problems)
    if not file.exists():
        return [*said, f"{file.name} is missing; run make messages."] if found.messages else said
    entries = {_key(entry): entry for entry in polib.pofile(str(file)) if not entry.obsolete}
    said += [
        f"{file.name}: not in the catalog: “{m.text}” ({_place(found, m)})" for m in found.messages if m not in entries
    ]
    said += [f"{file.name}: no longer used: “{m.text}”" for m in entries if m not in found.messages]
    for message, entry in entries.items():
        said += [f"{file.name}: {fault}: “{message.text}”" for fault in _faults(entry)]
    if not _is_compiled(file, entries):
        said.append(f"{file.with_suffix('.mo').name} does not match {file.name}; run make messages.")
    return said


def _key(entry: polib.POEntry | polib.MOEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _place(found: Collection, message: Message) -> str:
    return min(found.messages[message])


def _translations(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "marked as fuzzy"
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for translation in _translations(entry):
        if not translation:
            yield "not translated"
        elif set(PLACEHOLDER.findall(translation)) != wanted:
            yield "the translation has other placeholders"


def _is_compiled(file: Path, entries: dict[Message, polib.POEntry]) -> bool:
    compiled = file.with_suffix(".mo")
    if not compiled.exists():
        return not entries
    there = {_key(entry): _translations(entry) for entry in polib.mofile(str(compiled))}
    wanted = {key: _translations(entry) for key, entry in entries.items() if entry.translated()}
    return there == wanted
