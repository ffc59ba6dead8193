"""The draft of an implementing-list item (实施清单) with all its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from approvals import codelists
from approvals.codes import CODE_PATTERN, parse_code
from approvals.completeness import ITEM_CONTENTS, item_blockers
from approvals.documents import ItemDocument, item_document
from approvals.limits import seems_longer
from approvals.models.themes import Theme
from foundation.constraints import known
from foundation.credit_codes import WRONG_CHECK
from foundation.publishing.contents import Content
from foundation.publishing.models import Publishable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _text(label: StrOrPromise, **options: Any) -> models.TextField[str, str]:
    return models.TextField(label, blank=True, max_length=8000, **options)


def _line(label: StrOrPromise, length: int, **options: Any) -> models.CharField[str, str]:
    return models.CharField(label, blank=True, max_length=length, **options)


def _code(label: StrOrPromise, choices: type[models.TextChoices], **options: Any) -> models.CharField[str, str]:
    return models.CharField(label, max_length=10, choices=choices, **options)


class Item(Publishable):
    """One item of one implementing body, or one of its handling items (业务办理项)."""

    code = models.CharField(
        _("item code"),
        max_length=33,
        unique=True,
        validators=[RegexValidator(CODE_PATTERN, _("An item code has 31 or, for a handling item, 33 characters."))],
        help_text=_("Credit code (18), level (1), catalog code (12) and, for a handling item, a serial (2)."),
    )
    code_verified = models.BooleanField(_("check character right"), default=False, editable=False)
    local_task_code = _line(_("local code"), 60)
    catalog_version = _line(_("version in the national catalog"), 20)
    name = models.CharField(_("item name"), max_length=200)
    name_en = _line(_("English name"), 300)
    short_name = _line(_("short name"), 100)
    colloquial_name = _line(_("what people call it"), 200, help_text=_("Helps people find the item."))
    item_type = _code(_("item type"), codelists.ItemType)

    body_nature = _code(_("nature of the body"), codelists.BodyNature, default=codelists.BodyNature.STATUTORY_ORGAN)
    exercise_level = _code(_("level of exercise"), codelists.ExerciseLevel, default=codelists.ExerciseLevel.MUNICIPAL)
    power_source = _code(_("source of the power"), codelists.PowerSource, default=codelists.PowerSource.STATUTORY)
    entrusting_department = _line(_("entrusting department"), 200)
    joint_departments = _line(_("joint departments"), 500)

    themes = models.ManyToManyField(Theme, blank=True, related_name="items", verbose_name=_("themes"))
    service_objects = ArrayField(
        _code(_("service object"), codelists.ServiceObject), verbose_name=_("who may apply"), default=list
    )
    project_type = _code(_("case type"), codelists.ProjectType, blank=True)
    handle_forms = ArrayField(
        _code(_("way of applying"), codelists.HandleForm),
        verbose_name=_("ways of applying"),
        default=list,
        blank=True,
    )
    online_depth = _code(_("depth of online handling"), codelists.OnlineDepth, blank=True)
    onsite_visits = models.PositiveSmallIntegerField(_("visits on site"), default=0)
    onsite_reason = _line(_("why a visit is needed"), 500)
    cross_region_scope = _code(_("accepted across regions"), codelists.CrossRegionScope, blank=True)
    online = models.BooleanField(_("can be handled online"), default=False)
    online_url = models.URLField(_("online address"), max_length=500, blank=True)
    online_platform = _line(_("online platform"), 100)
    appointment = models.BooleanField(_("can be booked"), default=False)
    appointment_url = models.URLField(_("booking address"), max_length=500, blank=True)
    online_payment = models.BooleanField(_("online payment"), default=False)
    courier = models.BooleanField(_("results by courier"), default=False)
    self_service = models.BooleanField(_("self-service terminal"), default=False)
    in_hall = models.BooleanField(_("in the service hall"), default=True)
    quantity_limit = _line(_("limit of quantity"), 500)

    statutory_days = models.PositiveSmallIntegerField(_("statutory limit"), null=True, blank=True)
    statutory_unit = _code(_("unit of the statutory limit"), codelists.LimitUnit, blank=True)
    statutory_note = _line(_("note on the statutory limit"), 500)
    promised_days = models.PositiveSmallIntegerField(_("promised limit"), null=True, blank=True)
    promised_unit = _code(_("unit of the promised limit"), codelists.LimitUnit, blank=True)
    promised_note = _line(_("note on the promised limit"), 500)

    accept_conditions = _text(_("conditions of acceptance"))
    is_fee = models.BooleanField(_("is a fee charged"), null=True, blank=True)
    consult_phone = _line(_("phone for enquiries"), 400)
    consult_url = models.URLField(_("enquiries online"), max_length=500, blank=True)
    consult_address = _line(_("address for enquiries"), 300)
    complaint_phone = _line(_("phone for complaints"), 200)
    complaint_url = models.URLField(_("complaints online"), max_length=500, blank=True)
    complaint_address = _line(_("address for complaints"), 300)
    review_org = _line(_("administrative review: organ, address, phone"), 500)
    litigation_court = _line(_("litigation: court, address, phone"), 500)

    item_state = _code(_("item state"), codelists.ItemState, default=codelists.ItemState.IN_USE)
    effective_on = models.DateField(_("planned to take effect"), null=True, blank=True)
    cancels_on = models.DateField(_("planned to be cancelled"), null=True, blank=True)

    address: ClassVar[str] = "code"
    children: ClassVar[tuple[str, ...]] = (
        "legal_bases",
        "fees",
        "special_procedures",
        "results",
        "intermediary_services",
    )

    quoted: ClassVar[tuple[str, ...]] = ("themes",)
    contents: ClassVar[tuple[Content, ...]] = ITEM_CONTENTS

    class Meta(Publishable.Meta):
        verbose_name = _("approval item")
        verbose_name_plural = _("approval items")
        ordering = ["code"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=Q(code__regex=CODE_PATTERN), name="item_code_shape"),
            models.CheckConstraint(
                condition=~Q(statutory_unit=F("promised_unit"))
                | Q(statutory_days__isnull=True)
                | Q(promised_days__isnull=True)
                | Q(promised_days__lte=F("statutory_days")),
                name="item_promised_not_longer",
            ),
            models.CheckConstraint(
                condition=(Q(statutory_days__isnull=True) | ~Q(statutory_unit=""))
                & (Q(promised_days__isnull=True) | ~Q(promised_unit="")),
                name="item_limits_have_units",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(cancels_on__isnull=True)
                | Q(cancels_on__gt=F("effective_on")),
                name="item_cancelled_after_effect",
            ),
            known("item_type", codelists.ItemType),
            known("exercise_level", codelists.ExerciseLevel),
            known("body_nature", codelists.BodyNature),
            known("power_source", codelists.PowerSource),
            known("item_state", codelists.ItemState),
            known("project_type", codelists.ProjectType, blank=True),
            known("online_depth", codelists.OnlineDepth, blank=True),
            known("cross_region_scope", codelists.CrossRegionScope, blank=True),
            known("statutory_unit", codelists.LimitUnit, blank=True),
            known("promised_unit", codelists.LimitUnit, blank=True),
            models.CheckConstraint(
                condition=Q(handle_forms__contained_by=codelists.HandleForm.values), name="item_handle_forms_known"
            ),
            models.CheckConstraint(condition=Q(exercise_level=Substr("code", 19, 1)), name="item_level_as_in_code"),
            models.CheckConstraint(
                condition=Q(service_objects__contained_by=codelists.ServiceObject.values),
                name="item_service_objects_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check what several fields say together; every sentence names what to do."""
        self.clean_address()
        problems: dict[str, StrOrPromise | ValidationError] = {}
        self._clean_code(problems)
        if (
            self.statutory_days is not None
            and self.promised_days is not None
            and self.statutory_unit == self.promised_unit
            and self.promised_days > self.statutory_days
        ):
            problems["promised_days"] = _("The promised limit is longer than the statutory one.")
        if self.statutory_days is not None and not self.statutory_unit:
            problems["statutory_unit"] = _("A limit needs its unit.")
        if self.promised_days is not None and not self.promised_unit:
            problems["promised_unit"] = _("A limit needs its unit.")
        if self.effective_on and self.cancels_on and self.cancels_on <= self.effective_on:
            problems["cancels_on"] = _("The item is cancelled before it takes effect.")
        if problems:
            raise ValidationError(problems)

    def _clean_code(self, problems: dict[str, StrOrPromise | ValidationError]) -> None:
        try:
            code = parse_code(self.code)
        except ValueError:
            return
        self.code_verified = code.is_verified
        if not code.is_verified and self.was_typed("code"):
            sentence = _("The check character of the credit code (first 18 characters) is wrong.")
            problems["code"] = ValidationError(sentence, code=WRONG_CHECK)
        if code.exercise_level != self.exercise_level:
            problems["exercise_level"] = _("The level differs from character 19 of the item code.")

    def warnings(self) -> dict[str, StrOrPromise]:
        """Return what looks wrong but is allowed, by the field."""
        found: dict[str, StrOrPromise] = {}
        if not self.code_verified:
            found["code"] = _(
                "The code was taken over with a wrong check character in its credit code (first 18 characters);"
                " have it clarified. Until then it counts as missing."
            )
        if seems_longer(self.promised_days, self.promised_unit, self.statutory_days, self.statutory_unit):
            found["promised_days"] = _("The promised limit looks longer than the statutory one; their units differ.")
        if self.onsite_visits > 0 and not self.onsite_reason:
            found["onsite_reason"] = _("A visit on site is asked for, but no reason is given.")
        return found

    @property
    def audiences(self) -> list[str]:
        """The doors of the catalog at which the item stands, from its service objects."""
        return codelists.audiences_of(self.service_objects)

    def make_document(self) -> ItemDocument:
        """Build the document of the draft."""
        return item_document(self)

    def find_blockers(self, document: ItemDocument) -> list[StrOrPromise]:
        """Return why the item cannot be published at all."""
        return item_blockers(document)
