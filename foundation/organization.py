"""Who works where: regions in five levels, departments, windows and memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access import ADMINISTRATOR_ROLES, CENTER_WIDE_ROLES, Role
from foundation.credit_codes import WRONG_CHECK, is_credit_code
from foundation.languages import for_reader
from foundation.people import User
from foundation.publishing.quotes import clean_quoted_code
from foundation.remembering import Remembering

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RegionLevel(models.TextChoices):
    """The five levels of the service network (省、市、县、乡、村)."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    TOWNSHIP = "township", _("Township or street")
    VILLAGE = "village", _("Village or community")


_PARENT_LEVEL = {
    RegionLevel.CITY: RegionLevel.PROVINCE,
    RegionLevel.COUNTY: RegionLevel.CITY,
    RegionLevel.TOWNSHIP: RegionLevel.COUNTY,
    RegionLevel.VILLAGE: RegionLevel.TOWNSHIP,
}


class Region(models.Model):
    """An administrative division with its national code: 6, 9 or 12 digits (GB/T 2260, GB/T 10114)."""

    code = models.CharField(
        _("division code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^\d{6}(\d{3}(\d{3})?)?$", _("A division code has 6, 9 or 12 digits."))],
    )
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?$"), name="region_code_shape"
            ),
            models.CheckConstraint(condition=Q(level__in=RegionLevel.values), name="region_level_known"),
            models.CheckConstraint(
                condition=Q(level=RegionLevel.PROVINCE, parent__isnull=True)
                | (~Q(level=RegionLevel.PROVINCE) & Q(parent__isnull=False)),
                name="region_province_has_no_parent_others_have",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Hold the tree to five levels: each region lies directly below the next higher level."""
        expected = _PARENT_LEVEL.get(RegionLevel(self.level)) if self.level in RegionLevel.values else None
        if expected is None:
            return
        if self.parent is None or self.parent.level != expected:
            raise ValidationError({"parent": _("This level lies directly below: %s.") % expected.label})


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Departments for pages and pickers."""

    def public(self) -> DepartmentQuerySet:
        """Departments that the public site shows."""
        return self.filter(is_active=True)


class Department(Remembering):
    """A body that exercises powers or serves in the hall (进驻部门)."""

    code = models.SlugField(_("short code"), max_length=40, unique=True)
    uscc = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        help_text=_("18 characters; the last one is a check character."),
    )
    uscc_verified = models.BooleanField(_("check character right"), default=True, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="departments", verbose_name=_("region")
    )
    functions = models.TextField(_("main functions"), blank=True)
    phone = models.CharField(_("phone"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    office_hours = models.CharField(_("office hours"), max_length=200, blank=True)
    website = models.URLField(_("web site"), blank=True)
    in_hall = models.BooleanField(_("stationed in the hall"), default=True)
    is_active = models.BooleanField(_("shown to the public"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc__isnull=True) | Q(uscc__regex=r"^[0-9A-Z]{18}$"),
                name="department_uscc_shape",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language, Chinese where no English one was given."""
        return for_reader(self.name, self.name_en)

    @classmethod
    def remembered(cls) -> tuple[str, ...]:
        """The code, which stays once published records lead to it, and the credit code as it was taken over."""
        return ("code", "uscc")

    def clean(self) -> None:
        """Keep a known code, and verify the check character of a credit code that is typed (GB 32100-2015)."""
        clean_quoted_code(self, "department")
        self.uscc = self.uscc or None
        self.uscc_verified = self.uscc is None or is_credit_code(self.uscc)
        if not self.uscc_verified and self.was_typed("uscc"):
            sentence = _("The check character of this credit code is wrong; compare it with the certificate.")
            raise ValidationError({"uscc": ValidationError(sentence, code=WRONG_CHECK)})

    def warnings(self) -> dict[str, StrOrPromise]:
        """Return what looks wrong but is allowed, by the field."""
        if self.uscc_verified:
            return {}
        return {"uscc": _("The credit code was taken over with a wrong check character; have it clarified.")}


class Window(models.Model):
    """A window (窗口) of the hall and the department that serves at it."""

    number = models.CharField(_("window number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    floor = models.CharField(_("floor and zone"), max_length=40, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="windows", verbose_name=_("department"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("window")
        verbose_name_plural = _("windows")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Membership(models.Model):
    """One role of one person, in one department or, without a department, in the whole center."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("account"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("department"),
        help_text=_("Empty: the role holds for the whole center."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user_id", "role", "department_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"], nulls_distinct=False, name="membership_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(role__in=ADMINISTRATOR_ROLES), name="membership_one_administration"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=CENTER_WIDE_ROLES) | Q(department__isnull=True),
                name="membership_center_roles_have_no_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def clean(self) -> None:
        """Refuse a department for roles that hold for the whole center."""
        if self.role in CENTER_WIDE_ROLES and self.department_id is not None:
            raise ValidationError({"department": _("This role holds for the whole center.")})
