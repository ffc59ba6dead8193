"""Real records for tests: used where they lie beside the project, otherwise the test is skipped."""

from pathlib import Path

import pytest
from django.conf import settings


def real_data(name: str) -> Path:
    """Return the path of a real file, or skip the test."""
    path: Path = Path(settings.BASE_DIR).parent / "shared" / "data" / name
    if not path.exists():
        pytest.skip(f"real records are not here: {name}")
    return path
