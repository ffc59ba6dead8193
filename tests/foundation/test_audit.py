"""The audit trail: in the transaction of the change, and append-only."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from foundation import audit
from foundation.audit import Act, AuditEntry
from portal.request_ids import RequestIdMiddleware
from tests.cast import Cast


def write(cast: Cast) -> AuditEntry:
    return audit.record(Act.REFERENCE_CHANGED, actor=cast.system_admin, target=cast.police)


def test_an_entry_names_who_what_and_where(cast: Cast) -> None:
    entry = write(cast)
    assert (entry.target_type, entry.target_label) == ("foundation.department", "江城市公安局")


def test_an_entry_is_found_from_the_request_that_wrote_it(cast: Cast, rf: RequestFactory) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        write(cast)
        return HttpResponse()

    response = RequestIdMiddleware(view)(rf.get("/"))
    assert AuditEntry.objects.get().request_id == response.headers["X-Request-ID"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        write(cast)


def test_it_goes_with_the_change_that_fails(cast: Cast) -> None:
    def write_and_fail() -> None:
        write(cast)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_and_fail()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE foundation_auditentry SET act = 'file.stored'", "DELETE FROM foundation_auditentry"],
)
def test_the_database_refuses_to_change_the_trail(cast: Cast, statement: str) -> None:
    write(cast)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_database_refuses_to_empty_the_trail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.allow_truncate = 'off'")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE foundation_auditentry CASCADE")


def test_a_list_checksum_does_not_depend_on_order() -> None:
    assert audit.list_checksum(["b", "a"]) == audit.list_checksum(["a", "b"]) != audit.list_checksum(["a"])
