"""The tables of the hall."""

from hall.models.devices import Device
from hall.models.duty import DutyTurn
from hall.models.layouts import Layout, Panel
from hall.models.notices import HallNotice
from hall.models.plan import Floor, Landmark, WindowPlace

__all__ = ["Device", "DutyTurn", "Floor", "HallNotice", "Landmark", "Layout", "Panel", "WindowPlace"]
