"""Revisions of this app are append-only, known addresses and themes in use stay, whoever is connected."""

from typing import ClassVar

from django.db import migrations

from foundation.publishing.guards import guard_publishing

_KEEP_THEMES = """
-- Django removes the links of a theme before the theme itself, so only the end of the transaction shows
-- whether an item lost a theme that is gone.
CREATE FUNCTION approvals_keep_theme_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM approvals_item WHERE id = OLD.item_id)
       AND NOT EXISTS (SELECT FROM approvals_theme WHERE id = OLD.theme_id) THEN
        RAISE EXCEPTION 'theme % is in use by item %', OLD.theme_id, OLD.item_id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER theme_in_use AFTER DELETE ON approvals_item_themes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION approvals_keep_theme_in_use();

CREATE TRIGGER theme_code BEFORE UPDATE OF code ON approvals_theme
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code)
    EXECUTE FUNCTION foundation_guard_quoted_code('approvals_itemrevision', 'themes');
"""

_UNDO = """
DROP TRIGGER theme_code ON approvals_theme;
DROP TRIGGER theme_in_use ON approvals_item_themes;
DROP FUNCTION approvals_keep_theme_in_use();
"""


class Migration(migrations.Migration):
    """Adds the guards."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("approvals", "0001_initial"), ("foundation", "0002_guards")]
    operations: ClassVar[list[migrations.RunSQL]] = [
        guard_publishing("approvals_item", "code", "approvals_itemrevision"),
        guard_publishing("approvals_flow", "slug", "approvals_flowrevision"),
        migrations.RunSQL(_KEEP_THEMES, _UNDO),
    ]
