"""The remedies that a decision tells, chosen by its date and by the outcome of each point; pure.

Since 2024-01-01 whoever is refused disclosure under arts. 14–16 of the 条例 asks for administrative review first
(行政复议法 art. 23(1)(4); 法释〔2025〕8号 art. 1); everything else may be reviewed or sued.  A decision must say which,
name the review organ, and, where it is served through the internet, the online way to file (art. 22(2)).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from disclosure.letters.words import point
from disclosure.outcomes import REVIEW_FIRST_FROM, may_be_sued, review_comes_first

_REVIEW_LAW: Final = "《中华人民共和国行政复议法》"
_SUIT_LAW: Final = "《中华人民共和国行政诉讼法》"


@dataclass(frozen=True)
class Bodies:
    """Where to turn: the review organ with its address and its online way, and the court."""

    review_organ: str
    court: str
    review_filing: str = ""
    review_link: str = ""


def remedy_notice(
    points: Sequence[Sequence[str]], decided_on: dt.date, bodies: Bodies, *, paper: str = "答复书"
) -> list[str]:
    """Return the paragraphs on remedies.

    ``points`` holds for each requested item its grounds: the outcome, and of what is granted in part the grounds
    of withholding as well.  ``paper`` is what the decision is called.
    """
    first = [place for place, grounds in enumerate(points, start=1) if review_comes_first(grounds, decided_on)]
    told = []
    if first:
        told.append(_review_first(_about(points, first, paper), bodies, paper))
    if may_be_sued(points, decided_on):
        what = "其余答复内容" if first else f"本{paper}"
        told.append(_review_or_suit(what, decided_on, bodies, paper))
    if bodies.review_filing:
        told.append(f"{bodies.review_organ}行政复议申请的提交方式：{bodies.review_filing}。")
    if bodies.review_link:
        told.append(f"行政复议申请书可以通过以下互联网渠道提交：{bodies.review_link}")
    return told


def _about(points: Sequence[Sequence[str]], first: Sequence[int], paper: str) -> str:
    """Name what has to be reviewed first: the whole, some points, or what is withheld of the only one."""
    if len(first) < len(points):
        return f"本{paper}{'、'.join(f'第{point(place)}项' for place in first)}中不予公开的决定"
    return f"本{paper}不予公开的决定"


def _review_first(what: str, bodies: Bodies, paper: str) -> str:
    return (
        f"如对{what}不服，根据{_REVIEW_LAW}第二十三条第一款第（四）项规定，应当先申请行政复议："
        f"请自收到本{paper}之日起六十日内向{bodies.review_organ}提出；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内向人民法院提起行政诉讼；"
        "行政复议机关决定不予受理、驳回申请或者受理后超过行政复议期限不作答复的，"
        "可以自收到决定书之日起或者行政复议期限届满之日起十五日内向人民法院提起行政诉讼。"
    )


def _review_or_suit(what: str, decided_on: dt.date, bodies: Bodies, paper: str) -> str:
    articles = "第二十条" if decided_on >= REVIEW_FIRST_FROM else ""
    return (
        f"如对{what}不服，可以自收到本{paper}之日起六十日内，依据{_REVIEW_LAW}{articles}向{bodies.review_organ}申请行政复议；"
        f"也可以自收到本{paper}之日起六个月内，依据{_SUIT_LAW}第四十六条直接向{bodies.court}提起行政诉讼。"
    )
