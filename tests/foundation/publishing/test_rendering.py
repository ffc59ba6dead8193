"""The letter under which a name is listed."""

import pytest

from foundation.publishing.rendering import first_letter


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("居民身份证补领", "J"),
        ("《营业性演出许可证》核发", "Y"),
        ("“一照多址”备案", "Y"),
        ("行政许可", "X"),
        ("重大项目", "Z"),
        ("长期护理保险", "C"),
        ("会计师事务所", "K"),
        ("重新申领", "C"),
        ("行业协会", "H"),
        ("调解", "T"),
        ("ETC办理", "E"),
        ("12345热线", "#"),
        ("龘", "D"),
        ("……", "#"),
        ("", "#"),
    ],
)
def test_first_letter(name: str, letter: str) -> None:
    assert first_letter(name) == letter
