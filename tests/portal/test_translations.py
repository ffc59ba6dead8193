"""Every way to mark a string is found, and every flaw of a catalog is named."""

from pathlib import Path

import polib
import pytest

from portal import translations
from portal.translations import Message


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("app", "templates", "static"):
        (tmp_path / folder).mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    return tmp_path


def found_in(project: Path, name: str, source: str) -> list[Message]:
    file = project / name
    file.write_text(source, encoding="utf-8")
    return list(translations.collect(project, [file]).messages)


def test_strings_in_python(project):
    source = """
title = _("One " "sentence")
other = gettext_lazy('With “quotes”')
many = ngettext("%(count)d file", "%(count)d files", count)
verb = pgettext_lazy("verb", "Return")
ignored = str("No translation") + model.gettext("Another object's")
empty = _("")
"""
    assert found_in(project, "app/pages.py", source) == [
        Message("One sentence"),
        Message("With “quotes”"),
        Message("%(count)d file", "%(count)d files"),
        Message("Return", context="verb"),
    ]


def test_strings_in_templates(project):
    source = """{% load i18n %}
<h1>{% translate "Guides" %}</h1> {% translate "Return" context "verb" %}
{% include "x.html" with title=_("Fees (yuan)") %}
{% blocktranslate trimmed count n=rows|length %}
  {{ n }} guide
{% plural %}
  {{ n }} guides
{% endblocktranslate %}
{% comment %}{% translate "Unseen" %}{% endcomment %}
"""
    assert set(found_in(project, "templates/page.html", source)) == {
        Message("Guides"),
        Message("Return", context="verb"),
        Message("Fees (yuan)"),
        Message("%(n)s guide", "%(n)s guides"),
    }


def test_strings_in_scripts(project):
    source = 'button.textContent = gettext(\'Copy link\'); const say = ngettext("%s row", "%s rows", n);'
    assert found_in(project, "static/site.js", source) == [Message("Copy link"), Message("%s row", "%s rows")]


def test_a_computed_string_is_a_problem(project):
    file = project / "app" / "pages.py"
    file.write_text('x = _(f"Hello {name}")\n')
    assert translations.collect(project, [file]).problems == [
        "app/pages.py:1: the text to translate must be a plain string"
    ]


@pytest.fixture
def catalog(project) -> Path:
    """A complete and compiled catalog of two strings."""
    (project / "app" / "pages.py").write_text('a = _("Fees"); b = ngettext("%(n)d day", "%(n)d days", n)\n')
    file, found = next(iter(translations.catalogs(project).items()))
    file.parent.mkdir(parents=True)
    entries = translations.update(file, found)
    for entry in entries:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)d 天"}
        else:
            entry.msgstr = "收费"
    save(entries, file)
    return file


def save(entries: polib.POFile, file: Path) -> None:
    entries.save(str(file))
    entries.save_as_mofile(str(file.with_suffix(".mo")))


def complaints(project: Path) -> list[str]:
    file, found = next(iter(translations.catalogs(project).items()))
    return translations.complaints(file, found)


def test_a_complete_catalog(project, catalog):
    assert complaints(project) == []


def test_updating_keeps_translations_and_changes_nothing_else(project, catalog):
    before = catalog.read_bytes()
    file, found = next(iter(translations.catalogs(project).items()))
    save(translations.update(file, found), file)
    assert catalog.read_bytes() == before


def test_a_new_and_a_vanished_string(project, catalog):
    (project / "app" / "pages.py").write_text('a = _("Costs"); b = ngettext("%(n)d day", "%(n)d days", n)\n')
    assert complaints(project) == [
        "django.po: not in the catalog: “Costs” (app/pages.py)",
        "django.po: no longer used: “Fees”",
    ]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"msgstr": ""}, "not translated: “Fees”"),
        ({"flags": ["fuzzy"]}, "marked as fuzzy: “Fees”"),
        ({"msgstr": "%(n)d 收费"}, "the translation has other placeholders: “Fees”"),
    ],
)
def test_flawed_entries(project, catalog, change, complaint):
    entries = polib.pofile(str(catalog))
    entry = entries.find("Fees")
    for name, value in change.items():
        setattr(entry, name, value)
    save(entries, catalog)
    assert f"django.po: {complaint}" in complaints(project)


def test_a_catalog_that_is_not_compiled(project, catalog):
    entries = polib.pofile(str(catalog))
    entries.find("Fees").msgstr = "费用"
    entries.save(str(catalog))
    assert complaints(project) == ["django.mo does not match django.po; run make messages."]


def test_a_missing_catalog(project):
    (project / "app" / "pages.py").write_text('a = _("Fees")\n')
    assert complaints(project) == ["django.po is missing; run make messages."]
