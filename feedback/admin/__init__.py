"""The back office of feedback; each part registers its pages when it is imported."""

from feedback.admin import questionnaires, ratings, reference, solicitations  # noqa: F401
