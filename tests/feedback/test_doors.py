"""Better doors: what points at them, and what does not."""

import pytest
from django.urls import reverse

from feedback.doors import DOORS, doors_for


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("楼下着火了，快来人", ["emergency"]),
        ("大厅里有人受伤，需要急救", ["emergency"]),
        ("我要依申请公开征地批文", ["disclosure"]),
        ("法院判决后不执行怎么办", ["litigation"]),
        ("已申请劳动仲裁", ["arbitration"]),
        ("不服处罚，要行政复议", ["review"]),
        ("举报窗口人员受贿", ["discipline"]),
        ("已经信访过，信访局没答复", ["petition"]),
        ("材料里有商业秘密", ["secrets"]),
        ("泄露他人隐私", ["privacy"]),
        ("双方已经调解又反悔", ["settled"]),
        ("着火了，还要行政复议", ["emergency", "review"]),
        ("身份证补办需要多久", []),
        ("三号窗口排队两小时", []),
        ("法院附近的大厅几点上班", []),
        ("火车票丢了能办吗", []),
    ],
)
def test_words_point_at_doors(text: str, codes: list[str]) -> None:
    assert [door.code for door in doors_for(text)] == codes


def test_emergencies_come_first_and_every_link_leads_somewhere() -> None:
    assert [door.code for door in DOORS if door.is_urgent] == [DOORS[0].code]
    assert all(reverse(door.url_name) for door in DOORS if door.url_name)
    assert all(str(door.reason) and str(door.way) for door in DOORS)
