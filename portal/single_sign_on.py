"""Log-in by the identity provider of the city, as OpenID Connect: an option, read from the environment."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from foundation.login.provider import Provider
from portal import env

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def from_environment() -> Provider | None:
    """Return the provider; None without one.

    Raises:
        ImproperlyConfigured: a value is missing, or the address is not https.

    """
    issuer = env.text("PORTAL_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return None
    address = urlsplit(issuer)
    if not address.hostname or (address.scheme != "https" and address.hostname not in LOOPBACK):
        raise ImproperlyConfigured(f"PORTAL_OIDC_ISSUER must be an address with https, not “{issuer}”.")
    client_id, client_secret = env.text("PORTAL_OIDC_CLIENT_ID"), env.secret("PORTAL_OIDC_CLIENT_SECRET")
    if not client_id or not client_secret:
        raise ImproperlyConfigured("PORTAL_OIDC_ISSUER needs PORTAL_OIDC_CLIENT_ID and PORTAL_OIDC_CLIENT_SECRET.")
    return Provider(issuer, client_id, client_secret, env.text("PORTAL_OIDC_CLAIM", "preferred_username"))
