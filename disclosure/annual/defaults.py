"""The sentences that a new report starts with; officers rewrite them, the bound figures stay right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PRESENT: Final = {
    "overall": (
        "本报告按照《中华人民共和国政府信息公开条例》和政府信息公开工作年度报告格式编制，"
        "所列数据的统计期限为{{ year }}年1月1日至12月31日。"
    ),
    "on_request": (
        "{{ year }}年，我中心新收政府信息公开申请{{ new_received.total }}件，其中自然人提出"
        "{{ new_received.natural_person }}件；上年结转{{ carried_over.total }}件。全年办结"
        "{{ total_processed.total }}件，其中予以公开{{ granted.total }}件、部分公开"
        "{{ partially_granted.total }}件；结转下年度继续办理{{ carried_forward.total }}件。"
    ),
    "management": (
        "公开前对拟公开的政府信息进行保密审查，公开后标明有效性并定期核查；"
        "对公民、法人和其他组织反映较多的信息需求，研究转为主动公开。"
    ),
    "platform": (
        "中心门户网站信息公开专栏集中发布公开指南、公开目录和年度报告，提供检索、查阅和下载；"
        "政务服务大厅设有信息查阅场所，方便群众现场获取政府信息。"
    ),
    "supervision": (
        "明确承担信息公开工作的机构和人员，申请的登记、审核、办理、答复和归档均按制度进行，"
        "答复和年度报告由第二人复核后发出。"
    ),
    "proactive_note": "",
    "requests_note": "",
    "remedies_note": "",
    "problems": (
        "{{ year }}年，我中心信息公开工作还存在不足：一是公开的内容与企业、群众的实际需求仍有差距；"
        "二是部分信息更新不够及时。\n"
        "下一步，将根据依申请公开和日常咨询中反映集中的问题扩大主动公开，并按期核查已公开的信息，及时更新。"
    ),
    "other": "本年度收取政府信息公开信息处理费{{ processing_fee }}元。没有其他需要报告的事项。",
}

DEFAULTS: Final[Mapping[str, Mapping[str, str]]] = {
    "2021": {
        **_PRESENT,
        "proactive": (
            "围绕审批事项、办事指南、窗口服务和事项调整等内容主动公开政府信息。全年制发行政规范性文件"
            "{{ normative_documents.made }}件，废止{{ normative_documents.abolished }}件，"
            "现行有效{{ normative_documents.valid }}件；作出行政许可处理决定{{ licensing.decisions }}件。"
        ),
    },
    "2019": {
        **_PRESENT,
        "proactive": (
            "围绕审批事项、办事指南、窗口服务和事项调整等内容主动公开政府信息。全年新制作规范性文件"
            "{{ normative_documents.made }}件，新公开{{ normative_documents.published }}件；"
            "作出行政许可处理决定{{ licensing.decisions }}件。"
        ),
    },
    "sheet": {
        "overall": (
            "{{ year }}年，我中心按照政府信息公开的规定，及时发布和更新行政审批、窗口动态等信息。现将有关情况报告如下。"
        ),
        "proactive": "全年主动公开政府信息{{ published }}条，其中通过政府网站公开{{ by_website }}条。",
        "on_request": (
            "公开指南载明了依申请公开的办理部门、方式、程序、联系方法和时限，可以通过信函、传真、当面口头、"
            "电子邮件和网上其他方式提出申请。全年收到申请{{ received }}件，其中信函申请{{ by_letter }}件。"
        ),
        "remedies": ("全年因政府信息公开被申请行政复议{{ reviews }}件，收到举报投诉{{ complaints }}件。"),
        "practice": (
            "设立信息公开查阅点{{ reading_points }}个，配备工作人员{{ staff }}名，其中专职{{ full_time }}名、"
            "兼职{{ part_time }}名；安排专项经费{{ budget | wan }}。"
        ),
        "problems": "公开目录还需细化，公开的内容与社会公众的需求仍有差距，信息更新的质量有待提高。",
        "measures": "继续拓展公开内容，创新公开形式，完善工作制度，及时更新已公开的信息。",
    },
}
"""Text by the code of the format and the key of the part."""
