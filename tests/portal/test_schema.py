"""Migrations follow the database, never the words: labels, languages and lists of choices."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils import translation
from django.utils.translation import gettext_lazy

from approvals.models import Item
from portal.schema import WORDS_OF_FIELDS, WORDS_OF_MODELS

pytestmark = pytest.mark.django_db

OWN_APPS = {"foundation", "approvals", "guides", "disclosure", "feedback", "hall"}


def would_migrate() -> bool:
    """Tell whether `makemigrations` would write anything."""
    try:
        call_command("makemigrations", check_changes=True, verbosity=0)
    except SystemExit:
        return True
    return False


def test_every_model_is_migrated() -> None:
    assert not would_migrate()


def test_languages_make_no_migration(settings: Any) -> None:
    settings.LANGUAGES = [("de", "Deutsch"), ("fr", "Français")]
    settings.LANGUAGE_CODE = "de"
    with translation.override("zh-hans"):
        assert not would_migrate()


def test_new_words_make_no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    code, name, objects = (Item._meta.get_field(field) for field in ("item_type", "name", "service_objects"))
    for field in (code, name, objects):
        monkeypatch.setattr(field, "_verbose_name", gettext_lazy("department"))
        monkeypatch.setattr(field, "help_text", "anything")
    monkeypatch.setattr(code, "choices", [("01", "another word"), ("99", "one more")])
    monkeypatch.setattr(objects.base_field, "choices", [("1", "another word")])  # type: ignore[union-attr]
    monkeypatch.setitem(Item._meta.original_attrs, "verbose_name", "thing")
    assert not would_migrate()


@pytest.mark.parametrize(("name", "attribute", "value"), [("name", "max_length", 77), ("project_type", "null", True)])
def test_what_the_database_holds_makes_one(
    monkeypatch: pytest.MonkeyPatch, name: str, attribute: str, value: Any
) -> None:
    monkeypatch.setattr(Item._meta.get_field(name), attribute, value)
    assert would_migrate()


def test_migrations_hold_no_words() -> None:
    for (app, _name), model in MigrationLoader(None).project_state().models.items():
        if app not in OWN_APPS:
            continue
        assert not WORDS_OF_MODELS & set(model.options), model
        for field in model.fields.values():
            assert not WORDS_OF_FIELDS & set(_arguments(field)), (model, field)


def _arguments(field: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = field.deconstruct()[3]
    inner = arguments.get("base_field")
    return {**arguments, **(_arguments(inner) if inner is not None else {})}


def test_own_apps_are_all_of_them() -> None:
    ours = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    assert ours - {"portal"} == OWN_APPS
