"""Load the sample content: organization, accounts, items, guides and flows, released like real ones."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction

from approvals.documents import ItemDocument, ResultDocument, SpecialProcedureDocument
from approvals.models import Flow, Item, Theme
from disclosure.actions.reminders import remind_all
from disclosure.models import IssuingBody
from foundation.calendar_days import load_calendar
from foundation.clock import local_today
from foundation.login.second_factor import SecondFactor
from foundation.organization import Department, Membership, Region, Window
from foundation.people import User
from foundation.publishing.actions import release, submit
from foundation.publishing.sets import release_set
from guides.documents import MaterialDocument, StepDocument
from guides.models import Guide, Journey
from guides.models.published import FormDownload
from portal.sample import disclosure, feedback_consultations, freshness, screens
from portal.sample.accounts import SAMPLE_ACCOUNTS, SAMPLE_MEMBERSHIPS, sample_secret_of
from portal.sample.days import clock_set_to
from portal.sample.feedback import Staff, load_matters
from portal.sample.feedback_messages import load_messages
from portal.sample.feedback_ratings import load_calls, load_ratings
from portal.sample.forms import make_forms
from portal.sample.hall import Hall
from portal.sample.reports import load_reports
from portal.sample.requests import load_requests
from portal.sample.rows import save_checked

_FOLDER: Final = Path(__file__).parent
_PUBLIC_SINCE: Final = dt.timedelta(days=300)
"""Since when most of the catalog is public."""
_REASON: Final = "样例内容，随系统提供"

_CODED: Final[dict[str, type[models.TextChoices]]] = {
    name: codelist
    for document in (ItemDocument, SpecialProcedureDocument, ResultDocument, MaterialDocument, StepDocument)
    for name, codelist in document.codelists.items()
}
"""The fields that the files fill with readable names of codes."""


def load() -> dict[str, int]:
    """Load everything in one transaction and return the counts by kind."""
    with transaction.atomic():
        departments = _load_organization()
        _load_accounts(departments)
        writer, _made = User.objects.get_or_create(
            username="sample-content", defaults={"display_name": "样例内容", "password": "!"}
        )
        membership = Membership.objects.create(user=writer, role="editor")
        reviewer = User.objects.get(username="reviewer")
        items, guides, flows = _load_catalog(departments, writer, reviewer)
        _count_downloads(_read(_FOLDER / "downloads.toml")["counts"], guides)
        journeys = [_load_journey(row, departments) for row in _read(_FOLDER / "journeys.toml")["journeys"]]
        release_set(journeys, submitter=writer, actor=reviewer, reason=_REASON)
        keeper = User.objects.get(username="editor")
        fresh = freshness.load(writer=writer, keeper=keeper, reviewer=reviewer, today=local_today())
        texts = disclosure.load(
            departments,
            writer=writer,
            editor=User.objects.get(username="editor3"),
            reviewer=reviewer,
            today=local_today(),
        )
        consultations = feedback_consultations.load(departments, writer=writer, reviewer=reviewer, today=local_today())
        membership.delete()
        messages = load_messages(departments, officer=writer, reviewer=reviewer, today=local_today())
        requests, reports = _load_register(departments["center"])
        messages += _load_matters(departments)
        ratings, logged = _load_ratings()
        places = screens.load(
            editor=User.objects.get(username="editor"), administrator=User.objects.get(username="sysadmin")
        )
    return {
        "departments": len(departments),
        "items": len(items),
        "guides": len(guides),
        "flows": len(flows),
        "journeys": len(journeys),
        "texts": texts,
        **fresh,
        **consultations,
        "accounts": len(SAMPLE_ACCOUNTS),
        "requests": requests,
        "reports": reports,
        "messages": messages,
        "ratings": ratings,
        "calls": logged,
        "places in the hall": places,
    }


def _load_catalog(
    departments: dict[str, Department], writer: User, reviewer: User
) -> tuple[list[Item], list[Guide], list[Flow]]:
    """Load items, guides and flows: public for most of a year, the adjusted items with their guides since today."""
    items: list[Item] = []
    guides: list[Guide] = []
    opened_on = local_today() - _PUBLIC_SINCE
    hall = Hall(_read(_FOLDER / "hall.toml"), _read(_FOLDER / "departments.toml")["departments"])
    with clock_set_to(opened_on):
        for path in sorted((_FOLDER / "items").glob("*.toml")):
            for item, own_guides in _load_department(hall.complete(_read(path)), departments, writer):
                items.append(item)
                guides.extend(own_guides)
        flows = [_load_flow(row, departments) for row in _read(_FOLDER / "flows.toml")["flows"]]
        later = _set_back(items, _read(_FOLDER / "adjustments.toml")["adjustments"])
        release_set(items, submitter=writer, actor=reviewer, reason=_REASON)
    for item, values, note in later:
        _adjust(item, values, note, writer=writer, reviewer=reviewer)
    adjusted = {item.pk for item, _values, _note in later}
    with clock_set_to(opened_on):
        old = [guide for guide in guides if guide.item_id not in adjusted]
        release_set(old, submitter=writer, actor=reviewer, reason=_REASON)
        release_set(flows, submitter=writer, actor=reviewer, reason=_REASON)
    new = [guide for guide in guides if guide.item_id in adjusted]
    release_set(new, submitter=writer, actor=reviewer, reason=_REASON)
    return items, guides, flows


def _load_register(center: Department) -> tuple[int, int]:
    """Load the requests, and then the reports that count them."""
    body = IssuingBody.objects.get(department=center)
    officer, manager = (User.objects.get(username=name) for name in ("officer", "manager"))
    today = local_today()
    requests = load_requests(officer=officer, manager=manager, today=today)
    remind_all(load_calendar(), today=today)
    return requests, load_reports(body, officer=officer, manager=manager, today=today)


def _load_ratings() -> tuple[int, int]:
    """Load the ratings and the hotline log."""
    officer, manager = (User.objects.get(username=name) for name in ("hotline", "manager"))
    today = local_today()
    return load_ratings(officer=officer, manager=manager, today=today), load_calls(officer=officer, today=today)


def _load_matters(departments: dict[str, Department]) -> int:
    """Load the messages that show every turn of the handling."""
    people = {user.username: user for user in User.objects.filter(username__in=SAMPLE_MEMBERSHIPS)}
    staff = Staff(people["hotline"], {"gaj": people["officer2"]}, people["reviewer"], people["manager"])
    return load_matters(departments, staff, today=local_today())


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _load_organization() -> dict[str, Department]:
    data = _read(_FOLDER / "departments.toml")
    regions: dict[str, Region] = {}
    for row in data["regions"]:
        parent = regions.get(row.pop("parent", ""))
        regions[row["code"]] = Region.objects.create(parent=parent, **row)
    city = next(region for region in regions.values() if region.level == "city")
    departments: dict[str, Department] = {}
    for position, row in enumerate(data["departments"]):
        windows, key = row.pop("windows", []), row.pop("key")
        department = Department(code=key, region=city, position=position, **row)
        save_checked(department)
        departments[key] = department
        Window.objects.bulk_create(Window(department=department, **window) for window in windows)
    return departments


def _load_accounts(departments: dict[str, Department]) -> None:
    for account in SAMPLE_ACCOUNTS:
        user = User.objects.create_user(account.username, account.password, display_name=account.label.split(" ")[0])
        SecondFactor.objects.create(user=user, secret=sample_secret_of(account.username))
        role, department = SAMPLE_MEMBERSHIPS[account.username]
        Membership.objects.create(user=user, role=role, department=departments.get(department))


def _decode(row: dict[str, Any]) -> dict[str, Any]:
    """Turn readable identifiers into national codes and ISO dates into dates."""
    values: dict[str, Any] = {}
    for name, value in row.items():
        codelist = _CODED.get(name)
        if codelist is not None and isinstance(value, list):
            values[name] = [codelist[word.upper()].value for word in value]
        elif codelist is not None:
            values[name] = codelist[value.upper()].value if value else ""
        elif name.endswith("_on"):
            values[name] = dt.date.fromisoformat(value) if value else None
        else:
            values[name] = value.strip() if isinstance(value, str) else value
    return values


def _load_department(
    data: dict[str, Any], departments: dict[str, Department], writer: User
) -> Iterator[tuple[Item, list[Guide]]]:
    department = departments[data["department"]]
    forms = {key: make_forms(form, actor=writer) for key, form in data.get("forms", {}).items()}
    for row in data["items"]:
        guide_rows = row.pop("guides", [])
        themes, code = row.pop("themes"), row.pop("catalog_code") + row.pop("serial", "")
        children = {name: row.pop(name, []) for name in Item.children}
        item = Item(department=department, **_decode(row))
        item.code = f"{department.uscc}{item.exercise_level}{code}"
        save_checked(item)
        item.themes.set(Theme.objects.filter(code__in=themes))
        _save_children(item, children)
        yield item, [_load_guide(item, guide_row, forms) for guide_row in guide_rows]


def _load_guide(item: Item, row: dict[str, Any], forms: dict[str, Any]) -> Guide:
    children = {name: row.pop(name, []) for name in Guide.children}
    for material in children["materials"]:
        material["blank_form"], material["sample_form"] = forms.get(material.pop("form", ""), (None, None))
    guide = Guide(item=item, department=item.department, **_decode(row))
    save_checked(guide)
    _save_children(guide, children)
    return guide


def _save_children(parent: Item | Guide | Flow | Journey, children: dict[str, list[dict[str, Any]]]) -> None:
    for name, rows in children.items():
        relation = parent._meta.get_field(name)
        model: Any = relation.related_model
        made = [
            model(position=position * 10, **{relation.field.name: parent}, **_decode(row))  # type: ignore[union-attr]
            for position, row in enumerate(rows, start=1)
        ]
        foreign_keys = {field.name for field in model._meta.fields if field.is_relation}
        for child in made:
            child.clean_fields(exclude=foreign_keys)
        model.objects.bulk_create(made)


def _count_downloads(counts: dict[str, int], guides: list[Guide]) -> None:
    by_slug = {guide.slug: guide for guide in guides}
    FormDownload.objects.bulk_create(
        FormDownload(
            guide=by_slug[slug],
            material_key=by_slug[slug].materials.exclude(blank_form=None)[0].key,
            kind="blank",
            on=local_today() - dt.timedelta(days=1),
            count=count,
        )
        for slug, count in counts.items()
    )


def _load_flow(row: dict[str, Any], departments: dict[str, Department]) -> Flow:
    phases = row.pop("phases")
    for phase in phases:
        names = phase.pop("item_refs", [])
        phase["item_codes"] = list(
            Item.objects.filter(name__in=[ref.partition(":")[2] or ref for ref in names]).values_list("code", flat=True)
        )
    flow = Flow(**{**row, "department": departments[row["department"]]})
    save_checked(flow)
    _save_children(flow, {"phases": phases})
    return flow


def _load_journey(row: dict[str, Any], departments: dict[str, Department]) -> Journey:
    steps = row.pop("steps")
    guides = Guide.objects.in_bulk([step["guide"] for step in steps], field_name="slug")
    journey = Journey(**{**_decode(row), "department": departments[row["department"]]})
    save_checked(journey)
    _save_children(
        journey, {"steps": [{**step, "key": step["guide"], "guide": guides[step["guide"]]} for step in steps]}
    )
    return journey


def _set_back(items: list[Item], rows: list[dict[str, Any]]) -> list[tuple[Item, dict[str, Any], str]]:
    """Give some items their earlier values, so that the log of adjustments has a history to tell."""
    by_name = {item.name: item for item in items}
    later = []
    for row in rows:
        item, earlier = by_name[row["item"]], _decode(row["earlier"])
        later.append((item, {name: getattr(item, name) for name in earlier}, row["note"]))
        for name, value in earlier.items():
            setattr(item, name, value)
        item.save(update_fields=list(earlier))
    return later


def _adjust(item: Item, values: dict[str, Any], note: str, *, writer: User, reviewer: User) -> None:
    fresh = Item.objects.get(pk=item.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(values))
    release(submit(fresh, actor=writer, note=note), actor=reviewer, reason=_REASON)
