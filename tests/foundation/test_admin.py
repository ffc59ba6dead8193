"""The back office of the ground floor: reference data, accounts with roles, the audit trail."""

import csv
import io
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from foundation.audit import Act, AuditEntry
from foundation.organization import Department, Membership, Region, Window
from foundation.people import User
from foundation.scoped_admin import ScopedAdmin
from foundation.sealing import seal_waiting
from tests.back_office import client_of, form_data, listing, page
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PASSWORD = "Correct-horse-7-battery"


def test_every_admin_class_of_ours_asks_for_capabilities() -> None:
    ours = {"foundation", "approvals", "guides", "portal", "disclosure", "feedback"}
    for model, model_admin in admin.site._registry.items():
        assert model._meta.app_label not in ours or isinstance(model_admin, ScopedAdmin), model
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("model", [Region, Department, Window])
def test_reference_data_is_the_system_administrators(cast: Cast, model: type[Any]) -> None:
    addresses = (listing(model), reverse(f"admin:foundation_{model._meta.model_name}_add"))
    for address in addresses:
        assert client_of(cast.system_admin).get(address).status_code == 200
        for other in (cast.editor, cast.reviewer, cast.manager, cast.security_admin, cast.auditor):
            assert client_of(other).get(address).status_code == 403


def test_reference_changes_are_recorded(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    address = page(cast.police, "change")
    data = form_data(client.get(address), "department_form")

    response = client.post(address, {**data, "phone": "0729-5550123", "_save": "1"})
    client.post(
        reverse("admin:foundation_window_add"),
        {"number": "B7", "name": "户籍", "department": cast.police.pk, "is_active": "on", "_save": "1"},
    )
    window = Window.objects.get()
    client.post(page(window, "delete"), {"post": "yes"})

    assert response.status_code == 302
    entries = AuditEntry.objects.filter(act=Act.REFERENCE_CHANGED).order_by("id")
    assert [entry.detail for entry in entries] == [
        {"what": "changed", "changed": ["phone"]},
        {"what": "added", "changed": ["number", "name", "department"]},
        {"what": "deleted"},
    ]
    assert not LogEntry.objects.exists()  # one trail, not two


def test_deleting_many_is_recorded(cast: Cast) -> None:
    windows = [Window.objects.create(number=f"C{n}", name="窗口", department=cast.police) for n in range(2)]
    data = {"action": "delete_selected", "_selected_action": [w.pk for w in windows], "post": "yes"}

    client_of(cast.system_admin).post(listing(Window), data)

    assert not Window.objects.exists()
    assert AuditEntry.objects.filter(act=Act.REFERENCE_CHANGED).count() == 2


def test_the_code_of_a_department_stays_once_it_is_given(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    assert 'name="code"' in client.get(reverse("admin:foundation_department_add")).content.decode()
    changed = client.get(page(cast.police, "change"))
    assert 'name="code"' not in changed.content.decode()
    assert cast.police.code in changed.content.decode()


def test_departments_in_use_cannot_be_deleted(cast: Cast) -> None:
    response = client_of(cast.system_admin).post(page(cast.police, "delete"), {"post": "yes"})
    assert response.status_code == 200
    assert Department.objects.filter(pk=cast.police.pk).exists()


def test_a_wrong_credit_code_is_told_at_its_field(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    address = page(cast.market, "change")
    data = {**form_data(client.get(address), "department_form"), "uscc": "114299000100424500"}
    response = client.post(address, data)
    assert set(response.context["adminform"].form.errors) == {"uscc"}


def test_nothing_lies_below_a_village(cast: Cast) -> None:
    Region.objects.create(code="420000", name="省", level="province")
    form = client_of(cast.system_admin).get(reverse("admin:foundation_region_add")).context["adminform"].form
    assert [region.name for region in form.fields["parent"].queryset] == ["省"]


# Accounts


def test_accounts_are_the_security_administrators(cast: Cast) -> None:
    for address in (listing(User), reverse("admin:foundation_user_add"), page(cast.editor, "change")):
        assert client_of(cast.security_admin).get(address).status_code == 200
        for other in (cast.system_admin, cast.manager, cast.audit_admin, cast.editor):
            assert client_of(other).get(address).status_code in {403, 404}
    password_page = reverse("admin:auth_user_password_change", args=[cast.editor.pk])
    assert client_of(cast.system_admin).post(password_page, {}).status_code == 404


def new_role(role: str, department: Department | None = None) -> dict[str, Any]:
    return {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": role,
        "memberships-0-department": department.pk if department else "",
    }


def test_an_account_is_made_with_password_and_role(cast: Cast) -> None:
    client = client_of(cast.security_admin)
    data = {
        "username": "newcomer",
        "display_name": "新同事",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **new_role("editor", cast.market),
    }

    response = client.post(reverse("admin:foundation_user_add"), {**data, "_save": "1"})

    assert response.status_code == 302
    made = User.objects.get(username="newcomer")
    assert made.check_password(PASSWORD)
    assert made.is_staff
    entry = AuditEntry.objects.get(act=Act.ACCOUNT_CHANGED)
    assert entry.detail["roles_given"] == ["editor@scj"]
    assert PASSWORD not in str(entry.detail)


def test_weak_passwords_are_refused(cast: Cast) -> None:
    data = {"username": "weak", "display_name": "弱", "usable_password": "true", **new_role("editor", cast.market)}
    response = client_of(cast.security_admin).post(
        reverse("admin:foundation_user_add"), {**data, "password1": "12345678", "password2": "12345678"}
    )
    assert "password2" in response.context["adminform"].form.errors


def test_roles_given_and_taken_are_recorded(cast: Cast) -> None:
    client = client_of(cast.security_admin)
    address = page(cast.editor, "change")
    data = form_data(client.get(address), "user_form")
    changed = {
        **data,
        "memberships-TOTAL_FORMS": "2",
        "memberships-0-DELETE": "on",
        "memberships-1-user": cast.editor.pk,
        "memberships-1-role": "reviewer",
        "memberships-1-department": cast.police.pk,
    }

    assert client.post(address, {**changed, "_save": "1"}).status_code == 302

    assert [m.role for m in cast.editor.memberships.all()] == ["reviewer"]
    detail = AuditEntry.objects.get(act=Act.ACCOUNT_CHANGED).detail
    assert detail["roles_given"] == ["reviewer@gaj"]
    assert detail["roles_taken"] == ["editor@gaj"]


def test_a_center_wide_role_takes_no_department(cast: Cast) -> None:
    client = client_of(cast.security_admin)
    address = page(cast.nobody, "change")
    data = {**form_data(client.get(address), "user_form"), **new_role("manager", cast.market)}
    response = client.post(address, data)
    assert response.status_code == 200
    assert not cast.nobody.memberships.exists()


def test_nobody_gives_roles_to_the_own_account(cast: Cast) -> None:
    client = client_of(cast.security_admin)
    address = page(cast.security_admin, "change")
    data = form_data(client.get(address), "user_form")
    assert not any(name.endswith("-role") for name in data)

    client.post(address, {**data, **new_role("manager"), "_save": "1"})

    assert [m.role for m in Membership.objects.filter(user=cast.security_admin)] == ["security_admin"]


def test_nobody_locks_the_own_account(cast: Cast) -> None:
    client = client_of(cast.security_admin)
    address = page(cast.security_admin, "change")
    data = form_data(client.get(address), "user_form")
    client.post(address, {**data, "is_active": "", "_save": "1"})
    cast.security_admin.refresh_from_db()
    assert cast.security_admin.is_active


def test_accounts_are_closed_and_never_deleted(cast: Cast) -> None:
    client = client_of(cast.security_admin)
    assert client.post(page(cast.editor, "delete"), {"post": "yes"}).status_code == 403
    data = form_data(client.get(page(cast.editor, "change")), "user_form")
    data.pop("is_active")
    client.post(page(cast.editor, "change"), {**data, "_save": "1"})
    cast.editor.refresh_from_db()
    assert not cast.editor.is_active


def test_setting_a_password_is_recorded_without_it(cast: Cast) -> None:
    address = reverse("admin:auth_user_password_change", args=[cast.editor.pk])
    data = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, "set-password": "1"}

    response = client_of(cast.security_admin).post(address, data)

    assert response.status_code == 302
    cast.editor.refresh_from_db()
    assert cast.editor.check_password(PASSWORD)
    assert "changed" in AuditEntry.objects.get(act=Act.ACCOUNT_CHANGED).detail


def test_the_own_password_is_changed_with_the_old_one(cast: Cast) -> None:
    client = client_of(cast.editor)
    data = {"old_password": "rotide", "new_password1": PASSWORD, "new_password2": PASSWORD}

    response = client.post(reverse("admin:password_change"), data)

    assert response.status_code == 302
    entry = AuditEntry.objects.get(act=Act.ACCOUNT_CHANGED)
    assert (entry.actor, entry.detail["changed"]) == (cast.editor, ["password"])
    assert client.get(reverse("admin:index")).status_code == 200  # still signed in


def test_the_hash_of_a_password_is_never_shown(cast: Cast) -> None:
    text = client_of(cast.security_admin).get(page(cast.editor, "change")).content.decode()
    assert cast.editor.password.split("$")[-1] not in text
    assert "md5" not in text


def test_no_flag_opens_everything() -> None:
    names = {field.name for field in User._meta.get_fields()}
    assert not names & {"is_superuser", "user_permissions", "groups"}


# Audit trail


def make_entries(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    client.post(
        reverse("admin:foundation_window_add"),
        {"number": "B8", "name": "综合", "department": cast.market.pk, "is_active": "on", "_save": "1"},
    )


def test_the_trail_is_for_auditors_and_read_only(cast: Cast) -> None:
    make_entries(cast)
    entry = AuditEntry.objects.get()
    for reader in (cast.auditor, cast.audit_admin):
        client = client_of(reader)
        assert client.get(listing(AuditEntry)).status_code == 200
        detail = client.get(page(entry, "change"))
        assert "B8" in detail.content.decode()
        assert client.post(page(entry, "change"), {"act": "x"}).status_code == 403
        assert client.post(page(entry, "delete"), {"post": "yes"}).status_code == 403
        assert client.get(reverse("admin:foundation_auditentry_add")).status_code == 403
    for other in (cast.system_admin, cast.security_admin, cast.manager, cast.editor):
        assert client_of(other).get(listing(AuditEntry)).status_code == 403


def test_the_trail_is_filtered(cast: Cast) -> None:
    make_entries(cast)
    client = client_of(cast.auditor)

    def found(**query: Any) -> int:
        return int(client.get(listing(AuditEntry), query).context["cl"].result_count)

    assert found(act__exact=Act.REFERENCE_CHANGED.value) == 1
    assert found(act__exact=Act.RELEASED.value) == 0
    assert found(actor__id__exact=cast.system_admin.pk) == 1
    assert found(department__id__exact=cast.market.pk) == 1
    assert found(department__id__exact=cast.police.pk) == 0
    assert found(q="B8") == 1


def test_the_trail_is_taken_along_under_its_filters_with_its_seals(cast: Cast) -> None:
    make_entries(cast)
    while seal_waiting():
        pass
    client = client_of(cast.auditor)
    assert reverse("admin:foundation_auditentry_export") in client.get(listing(AuditEntry)).content.decode()
    query = {"act__exact": Act.REFERENCE_CHANGED.value}
    response: Any = client.get(reverse("admin:foundation_auditentry_export"), query)
    heading, row = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    entry = AuditEntry.objects.get(act=Act.REFERENCE_CHANGED)
    assert (heading[0], heading[-1]) == ("封签序号", "封签")
    assert row[0] == str(entry.seal.number)
    assert row[-1] == entry.seal.digest
    assert cast.system_admin.username in row
    exported = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (exported.actor, exported.detail["rows"]) == (cast.auditor, 1)


def test_a_refusal_leads_back_to_the_desk(cast: Cast) -> None:
    response = client_of(cast.editor).get(listing(User))
    assert response.status_code == 403
    assert reverse("admin:index") in response.content.decode()


def test_history_of_reference_data(cast: Cast) -> None:
    make_entries(cast)
    window = Window.objects.get()
    response = client_of(cast.system_admin).get(page(window, "history"))
    assert [entry.act for entry in response.context["entries"]] == [Act.REFERENCE_CHANGED]
