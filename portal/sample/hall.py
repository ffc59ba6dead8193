"""Where a guide of the sample sends people: the hall says its address, hours and ways once, for all guides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]


class Hall:
    """The hall of ``hall.toml`` with the windows of ``departments.toml``."""

    def __init__(self, facts: Mapping[str, Any], departments: list[Row]) -> None:
        """Take the facts about the hall and the rows of all departments."""
        self._facts = facts
        self._windows = {window["number"]: window for row in departments for window in row.get("windows", [])}

    def complete(self, data: Row) -> Row:
        """Fill in the places of all guides in a file of items."""
        for item in data["items"]:
            for guide in item.get("guides", ()):
                guide["places"] = [self._place(row) for row in guide["places"]]
        return data

    def _place(self, row: Row) -> Row:
        if "window" in row:
            return self._window(row["window"], row["phone"])
        if "machine" in row:
            return self._machine(**row)
        return row

    def office_hours(self, number: str) -> str:
        """Return when a window is open."""
        facts = self._facts
        days = [facts["hours_through_noon"] if number in facts["through_noon"] else facts["hours"]]
        if number in facts["on_saturday"]:
            days.append(facts["hours_on_saturday"])
        return "；".join([*days, *self._note(number, "hours")])

    def _window(self, number: str, phone: str) -> Row:
        window, facts = self._windows[number], self._facts
        return {
            "name": f"{facts['name']}{window['floor']}{window['name']}",
            "address": f"{facts['address']}{facts['name']}",
            "window_label": number,
            "office_hours": self.office_hours(number),
            "directions": "；".join([facts["directions"], *self._note(number, "directions")]),
            "phone": phone,
        }

    def _machine(self, *, machine: str, phone: str, hours_note: str = "") -> Row:
        facts = self._facts
        hours = facts["machines"]["hours"]
        return {
            "name": facts["machines"]["name"],
            "address": f"{facts['address']}{facts['name']}",
            "window_label": machine,
            "office_hours": f"{hours}（{hours_note}）" if hours_note else hours,
            "directions": facts["directions"],
            "phone": phone,
        }

    def _note(self, number: str, about: str) -> list[str]:
        note = self._facts["notes"].get(number, {}).get(about)
        return [note] if note else []
