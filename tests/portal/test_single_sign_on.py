"""What the environment says about the identity provider."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from foundation.login.provider import Provider
from portal.single_sign_on import from_environment


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch):
    """Set variables of the provider; all others are unset."""

    def say(**values: str) -> None:
        for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "CLAIM"):
            monkeypatch.delenv(f"PORTAL_OIDC_{name}", raising=False)
            if name in values:
                monkeypatch.setenv(f"PORTAL_OIDC_{name}", values[name])

    return say


def test_nothing_said_is_no_provider(say):
    say(CLIENT_ID="portal")
    assert from_environment() is None


def test_all_that_is_needed(say):
    say(ISSUER="https://id.example/", CLIENT_ID="portal", CLIENT_SECRET="hush", CLAIM="sub")
    assert from_environment() == Provider("https://id.example", "portal", "hush", "sub")


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"ISSUER": "http://id.example", "CLIENT_ID": "portal", "CLIENT_SECRET": "hush"}, "https"),
        ({"ISSUER": "id.example", "CLIENT_ID": "portal", "CLIENT_SECRET": "hush"}, "https"),
        ({"ISSUER": "https://id.example", "CLIENT_SECRET": "hush"}, "PORTAL_OIDC_CLIENT_ID"),
        ({"ISSUER": "https://id.example", "CLIENT_ID": "portal"}, "PORTAL_OIDC_CLIENT_SECRET"),
    ],
    ids=["plain", "no-scheme", "no-id", "no-secret"],
)
def test_half_a_provider_stops_the_start(say, values, named):
    say(**values)
    with pytest.raises(ImproperlyConfigured, match=named):
        from_environment()
