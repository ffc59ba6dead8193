"""The portal's own settings with one more page: a bare view to compare with."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
