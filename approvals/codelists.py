"""The national code lists of the implementing list (C0109), with the codes as stored values.

Labels are English source strings; the Chinese catalog carries the official terms.  A stored code never
changes its meaning, so revisions keep the code and take the label when they are shown.
"""

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemType(TextChoices):
    """事项类型: kind of power or service."""

    LICENSING = "01", _("Administrative licensing")
    PENALTY = "02", _("Administrative penalty")
    COMPULSION = "03", _("Administrative compulsion")
    LEVY = "04", _("Administrative levy")
    BENEFIT_PAYMENT = "05", _("Administrative payment (benefit)")
    INSPECTION = "06", _("Administrative inspection")
    CONFIRMATION = "07", _("Administrative confirmation")
    REWARD = "08", _("Administrative reward")
    ADJUDICATION = "09", _("Administrative adjudication")
    OTHER_POWER = "10", _("Other administrative power")
    PUBLIC_SERVICE = "20", _("Public service")


class ExerciseLevel(TextChoices):
    """行使层级: level of government that exercises the power; digit 19 of the implementing code."""

    NATIONAL = "1", _("National level")
    PROVINCIAL = "2", _("Provincial level")
    MUNICIPAL = "3", _("City level")
    COUNTY = "4", _("County level")
    TOWNSHIP = "5", _("Township level")
    VILLAGE = "6", _("Village (community) level")


class ProjectType(TextChoices):
    """办件类型: case type."""

    IMMEDIATE = "1", _("On-the-spot item")
    COMMITTED = "2", _("Item with a promised limit")


class ServiceObject(TextChoices):
    """服务对象: who may apply."""

    NATURAL_PERSON = "1", _("Natural person")
    ENTERPRISE = "2", _("Enterprise legal person")
    INSTITUTION = "3", _("Institutional legal person")
    SOCIAL_ORGANIZATION = "4", _("Social organization legal person")
    UNINCORPORATED = "5", _("Unincorporated enterprise")
    ADMINISTRATIVE_ORGAN = "6", _("Administrative organ")
    OTHER_ORGANIZATION = "9", _("Other organization")


class Audience(TextChoices):
    """The two doors of the catalog, derived from the service objects; never stored on a draft."""

    PERSON = "person", _("Individuals")
    LEGAL = "legal", _("Legal persons and organizations")


def audiences_of(service_objects: Sequence[str]) -> list[str]:
    """Return ``person``, ``legal`` or both for a list of service object codes."""
    natural = ServiceObject.NATURAL_PERSON
    found = []
    if natural in service_objects:
        found.append(Audience.PERSON.value)
    if any(code != natural for code in service_objects):
        found.append(Audience.LEGAL.value)
    return found


class HandleForm(TextChoices):
    """办理形式: how an application may come in."""

    WINDOW = "1", _("At a window")
    ONLINE = "2", _("Online")
    COURIER = "3", _("By courier")


class ItemState(TextChoices):
    """事项状态."""

    IN_USE = "1", _("In use")
    SUSPENDED = "2", _("Suspended")
    CANCELLED = "3", _("Cancelled")


class AdjustmentKind(TextChoices):
    """事项调整: what happened to an item; not of the national list."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    DELEGATED = "delegated", _("Delegated")
    CANCELLED = "cancelled", _("Cancelled")


class PowerSource(TextChoices):
    """权力来源: where the power comes from."""

    STATUTORY = "1", _("Statutory power of this level")
    DEVOLVED = "2", _("Devolved by the superior")
    AUTHORIZED_BY_SUPERIOR = "3", _("Authorized by the superior")
    AUTHORIZED_BY_PEER = "4", _("Authorized at the same level")
    ENTRUSTED_BY_SUPERIOR = "5", _("Entrusted by the superior")
    ENTRUSTED_BY_PEER = "6", _("Entrusted at the same level")


class BodyNature(TextChoices):
    """实施主体性质."""

    STATUTORY_ORGAN = "1", _("Statutory organ")
    AUTHORIZED_ORGANIZATION = "2", _("Authorized organization")
    ENTRUSTED_ORGANIZATION = "3", _("Entrusted organization")


class CrossRegionScope(TextChoices):
    """通办范围: within which area any hall accepts the application."""

    NATIONWIDE = "1", _("Nationwide")
    PROVINCE = "2", _("Across the province")
    CITY = "3", _("Across the city")
    COUNTY = "4", _("Across the county")
    TOWNSHIP = "5", _("Across the township")
    VILLAGE = "6", _("Across villages (communities)")


class OnlineDepth(TextChoices):
    """网上办理深度: I to IV; IV means the whole process is online."""

    INFORMATION = "1", _("Level I: information published")
    DOWNLOAD = "2", _("Level II: forms to download")
    FILING = "3", _("Level III: application online")
    WHOLE_PROCESS = "4", _("Level IV: whole process online")


class LimitUnit(TextChoices):
    """办结时限单位: unit of a time limit."""

    WORKING_DAY = "workday", _("working days")
    NATURAL_DAY = "day", _("calendar days")
    HOUR = "hour", _("hours")
    MONTH = "month", _("months")
    YEAR = "year", _("years")


class ResultType(TextChoices):
    """审批结果类型."""

    CERTIFICATE = "10", _("Certificate or licence")
    APPROVAL_DOCUMENT = "20", _("Approval document")
    OTHER = "30", _("Other result")


class MaterialType(TextChoices):
    """材料类型."""

    CERTIFICATE = "1", _("Certificate or proof")
    APPLICATION_FORM = "2", _("Application form or document")
    OTHER = "3", _("Other material")


class MaterialSource(TextChoices):
    """来源渠道."""

    APPLICANT = "10", _("Provided by the applicant")
    GOVERNMENT = "20", _("Issued by a government department")
    OTHER = "99", _("Other source")


class Necessity(TextChoices):
    """材料必要性."""

    REQUIRED = "1", _("Required")
    OPTIONAL = "2", _("Optional")
    DEFERRABLE = "3", _("May be supplied later")


class MaterialForm(TextChoices):
    """材料形式."""

    PAPER = "1", _("Paper")
    ELECTRONIC = "2", _("Electronic")
    EITHER = "3", _("Paper or electronic")


class StepPhase(TextChoices):
    """环节: the three phases 申请与受理, 审查与决定, 颁证与送达 in their six steps."""

    RECEIVE = "receive", _("Receiving documents")
    ACCEPT = "accept", _("Acceptance")
    EXAMINE = "examine", _("Examination")
    DECIDE = "decide", _("Decision")
    ISSUE = "issue", _("Issuing the certificate")
    DELIVER = "deliver", _("Delivery")
