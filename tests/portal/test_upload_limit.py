"""Too large is refused by its announced length."""

from django.test import RequestFactory
from pytest_django import Settings

from portal.upload_limit import FORM_ALLOWANCE, UploadLimitMiddleware


def status_of(length: str) -> int:
    def view(_request: object) -> object:
        return type("Response", (), {"status_code": 200})()

    request = RequestFactory().post("/admin/", b"", content_type="text/plain", CONTENT_LENGTH=length)
    return UploadLimitMiddleware(view)(request).status_code  # type: ignore[arg-type]


def test_two_gigabytes_are_refused_unread(settings: Settings) -> None:
    settings.PORTAL_MAX_UPLOAD_MB = 20
    fits = 20 * FORM_ALLOWANCE * 1024 * 1024
    assert status_of(str(2 * 1024**3)) == 413
    assert status_of(str(fits + 1)) == 413
    assert status_of(str(fits)) == 200
    assert status_of("") == 200
    assert status_of("nonsense") == 200
