"""The first factor by the identity provider of the city (OpenID Connect, code flow with PKCE), instead of a password.

The provider says who somebody is; whether an account exists and what it may do is decided here, and the second factor
is asked for as always.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any, Final

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError

from foundation.login.provider import Provider
from foundation.people import User

logger = logging.getLogger(__name__)

WANTED: Final = "single_sign_on_next"
"""Key of the session: the page that was wanted, while somebody is at the provider."""
_TIMEOUT: Final = 5
"""Seconds that the provider has for an answer."""


class SignOnFailed(Exception):
    """The provider said no, or said nothing that holds."""


class ProviderAway(SignOnFailed):
    """The provider does not answer."""


def send_to_provider(request: HttpRequest) -> HttpResponse:
    """Return the way to the provider, which sends the browser back to ``admin:single_sign_on_return``.

    Raises:
        Http404: this portal has no provider.
        ProviderAway: its description cannot be read.

    """
    client = _client()
    back = request.build_absolute_uri(reverse("admin:single_sign_on_return"))
    try:
        return client.authorize_redirect(request, back)  # type: ignore[no-any-return]
    except (requests.RequestException, ValueError, RuntimeError) as error:
        raise _away(error) from error


def who_came_back(request: HttpRequest) -> User:
    """Return the active account of whom the provider vouches for.

    State, nonce, signature, issuer, audience and validity of what came back are checked; no account is ever made.

    Raises:
        Http404: this portal has no provider.
        SignOnFailed: any of that does not hold, or there is no such account.

    """
    client, provider = _client(), _provider()
    try:
        token = client.authorize_access_token(
            request, claims_options={"iss": {"essential": True, "values": _issuers(provider)}}
        )
    except requests.RequestException as error:
        raise _away(error) from error
    except (OAuthError, JoseError, ValueError, KeyError, RuntimeError) as error:
        logger.warning("Single sign-on: what the provider sent does not hold (%s).", type(error).__name__)
        raise SignOnFailed from error
    name = (token.get("userinfo") or {}).get(provider.claim)
    user = User.objects.filter(username=name, is_active=True).first() if isinstance(name, str) and name else None
    if user is None:
        raise SignOnFailed
    return user


def _issuers(provider: Provider) -> list[str]:
    """Return the ways to write the issuer; some end it with a slash."""
    return [provider.issuer, f"{provider.issuer}/"]


def _provider() -> Provider:
    if settings.OIDC is None:
        raise Http404
    return settings.OIDC


def _client() -> Any:
    return _client_of(_provider())


@cache
def _client_of(provider: Provider) -> Any:
    return OAuth().register(
        "portal",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT,
        },
    )


def _away(error: Exception) -> ProviderAway:
    logger.warning("Single sign-on: the provider does not answer (%s).", type(error).__name__)
    return ProviderAway()
