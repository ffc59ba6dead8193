"""The record of a case for a court or the review organ: all that is known of a request, in the order it happened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.actions.clock import deadline_of
from disclosure.annual.formats import outcome_mark
from disclosure.models.clock import ClockFact, Consultation, ExtensionProposal
from disclosure.models.decisions import Decision, DecisionItem, DecisionStage
from disclosure.models.letters import FeeNotice, Letter, Service
from disclosure.models.register import Applicant, Request
from disclosure.models.remedies import Remedy
from disclosure.outcomes import RULES
from foundation.audit import AuditEntry
from foundation.typesetting import Report, ReportHeading, ReportTable, ReportText, Row, written_date

Pairs = Sequence[tuple[str, str]]
Block = ReportHeading | ReportText | ReportTable
_HIDDEN: Final = frozenset({"id", "request", "paper_index"})
"""Columns of the applicant that say nothing to a reader."""


@dataclass(frozen=True)
class CaseFile:
    """A file of the archive; without checksum it was removed and is only named."""

    name: str
    what: str
    kilobytes: int = 0
    sha256: str = ""


def case_record(request: Request, files: Sequence[CaseFile]) -> Report:
    """Return the record with its table of contents; drafts of a decision that nobody released stay out."""
    sections: tuple[tuple[str, Callable[[Request], Pairs]], ...] = (
        ("申请人和申请内容", _asked),
        ("申请原文和补正原文", _as_it_came),
        ("期限计算", _clock),
        ("办理经过和凭据", _facts),
        ("征求意见", _consultations),
        ("答复决定", _decision),
        ("文书和送达", _letters),
        ("救济", _remedies),
        ("操作记录", _trail),
    )
    blocks: list[Block] = []
    for place, (title, rows) in enumerate(sections):
        blocks += _section(_ORDINALS[place] + "、" + title, rows(request))
    blocks += _file_list(_ORDINALS[len(sections)] + "、卷内文件", files)
    head = [
        ["登记编号", request.number],
        ["机关", settings.SITE.organiser],
        ["收到申请之日", written_date(request.received_on) if request.received_on else "尚未确认"],
        ["状态", str(request.get_stage_display())],
    ]
    return {"title": "政府信息公开申请案卷", "head": head, "contents": True, "blocks": blocks}


_ORDINALS: Final = "一二三四五六七八九十"


def _section(title: str, rows: Pairs) -> list[Block]:
    heading: ReportHeading = {"kind": "heading", "text": title}
    if not rows:
        return [heading, {"kind": "paragraph", "text": "无。"}]
    cells: list[Row] = [[{"text": label, "heading": True}, text or "—"] for label, text in rows]
    return [heading, {"kind": "table", "rows": cells, "widths": [1, 3], "left": True}]


def _file_list(title: str, files: Sequence[CaseFile]) -> list[Block]:
    heading: ReportHeading = {"kind": "heading", "text": title}
    if not files:
        return [heading, {"kind": "paragraph", "text": "无。"}]
    rows: list[Row] = [
        [place, file.name, file.what, f"{file.kilobytes} KB\n{file.sha256}" if file.sha256 else "已删除，不在卷内"]
        for place, file in enumerate(files, start=1)
    ]
    header = [["序号", "文件", "内容", "大小和SHA-256校验值"]]
    return [heading, {"kind": "table", "header": header, "rows": rows, "widths": [1, 3, 4, 5]}]


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _asked(request: Request) -> Pairs:
    applicant = Applicant.objects.get(request=request)
    named = [
        (str(field.verbose_name), _shown(applicant, field.name))
        for field in applicant._meta.fields
        if field.name not in _HIDDEN and getattr(applicant, field.name)
    ]
    return [
        *named,
        ("申请人类别", str(request.get_applicant_category_display())),
        ("申请渠道", str(request.get_channel_display())),
        ("来件日期", written_date(request.arrived_on)),
        ("收到凭据", str(request.receipt_evidence)),
        ("申请内容", request.description),
        ("申请事项", "\n".join(f"{item.position}. {item.text}" for item in request.items.all())),
        ("获取方式", f"{request.get_delivery_way_display()}，{request.get_medium_display()}"),
    ]


def _shown(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))


def _as_it_came(request: Request) -> Pairs:
    """The original beside the entry: an officer may have mended the entry since."""
    came = [(request.submission.arrived_on, request.submission.payload)]
    came += [(row.submission.arrived_on, row.submission.payload) for row in request.additions.all()]
    return [
        (written_date(day), "\n".join(f"{name}：{value}" for name, value in readable(json.loads(str(payload)))))
        for day, payload in came
    ]


def readable(payload: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Return the fields of a submission that hold something, with their words, as they came."""
    for name, value in payload.items():
        if isinstance(value, dict):
            yield from readable(value)
        elif value not in ("", [], None):
            yield _worded(name, value)


_OTHER_NAMES: Final = {"category": "applicant_category", "evidence": "receipt_evidence"}
"""Fields of an entry whose column is called otherwise."""


