"""Letters and files of the answer: for the applicant, and for nobody else."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from disclosure.actions import decisions, service
from disclosure.models import DecisionFile, Letter, Request, Service
from foundation import attachments
from foundation.attachments import StoredFile
from foundation.audit import Act, AuditEntry
from foundation.clock import local_today
from foundation.personal_files import store_personal
from tests.cast import Cast
from tests.disclosure.applicants import STATUS, look_up, visited
from tests.disclosure.register_cases import TODAY, granting, logged

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path


def issue(request: Request, cast: Cast, kind: str = "correction") -> Letter:
    letter = Letter.objects.create(
        request=request, kind=kind, number=f"函〔2026〕{Letter.objects.count()}号", title="补正告知书",
        addressee="钱小样", body="请于3月18日前\n补正。", issued_on=TODAY, issued_by=cast.officer,
        file=store_personal(ContentFile(PDF), "补正告知书.pdf", actor=cast.officer),
    )  # fmt: skip
    Service.objects.create(letter=letter, way="online", sent_on=TODAY, recorded_by=cast.officer)
    return letter


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_letter_is_read_and_downloaded_and_the_download_recorded(client: Client, cast: Cast):
    request = visited(client, cast, "correcting")
    letter = issue(request, cast)
    page = client.get(STATUS).content.decode()
    assert "请于3月18日前" in page
    assert f"{STATUS}letters/{letter.pk}/" in page
    response = client.get(f"{STATUS}letters/{letter.pk}/")
    assert body_of(response) == PDF
    assert response["Cache-Control"] == "no-store"
    assert AuditEntry.objects.get(act=Act.PERSONAL_READ).actor is None


def test_a_letter_that_was_not_put_there_is_closed(client: Client, cast: Cast):
    request = visited(client, cast, "correcting")
    letter = issue(request, cast)
    service.strike_out_service(letter.services.get(), reason="误发", actor=cast.officer)
    assert letter.number not in client.get(STATUS).content.decode()
    assert client.get(f"{STATUS}letters/{letter.pk}/").status_code == 404


def test_the_first_look_proves_the_service(client: Client, cast: Cast):
    request = visited(client, cast, "correcting")
    letter = issue(request, cast)
    client.get(STATUS)
    seen = letter.services.get()
    assert seen.served_on == local_today()
    client.get(STATUS)
    assert letter.services.get().proof == seen.proof
    assert AuditEntry.objects.filter(act=Act.LETTER_SERVED, actor=None).count() == 1


@pytest.mark.parametrize("kind", ["third_party", "organ", "override"])
def test_letters_to_others_are_closed(client: Client, cast: Cast, kind: str):
    request = visited(client, cast, "handling")
    letter = issue(request, cast, kind)
    assert client.get(f"{STATUS}letters/{letter.pk}/").status_code == 404
    assert letter.number not in client.get(STATUS).content.decode()


def test_letters_of_other_requests_are_closed(client: Client, cast: Cast):
    letter = issue(logged(cast), cast)
    assert client.get(f"{STATUS}letters/{letter.pk}/").status_code == 404
    visited(client, cast, "handling")
    assert client.get(f"{STATUS}letters/{letter.pk}/").status_code == 404


def answered(cast: Cast) -> tuple[Request, DecisionFile]:
    """Return a concluded request with a file that was given out."""
    request = logged(cast)
    entry = granting(request, leaks_accepted_because="空白样张，核对无误")
    decision = decisions.save_decision(request, entry, actor=cast.officer)
    stored: StoredFile = attachments.store(ContentFile(PDF), "统计表.pdf", actor=cast.officer)
    given = DecisionFile.objects.create(decision=decision, file=stored, label="2025年统计表")
    return request, given


def release(request: Request, cast: Cast) -> None:
    decisions.submit_decision(request, today=TODAY, actor=cast.officer)
    version = request.decisions.get().edit_version
    decisions.release_decision(request, expected_version=version, on=TODAY, actor=cast.manager)


def test_what_was_given_out_is_downloaded_once_it_is_released(client: Client, cast: Cast):
    request, given = answered(cast)
    look_up(client, request)
    address = f"{STATUS}files/{given.pk}/"
    assert client.get(address).status_code == 404
    release(request, cast)
    assert client.get(address).status_code == 404, "nothing is served here yet"
    assert "2025年统计表" not in client.get(STATUS).content.decode()
    letter = request.letters.get(kind="decision")
    service.send_letter(letter, way="online", sent_on=TODAY, actor=cast.officer, today=TODAY)
    assert "2025年统计表" in client.get(STATUS).content.decode()
    response = client.get(address)
    assert body_of(response) == PDF
    assert response["Cache-Control"] == "private, no-store"


def test_what_others_were_given_is_closed(client: Client, cast: Cast):
    request, given = answered(cast)
    release(request, cast)
    address = f"{STATUS}files/{given.pk}/"
    assert client.get(address).status_code == 404
    visited(client, cast, "concluded")
    assert client.get(address).status_code == 404
