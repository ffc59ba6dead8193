"""The columns of a register that is taken over: names, Chinese headings, and what a cell may hold."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from disclosure.fees import MAX_UNITS, FeeBasis
from disclosure.models.register import (
    DESCRIPTION_LENGTH,
    SUBJECT_LENGTH,
    ApplicantCategory,
    Channel,
    DeliveryWay,
    Medium,
)
from disclosure.outcomes import Outcome
from foundation.tables import cells
from foundation.tables.registers import Layout, RegisterColumn, code_column, day_column, text_column

NUMBER_LENGTH: Final = 60

COLUMNS: Final = (
    RegisterColumn(
        "external_number",
        _("register number"),
        cells.read_text,
        _("The number in the register that is taken over; each occurs once."),
        required=True,
        length=NUMBER_LENGTH,
    ),
    code_column("channel", _("channel"), Channel, required=True),
    day_column("arrived_on", _("arrived"), _("The day on which it came."), required=True),
    day_column(
        "confirmed_on",
        _("receipt confirmed"),
        _("The legal day of receipt of letters, fax, e-mail and online forms (art. 31); empty: still waiting."),
    ),
    text_column("evidence", _("evidence of receipt"), 300, _("Empty: the register that is taken over.")),
    code_column("category", _("category of the applicant"), ApplicantCategory, required=True),
    text_column("name", _("name of the applicant"), 100),
    text_column("paper_number", _("number of the paper"), 40),
    text_column("phone", _("phone"), 40, _("Open requests need at least one of phone, e-mail and address.")),
    text_column("email", _("e-mail"), 120),
    text_column("address", _("address"), 200),
    text_column("subject", _("subject"), SUBJECT_LENGTH, _("Without anybody's personal data."), required=True),
    text_column("description", _("information asked for"), DESCRIPTION_LENGTH, _("Empty: the subject.")),
    code_column("delivery_way", _("way to obtain it"), DeliveryWay),
    code_column("medium", _("form"), Medium),
    day_column("correction_asked_on", _("correction asked")),
    day_column("correction_until", _("correction allowed until")),
    day_column("corrected_on", _("day of the correction")),
    day_column("extended_on", _("extended")),
    RegisterColumn(
        "extension_days", _("extended by (working days)"), cells.read_integer, _("Together with the day."), most=20
    ),
    day_column("fee_noticed_on", _("fee notice received"), _("Together with basis and quantity.")),
    code_column("fee_basis", _("fee counted"), FeeBasis),
    RegisterColumn("fee_units", _("fee quantity"), cells.read_integer, most=MAX_UNITS),
    day_column("fee_paid_on", _("fee paid")),
    code_column("outcome", _("outcome"), Outcome, _("Empty: still open.")),
    day_column("concluded_on", _("day of the conclusion"), _("Together with the outcome.")),
)
"""All columns in the order of the documentation."""

_ALSO: Final = {
    "登记号": "external_number", "编号": "external_number", "收件日期": "arrived_on", "收到日期": "arrived_on",
    "渠道": "channel", "申请渠道": "channel", "申请人类别": "category", "申请人": "name", "申请人姓名": "name",
    "电话": "phone", "联系电话": "phone", "标题": "subject", "申请内容": "description", "答复结果": "outcome",
    "处理结果": "outcome", "答复日期": "concluded_on", "办结日期": "concluded_on",
}  # fmt: skip
"""Further headings that registers of centers carry."""


LAYOUT: Final = Layout(COLUMNS, _ALSO)
