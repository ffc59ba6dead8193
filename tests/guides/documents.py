"""Documents of guides made from few words, for rules that need no database."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guides.documents import GuideDocument

_FROZEN = Path(__file__).parent / "samples" / "guide-2.json"


def guide_with(
    questions: Mapping[str, Sequence[str]], materials: Mapping[str, Mapping[str, Sequence[str]]], **values: Any
) -> GuideDocument:
    """Return a guide with these questions (key: answers) and materials (key: question: answers)."""
    frozen = json.loads(_FROZEN.read_text(encoding="utf-8"))
    material = {**frozen["materials"][0], "blank_form": None, "sample_form": None}
    asked = [
        {
            "key": key,
            "question": f"question {key}",
            "hint": "",
            "answers": [{"key": answer, "name": f"answer {answer}", "note": ""} for answer in answers],
        }
        for key, answers in questions.items()
    ]
    rows = [
        {
            **material,
            "key": key,
            "name": f"material {key}",
            "applies_to": [
                {
                    "key": question,
                    "name": f"question {question}",
                    "answers": [{"code": answer, "name": f"answer {answer}"} for answer in answers],
                }
                for question, answers in rule.items()
            ],
        }
        for key, rule in materials.items()
    ]
    return GuideDocument.model_validate({**frozen, "questions": asked, "materials": rows, **values})
