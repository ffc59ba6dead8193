"""Reference data of the search, loaded by ``load_reference`` as often as one likes."""

import tomllib
from pathlib import Path

from django.db import transaction

from foundation.search.index import SYNONYMS, bump
from foundation.search.models import Synonym, SynonymState


def load_synonyms() -> int:
    """Add the pairs of the file ``synonyms.toml`` where there are none at all; return how many the file has.

    What an office changed, refused or deleted itself stays as it is.
    """
    with (Path(__file__).parent / "synonyms.toml").open("rb") as file:
        pairs = tomllib.load(file)["synonyms"]
    with transaction.atomic():
        if not Synonym.objects.exists():
            Synonym.objects.bulk_create(
                Synonym(word=word, official=official, applied=official, state=SynonymState.APPROVED)
                for word, official in pairs.items()
            )
            bump(SYNONYMS)
    return len(pairs)
