"""Masking of what becomes public."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from feedback.masking import Masker
from foundation.organization import Department
from foundation.privacy import Kind
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


@pytest.mark.parametrize(
    ("kind", "known", "text"),
    [
        (Kind.NAME, "江城市样例商贸有限公司", "江城市样例商贸有限公司的执照"),
        (Kind.ADDRESS, "江城市下陆区", "江城市下陆区的路灯"),
        *((Kind.NAME, word, f"我们{word}都等着") for word in ("市民", "业主", "群众", "匿名", "居民", "网友", "家长")),
    ],
)
def test_what_identifies_nobody_is_no_reason_to_refuse_the_own_proposal(
    db: None, kind: Kind, known: str, text: str
) -> None:
    masker = Masker([(kind, known)])
    assert masker.mask(text) == text
    assert not masker.leaks([text])


def test_where_findings_overlap_both_are_masked(db: None) -> None:
    known = "赵小样，杭州西路18号3栋501室"
    masked = Masker([(Kind.NAME, known)]).mask(f"我是{known}，路灯坏了")
    assert masked == "我是赵" + "*" * (len(known) - 1) + "，路灯坏了"
    assert Masker([(Kind.NAME, known)]).leaks([masked]) == []


def test_a_name_that_the_writer_gave_is_found_unannounced(db: None) -> None:
    assert Masker([(Kind.NAME, "赵小样")]).mask("窗口对赵小样说") == "窗口对赵**说"
