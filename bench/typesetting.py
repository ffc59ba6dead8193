"""Papers as PDF: seconds and peak memory of a fresh process that sets one letter, a hundred, and a report."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time

from bench.site import BASE

PAPERS = {"one letter": ("letter", 1), "100 letters": ("letter", 100), "annual report": ("report", 1)}


def measure() -> None:
    """Print the figures of each kind; a process of its own keeps their memory apart."""
    for name, (kind, count) in PAPERS.items():
        command = [sys.executable, "-m", "bench.typesetting", kind, str(count)]
        done = subprocess.run(command, cwd=BASE, check=True, capture_output=True, text=True)
        print(f"{name}: {done.stdout.strip()}")


def main(kind: str, count: int) -> None:
    """Set papers with different texts, and print seconds, memory and bytes."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()

    from foundation.typesetting import typeset

    before = _megabytes()
    started = time.monotonic()
    sizes = [
        len(typeset(f"disclosure/{kind}.typ", _letter(n) if kind == "letter" else _report())) for n in range(count)
    ]
    seconds = time.monotonic() - started
    print(f"{seconds:.2f} s, {_megabytes():.0f} MB ({before:.0f} MB before), {sum(sizes) / count / 1024:.0f} KB each")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _letter(number: int) -> dict[str, object]:
    reasons = "经检索，本机关保存有你申请的信息，其中部分内容涉及第三方合法权益，区分处理后予以提供。" * 3
    return {
        "title": "政府信息公开申请答复书",
        "number": f"江政务公开答〔2026〕{number}号",
        "organ": "江城市政务服务中心管理办公室",
        "addressee": f"申请人{number}",
        "paragraphs": [reasons, {"heading": "一、答复内容"}, {"items": [reasons, reasons]}, reasons],
        "closing": {"organ": "江城市政务服务中心管理办公室", "date": "2026年11月24日"},
        "attachments": ["办法全文", "汇总表（区分处理后）"],
        "notes": ["联系人：信息公开科"],
    }


def _report() -> dict[str, object]:
    prose = [{"kind": "paragraph", "text": "全年主动公开信息，依法办理公开申请，回应社会关切。" * 12}] * 10
    columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows = [[f"（{number}）办理结果的一种情形", *range(7)] for number in range(25)]
    table = {"kind": "table", "header": [["申请人情况", *columns]], "widths": [8, *[2] * 7], "rows": rows}
    return {
        "title": "政府信息公开工作年度报告",
        "head": [["索引号", "1"]],
        "blocks": [*prose, table, {**table, "landscape": True}],
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
