"""Documents of every schema version stay readable: one frozen sample per kind and version."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from approvals.documents import FlowDocument, ItemDocument
from feedback.questionnaire_documents import QuestionnaireDocument
from feedback.solicitation_documents import SolicitationDocument
from foundation.publishing.documents import RootDocument, as_json
from guides.documents import GuideDocument

TESTS = Path(__file__).parent.parent
KINDS: dict[str, type[RootDocument]] = {
    "item": ItemDocument,
    "flow": FlowDocument,
    "guide": GuideDocument,
    "solicitation": SolicitationDocument,
    "questionnaire": QuestionnaireDocument,
}
SAMPLES = sorted(TESTS.glob("*/samples/*-*.json"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_frozen_sample_is_read(sample: Path) -> None:
    kind = KINDS[sample.stem.partition("-")[0]]
    frozen = json.loads(sample.read_text(encoding="utf-8"))
    document = kind.model_validate(frozen)
    assert document.schema_version == kind.current_version
    if frozen["schema_version"] == kind.current_version:
        assert as_json(document) == frozen


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_there_is_a_sample_of_every_version(name: str, kind: type[RootDocument]) -> None:
    versions = {int(sample.stem.split("-")[1]) for sample in SAMPLES if sample.stem.startswith(f"{name}-")}
    assert versions == set(range(1, kind.current_version + 1))


def test_codes_are_words_in_the_language_of_the_reader() -> None:
    frozen = json.loads((TESTS / "guides" / "samples" / "guide-1.json").read_text(encoding="utf-8"))
    guide = GuideDocument.model_validate(frozen)
    assert guide.item is not None
    with translation.override("zh-hans"):
        assert (guide.item.item_type_label, guide.item.promised_limit) == ("行政确认", "20个自然日")
    with translation.override("en"):
        assert guide.item.item_type_label == "Administrative confirmation"
        assert guide.item.service_objects_labels == ["Natural person"]
