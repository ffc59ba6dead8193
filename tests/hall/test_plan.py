"""The plan: places lie on their floor beside each other, text stays in its window."""

import pytest
from django.core.exceptions import ValidationError

from hall.floor_plan import draw
from hall.models import Floor, Landmark, WindowPlace
from tests.cast import Cast
from tests.hall.factories import make_floor, make_window, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("x", "y", "width", "said"),
    [
        (480, 0, 62, "超出"),
        (30, 0, 62, "重叠"),
        (0, 77, 62, "重叠"),
        (62, 0, 3, "至少"),
        (62, 0, 62, ""),
        (0, 78, 62, ""),
    ],
)
def test_a_window_lies_on_its_floor_and_beside_the_others(x: int, y: int, width: int, said: str, cast: Cast) -> None:
    floor = make_floor()
    put(make_window(cast.police), floor)
    other = WindowPlace(floor=floor, window=make_window(cast.police, "B18"), x=x, y=y, width=width, depth=78)
    if not said:
        other.clean()
        return
    with pytest.raises(ValidationError) as refused:
        other.clean()
    assert said in str(refused.value)


def test_the_same_place_on_another_floor_is_free(cast: Cast) -> None:
    put(make_window(cast.police), make_floor())
    upstairs = make_floor(3, "三楼")
    WindowPlace(floor=upstairs, window=make_window(cast.police, "C01"), x=0, y=0, width=62, depth=78).clean()


def test_a_drawing_marks_a_window_and_shortens_names_that_do_not_fit() -> None:
    from foundation.organization import Window

    floor = Floor(level=1, name="一楼", width=500, depth=352)
    window = Window(number="A01", name="名称很长很长很长很长很长很长很长很长窗口")
    place = WindowPlace(floor=floor, window=window, x=10, y=10, width=62, depth=78)
    lift = Landmark(floor=floor, kind="lift", name_en="Lift", x=100, y=0, width=60, depth=30)
    plan = draw(floor, [place], [lift], marked=["A01"])
    shape = next(one for one in plan.shapes if one.key)
    assert "plan-marked" in shape.css
    assert next(line.text for line in shape.texts) == "A01"
    assert shape.texts[-1].text.endswith("…")
    assert all(shape.y <= line.y <= shape.y + shape.height for line in shape.texts)
