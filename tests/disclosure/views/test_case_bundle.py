"""The button that gives a whole case out: as a download that nobody keeps, and never without a purpose."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit import Act, AuditEntry
from foundation.typesetting import MissingGlyphs
from tests.cast import Cast
from tests.disclosure.register_cases import logged

pytestmark = pytest.mark.django_db


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_archive_is_a_download_that_is_not_kept(cast: Cast):
    record = logged(cast)
    address = reverse("disclosure_staff:case_bundle", kwargs={"number": record.number})
    answer = enter(cast.officer).post(address, {"purpose": "review"})
    assert answer["Content-Disposition"] == f'attachment; filename="{record.number}.zip"'
    assert "no-store" in answer["Cache-Control"]
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist() == ["00案卷.pdf"]


def test_without_a_purpose_the_officer_is_told(cast: Cast):
    record = logged(cast)
    address = reverse("disclosure_staff:case_bundle", kwargs={"number": record.number})
    shown = enter(cast.officer).post(address, follow=True)
    assert [str(message) for message in shown.context["messages"]] == ["请选择调阅单位。"]
    assert not AuditEntry.objects.filter(act=Act.CASE_EXPORTED).exists()


def test_a_character_without_a_glyph_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    record = logged(cast)

    def fail(*_args: object) -> bytes:
        raise MissingGlyphs(["𬭎"])

    monkeypatch.setattr("disclosure.case_bundle.typeset", fail)
    address = reverse("disclosure_staff:case_bundle", kwargs={"number": record.number})
    shown = enter(cast.officer).post(address, {"purpose": "court"}, follow=True)
    assert "𬭎" in str(next(iter(shown.context["messages"])))
    assert not AuditEntry.objects.filter(act=Act.CASE_EXPORTED).exists()


def test_only_officers_are_offered_it(cast: Cast):
    record = logged(cast)
    desk = reverse("disclosure_staff:request_detail", kwargs={"number": record.number})
    for user, offered in ((cast.officer, True), (cast.manager, False), (cast.auditor, False)):
        assert ("导出完整案卷" in enter(user).get(desk).content.decode()) is offered
