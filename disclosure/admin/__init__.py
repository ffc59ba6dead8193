"""The back office of disclosure; each part registers its pages when it is imported."""

from disclosure.admin import letters, outreach, publications, reference  # noqa: F401
