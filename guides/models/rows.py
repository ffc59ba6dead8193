"""Rows below a guide: materials, steps, places and questions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.codelists import MaterialForm, MaterialSource, MaterialType, Necessity, StepPhase
from foundation.attachments import StoredFile
from foundation.constraints import known
from foundation.publishing.models import DraftChild
from guides.models.guides import Guide
from guides.situations import answer_faults, read_answers, write_answers


class GuideRow(DraftChild):
    """A row below a guide; concrete classes add ``guide``."""

    class Meta(DraftChild.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["guide", "key"], name="%(class)s_key_once")]


class ChecklistQuestion(GuideRow):
    """A plain question to the applicant; the answer decides which materials apply (情形)."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="questions", verbose_name=_("guide"))
    question = models.CharField(
        _("question to the applicant"), max_length=60, help_text=_("For example: who comes to the window?")
    )
    hint = models.CharField(_("explanation"), max_length=200, blank=True)
    answers = models.TextField(
        _("answers"),
        max_length=2000,
        help_text=_(
            "Two to six, one on each line. After a “|” may follow what somebody who chooses it should know."
            " The key before “=” is made on saving; it stays when the words change."
        ),
    )

    keeps_key: ClassVar[bool] = True

    class Meta(GuideRow.Meta):
        verbose_name = _("question of the checklist")
        verbose_name_plural = _("questions of the checklist")

    def __str__(self) -> str:
        return self.question

    def clean(self) -> None:
        """Give each answer its key; refuse answers that nobody could choose between."""
        lines = read_answers(self.answers)
        faults = answer_faults(lines)
        if faults:
            raise ValidationError({"answers": faults})
        self.answers = write_answers(lines)


class Material(GuideRow):
    """One application material with every column of the national list (申请材料)."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="materials", verbose_name=_("guide"))
    name = models.CharField(_("material"), max_length=500)
    necessity = models.CharField(_("necessity"), max_length=1, choices=Necessity, default=Necessity.REQUIRED)
    material_type = models.CharField(
        _("type of material"), max_length=1, choices=MaterialType, default=MaterialType.OTHER
    )
    material_form = models.CharField(_("form"), max_length=1, choices=MaterialForm, default=MaterialForm.EITHER)
    originals = models.PositiveSmallIntegerField(_("originals"), default=1)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)
    paper_size = models.CharField(_("paper size"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=2, choices=MaterialSource, default=MaterialSource.APPLICANT)
    source_note = models.CharField(_("note on the source"), max_length=500, blank=True)
    acceptance_standard = models.TextField(_("standard of acceptance"), max_length=4000, blank=True)
    filling_notes = models.TextField(_("how to fill it in"), max_length=4000, blank=True)
    basis = models.CharField(_("basis of the demand"), max_length=1000, blank=True)
    remark = models.CharField(_("remark"), max_length=1000, blank=True)
    applies_to = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("needed only when"),
        default=list,
        blank=True,
        help_text=_("Nothing chosen: always needed. Of one question any chosen answer will do; all questions count."),
    )
    """Answers as ``question=answer``, by their keys."""
    blank_form = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("blank form")
    )
    sample_form = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sample form")
    )

    quoted: ClassVar[tuple[str, ...]] = ("blank_form", "sample_form")

    class Meta(GuideRow.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            *GuideRow.Meta.constraints,
            known("necessity", Necessity),
            known("material_type", MaterialType),
            known("material_form", MaterialForm),
            known("source", MaterialSource),
        ]

    def __str__(self) -> str:
        return self.name


class Step(GuideRow):
    """One step of the procedure (办理流程)."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="steps", verbose_name=_("guide"))
    phase = models.CharField(_("phase"), max_length=10, choices=StepPhase)
    name = models.CharField(_("step"), max_length=100)
    responsible = models.CharField(_("who does it"), max_length=200, blank=True)
    duration = models.CharField(_("time needed"), max_length=100, blank=True)
    standard = models.TextField(_("standard of examination"), max_length=4000, blank=True)
    result = models.CharField(_("outcome of the step"), max_length=500, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)

    class Meta(GuideRow.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            *GuideRow.Meta.constraints,
            known("phase", StepPhase),
        ]

    def __str__(self) -> str:
        return self.name


class Place(GuideRow):
    """Where and when: an address with window, hours, phone and directions (办理地点)."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="places", verbose_name=_("guide"))
    name = models.CharField(_("place"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    window_label = models.CharField(_("window"), max_length=100, blank=True)
    office_hours = models.CharField(_("office hours"), max_length=300, blank=True)
    directions = models.CharField(_("directions"), max_length=500, blank=True)
    phone = models.CharField(_("phone"), max_length=200, blank=True)

    class Meta(GuideRow.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name


class Faq(GuideRow):
    """A question that people really ask, and its answer (常见问题)."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="faqs", verbose_name=_("guide"))
    question = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), max_length=4000)

    class Meta(GuideRow.Meta):
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def __str__(self) -> str:
        return self.question