def _worded(name: str, value: Any) -> tuple[str, str]:
    """Return label and words of a field; what no column holds keeps its name, and an unknown code its letters."""
    column = _OTHER_NAMES.get(name, name)
    field = next((f for model in (Applicant, Request) for f in model._meta.fields if f.name == column), None)
    label = str(field.verbose_name) if field is not None else str(_LABELS.get(name, name))
    if isinstance(value, bool):
        return label, _("yes") if value else _("no")
    if isinstance(value, list):
        return label, "\n".join(map(str, value))
    return label, str(dict(field.flatchoices).get(value, value) if field is not None else value)


_LABELS: Final = {
    "confirmed_on": gettext_lazy("receipt confirmed"),
    "external_number": gettext_lazy("register number"),
    "items": gettext_lazy("requested items"),
    "outcome": gettext_lazy("outcome"),
    "text": gettext_lazy("corrected text"),
}


def _clock(request: Request) -> Pairs:
    deadline = deadline_of(request)
    return [(written_date(step.on), f"{step.text}{step.source}") for step in deadline.steps] if deadline else []


def _facts(request: Request) -> Pairs:
    facts = [
        (
            written_date(fact.on),
            _lines(
                f"{fact.get_kind_display()}（{fact.recorded_by or '系统'}登记）",
                str(fact.evidence),
                f"已撤销：{fact.void_reason}" if fact.void_reason else "",
            ),
        )
        for fact in ClockFact.objects.filter(request=request).select_related("recorded_by")
    ]
    extensions = [
        (
            "延期审批",
            _lines(
                f"{row.proposed_by}提出延长{row.days}个工作日：{row.reason}",
                f"{row.get_decision_display()} {row.decided_by or ''}",
            ),
        )
        for row in ExtensionProposal.objects.filter(request=request).select_related("proposed_by", "decided_by")
    ]
    fees = [("信息处理费", f"{fee.amount}元，{fee.how_to_pay}") for fee in FeeNotice.objects.filter(request=request)]
    return [*facts, *extensions, *fees]


def _consultations(request: Request) -> Pairs:
    return [
        (
            f"{written_date(row.asked_on)}\n{row.party}",
            _lines(
                row.question,
                f"{written_date(row.answered_on)}：{row.get_position_display()}" if row.answered_on else "尚未答复",
                row.answer,
                f"已撤销：{row.void_reason}" if row.void_reason else "",
            ),
        )
        for row in Consultation.objects.filter(request=request)
    ]


def _decision(request: Request) -> Pairs:
    people = Decision.objects.select_related("drafted_by", "submitted_by", "released_by")
    decision = people.filter(request=request, stage=DecisionStage.RELEASED).first()
    if decision is None:
        return []
    return [
        *(_item(row) for row in decision.items.select_related("item")),
        ("查明情况", decision.findings),
        ("保密审查", _lines(str(decision.get_secrecy_review_display()), decision.secrecy_note)),
        ("可以公开的理由", _lines(decision.override_reason, decision.leaks_accepted_because)),
        ("拟定和提交", f"{decision.drafted_by}，{decision.submitted_by}"),
        ("审核签发", f"{decision.released_by}，{written_date(decision.decided_on or localtime().date())}"),
    ]


def _item(row: DecisionItem) -> tuple[str, str]:
    rule = RULES[row.outcome]
    told = _lines(row.item.text, f"年度报告统计项：{outcome_mark(rule.row)}", row.answer, row.reasons)
    return f"{row.item.position}. {row.get_outcome_display()}", told


def _letters(request: Request) -> Pairs:
    letters = Letter.objects.filter(request=request).prefetch_related("services")
    return [
        (
            letter.number,
            _lines(
                f"{letter.title}，{written_date(letter.issued_on)}制发，致{letter.addressee}",
                *map(_service, letter.services.all()),
            ),
        )
        for letter in letters
    ]


def _service(service: Service) -> str:
    told = f"{written_date(service.sent_on)}发出（{service.get_way_display()}）{service.tracking_number}"
    if service.served_on:
        told += f"，{written_date(service.served_on)}送达：{service.proof}"
    if service.returned_on:
        told += f"，{written_date(service.returned_on)}退回：{service.return_reason}"
    return told + (f"（已撤销：{service.void_reason}）" if service.void_reason else "")


def _remedies(request: Request) -> Pairs:
    return [
        (
            f"{written_date(remedy.filed_on)}\n{remedy.get_kind_display()}",
            _lines(
                f"{remedy.organ} {remedy.case_number}".strip(),
                f"本机关答复（答辩）日期：{written_date(remedy.answered_on)}" if remedy.answered_on else "",
                str(remedy.get_outcome_display()) if remedy.outcome else "尚未审结",
            ),
        )
        for remedy in Remedy.objects.filter(request=request)
    ]


def _trail(request: Request) -> Pairs:
    """The audit trail of the request, oldest first."""
    entries = AuditEntry.objects.filter(target_type=request._meta.label_lower, target_id=str(request.pk))
    return [
        (f"{localtime(entry.at):%Y-%m-%d %H:%M}", f"{entry.who} {entry.get_act_display()}")
        for entry in entries.select_related("actor").order_by("at", "pk")
    ]
