"""After the renewal the new key alone reads everything, and the guards stand as before."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from disclosure.models import Request
from disclosure.models.register import Submission
from feedback.models import Message
from feedback.reference import load_limits
from foundation import key_renewal, lookup_codes
from foundation.audit import Act, AuditEntry
from foundation.encryption import CannotDecrypt, blind_index, encrypt, encrypted_fields
from foundation.login.second_factor import SecondFactor
from foundation.personal_files import PersonalFile, Removal, remove_personal, store_personal
from tests.cast import Cast
from tests.disclosure.register_cases import logged
from tests.feedback.message_cases import bring_to

pytestmark = pytest.mark.django_db

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
OLD, NEW = "the old key", "the new key"


@pytest.fixture
def case(cast: Cast, settings: Settings, tmp_path: Path) -> tuple[Request, Message, PersonalFile]:
    """A request, a message, a file and a second factor, all of them under the old key; the new one is in front."""
    settings.PRIVATE_FILES_ROOT, settings.PORTAL_DATA_KEYS = tmp_path, [OLD]
    load_limits()
    SecondFactor.objects.create(user=cast.editor, secret=SECRET)
    stored = store_personal(ContentFile(b"%PDF-1.7\n%%EOF\n"), "身份证.pdf", actor=None)
    request, message = logged(cast), bring_to("handling", cast)
    settings.PORTAL_DATA_KEYS = [NEW, OLD]
    return request, message, stored


def renewed(**options: Any) -> str:
    out = io.StringIO()
    call_command("renew_keys", stdout=out, **options)
    return out.getvalue()


def test_the_new_key_alone_reads_everything(
    case: tuple[Request, Message, PersonalFile], cast: Cast, settings: Settings
) -> None:
    request, message, stored = case
    with pytest.raises(CommandError, match="renew_keys"):
        renewed(check=True)
    renewed()
    settings.PORTAL_DATA_KEYS = [NEW]
    for column in encrypted_fields():
        list(column.model._base_manager.values_list(column.attname, flat=True))
    assert SecondFactor.objects.get().secret == SECRET
    assert b"".join(PersonalFile.objects.get(pk=stored.pk).pieces()) == b"%PDF-1.7\n%%EOF\n"
    for record, token in ((request, request.submission.token), (message, message.token)):
        known = type(record).objects.get(pk=record.pk)
        assert lookup_codes.matches(lookup_codes.code_for(token), known.number, known.code_digest)
    applicant = Request.objects.get(pk=request.pk).applicant
    assert applicant.paper_index == (blind_index(applicant.paper_number) if applicant.paper_number else "")
    entry = AuditEntry.objects.get(act=Act.KEYS_RENEWED)
    assert entry.detail["rows"] > 0


def test_a_second_run_has_nothing_to_do(case: tuple[Request, Message, PersonalFile]) -> None:
    renewed()
    assert "written anew" not in renewed()
    renewed(check=True)
    assert AuditEntry.objects.filter(act=Act.KEYS_RENEWED).count() == 1


def test_the_guards_stand_as_before(case: tuple[Request, Message, PersonalFile]) -> None:
    request, _message, _stored = case
    renewed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=request.submission_id).update(payload="something else")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)


def test_what_no_key_reads_is_named_and_the_rest_is_done(
    case: tuple[Request, Message, PersonalFile], cast: Cast, settings: Settings
) -> None:
    settings.PORTAL_DATA_KEYS = ["a key that was lost"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_secondfactor SET secret = %s", [encrypt(SECRET)])
    settings.PORTAL_DATA_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=r"foundation\.SecondFactor \d+ \(secret\)"):
        renewed()
    settings.PORTAL_DATA_KEYS = [NEW]
    assert Message.objects.get().text
    with pytest.raises(CannotDecrypt):
        SecondFactor.objects.get()


def test_cut_off_in_the_middle_it_goes_on(
    case: tuple[Request, Message, PersonalFile], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(_only_look: bool) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(key_renewal, "_renew_files", fall)
        with pytest.raises(KeyboardInterrupt):
            renewed()
    renewed()
    settings.PORTAL_DATA_KEYS = [NEW]
    assert b"".join(PersonalFile.objects.get(pk=case[2].pk).pieces())


def test_a_removed_file_stays_removed(case: tuple[Request, Message, PersonalFile], tmp_path: Path) -> None:
    stored = case[2]
    remove_personal(stored, actor=None, reason=Removal.ASKED_FOR)
    renewed()
    assert PersonalFile.objects.get(pk=stored.pk).fingerprint == ""


def test_a_code_of_another_secret_is_counted(case: tuple[Request, Message, PersonalFile], settings: Settings) -> None:
    settings.SECRET_KEY = "another secret of the site"
    line = next(line for line in renewed().splitlines() if "SECRET_KEY" in line)
    assert re.findall(r"\d+", line) == ["2"]
