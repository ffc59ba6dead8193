"""Masking of what becomes public."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from feedback.masking import Masker
from foundation.organization import Department
from tests.cast import Cast


class _Typed:
    """Standard input that holds these bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize("shown", ["0729-5550000", "（0729）5550000", "5550000", "０７２９－５５５００００"])
def test_the_numbers_of_offices_stay(cast: Cast, shown: str) -> None:
    text = f"请拨打{shown}咨询。"
    assert Masker().mask(text) == text


def test_other_numbers_do_not(cast: Cast) -> None:
    Department.objects.filter(pk=cast.market.pk).update(phone="0729-5551111、0729-5552222转8")
    masked = Masker().mask("打0729-5551111或0729-5553333，手机13800001234")
    assert "0729-5551111" in masked
    assert "5553333" not in masked
    assert "13800001234" not in masked


def test_the_command_masks_standard_input(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", _Typed("手机13800001234\n第二行\n".encode()))
    call_command("mask_text")
    assert capsys.readouterr().out == "手机138****1234\n第二行\n"
    monkeypatch.setattr(sys, "stdin", _Typed("手机".encode("gbk")))
    with pytest.raises(CommandError):
        call_command("mask_text")
