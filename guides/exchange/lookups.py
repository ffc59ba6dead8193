"""What rows refer to by name: departments, themes and stored files, loaded once for a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from approvals.models import Theme
from foundation.attachments import StoredFile
from foundation.credit_codes import is_credit_code
from foundation.organization import Department, Region
from foundation.tables.problems import BadValue
from foundation.tables.suggestions import did_you_mean
from guides.exchange.profiles import Profile, RegionSource
from guides.exchange.rows import DepartmentKey

_USCC: Final = re.compile(r"[0-9A-Z]{18}")


class Departments:
    """The departments by code, credit code and name, and those that a profile adds."""

    def __init__(self, profile: Profile | None) -> None:
        self._planned: dict[str, str] = {}
        self._profile = profile
        self._by_code: dict[str, Department] = {}
        self._by_uscc: dict[str, Department] = {}
        self._by_name: dict[str, Department] = {}
        for department in Department.objects.all():
            self._keep(department)

    def _keep(self, department: Department) -> None:
        self._by_code[department.code] = department
        self._by_name[department.name] = department
        if department.uscc:
            self._by_uscc[department.uscc] = department

    def find(self, key: str | DepartmentKey) -> Department:
        """Return the department that is meant. Raises BadValue when there is none."""
        if isinstance(key, DepartmentKey):
            return self._foreign(key)
        found = self._by_code.get(key) or self._by_uscc.get(key) or self._by_name.get(key)
        if found is None:
            raise BadValue(
                _("There is no such department%(hint)s. Use its short code, name or credit code.")
                % {"hint": did_you_mean(key, [*self._by_code, *self._by_name])}
            )
        return found

    def _foreign(self, key: DepartmentKey) -> Department:
        found = self._by_uscc.get(key.uscc) or self._by_name.get(key.name)
        if found is not None:
            return found
        if self._profile is None or not self._profile.create_departments or not key.name:
            raise BadValue(_("There is no such department; add it first, with its credit code."))
        return self._add(key)

    def _add(self, key: DepartmentKey) -> Department:
        """Plan a department; its region is set when it is written."""
        if key.uscc and not _USCC.fullmatch(key.uscc):
            raise BadValue(_("A credit code has 18 digits and capital letters."))
        code = key.uscc.lower() or f"d{len(self._by_code) + 1}"
        department = Department(code=code, name=key.name, uscc=key.uscc or None)
        department.uscc_verified = not key.uscc or is_credit_code(key.uscc)
        try:
            department.clean_fields(exclude=["region"])
        except ValidationError as error:
            raise BadValue(" ".join(error.messages)) from error
        department.position = len(self._by_code) + 1
        self._keep(department)
        self._planned[code] = key.region
        return department

    def write(self, used: Iterable[Department]) -> list[Department]:
        """Write those planned departments that are used, with their regions, and return them."""
        added = list({d.code: d for d in used if d.pk is None}.values())
        if added and self._profile is not None:
            regions = _regions({self._planned[d.code] for d in added}, self._profile.regions)
            for department in added:
                department.region = regions.get(self._planned[department.code])
            Department.objects.bulk_create(added)
        return added


def _regions(wanted: set[str], known: list[RegionSource]) -> dict[str, Region]:
    """Return the regions by code; those that the profile knows and the database lacks are added."""
    for source in reversed(known):
        if source.code in wanted and source.parent:
            wanted = wanted | {source.parent}
    regions = {region.code: region for region in Region.objects.filter(code__in=wanted)}
    for source in known:
        if source.code in wanted and source.code not in regions:
            region = Region(code=source.code, name=source.name, level=source.level, parent=regions.get(source.parent))
            region.full_clean()
            region.save()
            regions[source.code] = region
    return regions


@dataclass
class Lookups:
    """Everything that rows refer to."""

    departments: Departments
    themes: dict[str, Theme] = field(default_factory=dict)
    files: dict[str, StoredFile | None] = field(default_factory=dict)

    @classmethod
    def load(cls, profile: Profile | None) -> Lookups:
        """Read departments and themes; files are looked up when a row names one."""
        lookups = cls(Departments(profile))
        ambiguous = set()
        themes = list(Theme.objects.all())
        for theme in themes:
            if theme.name in lookups.themes:
                ambiguous.add(theme.name)
            lookups.themes[theme.name] = theme
        for name in ambiguous:
            del lookups.themes[name]
        lookups.themes.update({theme.code: theme for theme in themes})
        return lookups

    def find_themes(self, names: list[str]) -> list[Theme]:
        """Return the themes that are meant. Raises BadValue for the first one that is not known."""
        for name in names:
            if name not in self.themes:
                raise BadValue(
                    _("There is no theme “%(name)s”%(hint)s. Use the codes of the themes.")
                    % {"name": name, "hint": did_you_mean(name, self.themes)}
                )
        found = {self.themes[name].pk: self.themes[name] for name in names}
        return list(found.values())

    def find_file(self, reference: str) -> StoredFile | None:
        """Return the stored file of a reference: its checksum and its name.

        Raises BadValue when no such file is stored here: a table cannot carry files.
        """
        if not reference:
            return None
        if reference not in self.files:
            checksum, _space, name = reference.strip().partition(" ")
            self.files[reference] = (
                StoredFile.objects.filter(sha256=checksum, name=name).order_by("pk").last()
                if len(checksum) == 64
                else None
            )
        found = self.files[reference]
        if found is None:
            raise BadValue(_("This file is not stored here; leave the cell empty and upload it in the back office."))
        return found

    def same_file(self, value: Any, reference: str) -> bool:
        """Tell whether a draft's file is the one that a reference names."""
        return value is not None and f"{value.sha256} {value.name}" == reference.strip()
