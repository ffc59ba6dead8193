"""The columns of messages that are taken over: names, Chinese headings, and what a cell may hold."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import SUBJECT_LENGTH, TEXT_LENGTH
from feedback.models.replies import REASON_LENGTH, REPLY_LENGTH
from feedback.states import Ending, MessageKind
from foundation.tables.registers import Layout, code_column, day_column, text_column


class Consent(TextChoices):
    """Whether the writer agreed to a publication."""

    YES = "yes", _("yes")
    NO = "no", _("no")


LAYOUT: Final = Layout(
    (
        text_column(
            "external_number", _("number in the other system"), 60, _("Each occurs once; empty: known by its text.")
        ),
        code_column("kind", _("kind"), MessageKind, _("Empty: enquiry.")),
        text_column("subject", _("subject"), SUBJECT_LENGTH, required=True),
        text_column("text", _("text"), TEXT_LENGTH, required=True),
        day_column("received_on", _("day of receipt"), required=True),
        text_column("department", _("department"), 100, _("Code, name or short name."), required=True),
        text_column("name", _("name"), 60),
        text_column("phone", _("phone"), 40),
        text_column("reply", _("reply"), REPLY_LENGTH, _("Together with its day; empty: still open.")),
        day_column("replied_on", _("day of the reply")),
        code_column("ending", _("ending"), Ending, _("Empty: explained.")),
        text_column("basis", _("reasons, or where it belongs"), REASON_LENGTH, _("Refusals need them.")),
        code_column("consent", _("consents to publication"), Consent, _("Empty: no.")),
    ),
    {
        "编号": "external_number", "信件编号": "external_number", "类型": "kind", "标题": "subject", "主题": "subject",
        "内容": "text", "留言内容": "text", "date": "received_on", "日期": "received_on", "留言日期": "received_on",
        "来信日期": "received_on", "部门": "department", "承办单位": "department", "办理单位": "department",
        "姓名": "name", "电话": "phone", "答复": "reply", "答复内容": "reply", "reply date": "replied_on",
        "reply_date": "replied_on", "答复日期": "replied_on", "公开": "consent", "是否公开": "consent",
    },
)  # fmt: skip
"""All columns in the order of the documentation, and further headings that mailboxes of cities carry."""
