"""The identity provider of the city; settings make it, before any model is loaded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """Who answers for a person's identity, and as whom this portal asks."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    """The claim whose value is the user name here."""
