"""The scenes of the staff manual, played in order: one guide from its draft to its withdrawal, and all roles."""

import io
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from portal.sample.accounts import PASSWORD_PREFIX
from tests.browser import follow
from tests.portal.case_scenes import answer_a_question, give_out_a_case, publish_an_answer, take_over_a_register
from tests.portal.disclosure_scenes import (
    answer_a_suggestion,
    count_other_channels,
    handle_a_request,
    report_a_year,
    write_a_text,
)
from tests.portal.feedback_scenes import (
    approve_a_reply,
    ask_for_opinions,
    assign_messages,
    follow_a_proposal,
    handle_a_message,
    look_after_routing,
    press_for_messages,
)
from tests.portal.staff_camera import Camera

TITLE = "普通护照到期换发"
SLUG = "passport-renewal"
COMMENT = "请在“一句话说明”里写明未满十六周岁由监护人陪同办理。"
ITEM = "普通护照加注"


def log_in(camera: Camera) -> None:
    page = camera.page_of("")
    page.goto("/admin/")
    camera.look(page, "login", height=520)
    page.locator("#id_username").fill("auditadmin")
    page.locator("#id_password").fill(f"{PASSWORD_PREFIX}auditadmin")
    follow(page.get_by_role("button", name="登录"))
    camera.look(page)
    page.goto("/admin/login/set-up/")
    expect(page).to_have_url(re.compile("/admin/login/"))
    camera.look(camera.page_of("editor"))


def draft_an_item(camera: Camera) -> None:
    """A new item that lacks contents says so, and each gap leads to its place."""
    page = camera.page_of("editor")
    page.goto("/admin/approvals/item/?q=普通护照签发")
    camera.look(page)
    follow(page.locator("#result_list").get_by_role("link", name="普通护照签发"))
    code = page.get_by_label("事项编码", exact=True).input_value()
    page.goto("/admin/approvals/item/add/")
    camera.look(page)
    page.get_by_label("事项名称").fill(ITEM)
    page.get_by_label("事项编码", exact=True).fill(f"{code[:-3]}997")
    page.get_by_label("事项类型").select_option(label="行政许可")
    page.get_by_label("出境入境").first.check()
    page.get_by_label("自然人").check()
    follow(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".panel")).to_contain_text("尚未公开")
    camera.look(page, "editor-gaps", height=560)
    page.locator(".gaps a", has_text="设定依据").first.click()
    expect(page.locator("#legal_bases-group")).to_be_in_viewport()


def copy_a_guide(camera: Camera) -> None:
    """The quickest way to a new guide is a copy of a similar one."""
    page = camera.page_of("editor")
    page.goto("/admin/guides/guide/")
    camera.look(page, "editor-list", height=640)
    follow(page.locator("#result_list").get_by_role("link", name="普通护照首次申请"))
    follow(page.get_by_role("button", name="复制为新草稿"))
    expect(page.get_by_text("请修改标题和网址标识")).to_be_visible()
    page.get_by_label("标题", exact=True).fill(TITLE)
    page.get_by_label("办理情形").fill("到期换发")
    page.get_by_label("网址标识").fill(SLUG)
    page.get_by_label("一句话说明").fill("护照快到期或者已经过期，带旧护照来换一本新的。")
    camera.look(page, "editor-form", height=800)
    page.locator("#materials-0 summary").first.click()
    camera.look(page, "editor-materials", at="#materials-group", height=760)
    follow(page.get_by_role("button", name="保存", exact=True))
    page.locator("[name=submit_note]").fill("新增换发情形")
    follow(page.get_by_role("button", name="保存并提交审核"))
    expect(page.locator(".panel-stage")).to_contain_text("待审核")
    camera.look(page)


def preview(camera: Camera) -> None:
    page = camera.page_of("editor")
    with page.expect_popup() as waiting:
        page.get_by_role("link", name="预览").first.click()
    shown = waiting.value
    camera.look(shown, "editor-preview", height=620)
    shown.close()


def return_it(camera: Camera) -> None:
    page = camera.page_of("reviewer")
    page.goto("/admin/")
    camera.look(page, "reviewer-desk", height=520)
    page.goto("/admin/guides/guide/?progress=waiting")
    camera.look(page)
    follow(page.locator("#result_list").get_by_role("link", name=TITLE))
    camera.look(page)
    follow(page.get_by_role("link", name="审核这次提交"))
    camera.look(page, "reviewer-review", height=800)
    page.get_by_label("给编辑的修改意见").fill(COMMENT)
    follow(page.get_by_role("button", name="退回修改", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("已退回编辑修改")


def mend_it(camera: Camera) -> None:
    page = camera.page_of("editor")
    page.goto("/admin/")
    expect(page.locator("#content")).to_contain_text(COMMENT)
    camera.look(page, "editor-desk", height=640)
    follow(page.get_by_role("link", name=TITLE).first)
    expect(page.locator(".panel-returned")).to_contain_text(COMMENT)
    camera.look(page, "editor-returned", height=420)
    summary = "护照快到期或者已经过期，带旧护照来换一本新的；未满十六周岁由监护人陪同。"
    page.get_by_label("一句话说明").fill(summary)
    page.locator("[name=submit_note]").fill("补充监护人陪同")
    follow(page.get_by_role("button", name="保存并提交审核"))
    expect(page.locator(".panel-stage")).to_contain_text("待审核")


def open_review(camera: Camera) -> Page:
    page = camera.page_of("reviewer")
    page.goto("/admin/guides/guide/?progress=waiting")
    follow(page.locator("#result_list").get_by_role("link", name=TITLE))
    follow(page.get_by_role("link", name="审核这次提交"))
    return page


def publish_it(camera: Camera) -> None:
    public = camera.page_of("")
    assert public.goto(f"/guides/{SLUG}/").status == 404  # type: ignore[union-attr]
    page = open_review(camera)
    follow(page.get_by_role("button", name="立即发布", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("已对外发布")
    public.goto(f"/guides/{SLUG}/")
    expect(public.locator("h1")).to_have_text(TITLE)
    expect(public.locator(".lead")).to_contain_text("监护人陪同")


def change_and_compare(camera: Camera) -> None:
    """Editing never touches the public page; the comparison shows what will change."""
    page, public = camera.page_of("editor"), camera.page_of("")
    page.goto(f"/admin/guides/guide/?q={SLUG}")
    follow(page.locator("#result_list").get_by_role("link", name=TITLE))
    page.get_by_label("办理情形").fill("到期换发、损毁换发")
    follow(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".panel")).to_contain_text("草稿与公开版本不同")
    follow(page.get_by_role("link", name="版本对比"))
    expect(page.locator("ins")).to_contain_text(["损毁换发"])
    camera.look(page, "editor-compare", height=500)
    public.reload()
    expect(public.locator("main")).not_to_contain_text("损毁换发")
    page.go_back()
    page.locator("[name=submit_note]").fill("增加损毁换发")
    follow(page.get_by_role("button", name="保存并提交审核"))
    follow(page.get_by_role("link", name="历史"))
    camera.look(page, "editor-history", height=640)
    review = open_review(camera)
    camera.look(review, "reviewer-differences", height=620)
    review.get_by_text("定时发布", exact=True).first.click()
    camera.look(review)
    follow(review.get_by_role("button", name="立即发布", exact=True))
    public.reload()
    expect(public.locator("main")).to_contain_text("损毁换发")


def retire_it(camera: Camera) -> None:
    page, public = camera.page_of("reviewer"), camera.page_of("")
    page.goto(f"/admin/guides/guide/?q={SLUG}")
    follow(page.locator("#result_list").get_by_role("link", name=TITLE))
    page.locator(".offer-retire summary").click()
    camera.look(page, "reviewer-retire", height=560)
    page.get_by_label("撤下理由").fill("与首次申请合并为一份指南。")
    follow(page.locator(".offer-retire button"))
    expect(page.locator(".messagelist")).to_contain_text("已从网站撤下")
    assert public.goto(f"/guides/{SLUG}/").status == 410  # type: ignore[union-attr]


def import_a_file(camera: Camera, folder: Path) -> None:
    """Export, change two rows in the workbook (one of them wrongly), import, release."""
    page = camera.page_of("editor")
    page.goto("/admin/guides/importbatch/")
    camera.look(page)
    page.goto("/admin/guides/importbatch/export/")
    camera.look(page)
    with page.expect_download() as waiting:
        page.locator("#content-main button[type=submit]").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    change_two_guides(book)
    file = folder / "办事指南修改.xlsx"
    book.save(file)
    page.goto("/admin/guides/importbatch/add/")
    camera.look(page)
    page.locator("input[type=file]").set_input_files(file)
    follow(page.locator("#content-main button[type=submit]"))
    camera.look(page, "editor-import-preview", height=760)
    page.locator("[name=skip_invalid]").check()
    follow(page.locator("#content-main button.default"))
    camera.look(page, "editor-import-report", height=640)
    address = page.url
    reviewer = camera.page_of("reviewer")
    reviewer.goto("/admin/guides/importbatch/?release=waiting")
    camera.look(reviewer)
    reviewer.goto(address)
    camera.look(reviewer, "reviewer-batch", height=640)
    reviewer.locator("[name=reason]").fill("按部门来函更新，已核对。")
    follow(reviewer.locator("#release button[type=submit]"))
    expect(reviewer.locator(".messagelist")).to_be_visible()
    camera.look(reviewer)


def change_two_guides(book: openpyxl.Workbook) -> None:
    """Give one guide another summary, and another one a summary that is far too long."""
    sheet = next(sheet for sheet in book if any(cell.value in {"slug", "网址标识"} for cell in sheet[1]))
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    slug = heads.get("slug") or heads["网址标识"]
    summary = heads.get("summary") or heads["一句话说明"]
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, slug).value == "residence-permit-first":
            sheet.cell(row, summary).value = "在江城住满半年、有稳定工作或住所或在读的，可以办居住证。"
        if sheet.cell(row, slug).value == "driving-licence-renewal":
            sheet.cell(row, summary).value = "太长" * 200


def other_roles(camera: Camera) -> None:
    for username, picture in (("officer", "officer-desk"), ("manager", "manager-desk"), ("sysadmin", "system-desk")):
        camera.look(camera.page_of(username), picture, height=560)
    manager = camera.page_of("manager")
    manager.goto("/staff/self-check/")
    camera.look(manager, "manager-self-check", height=640)
    manager.goto("/staff/self-check/guides/")
    camera.look(manager)
    manager.goto("/admin/guides/guide/?gaps=yes")
    camera.look(manager)
    manager.goto("/admin/approvals/item/")
    follow(manager.locator("#result_list tbody th a").first)
    camera.look(manager)


def look_after_reference_data(camera: Camera) -> None:
    page = camera.page_of("sysadmin")
    page.goto("/admin/foundation/department/")
    camera.look(page)
    follow(page.locator("#result_list").get_by_role("link", name="江城市公安局"))
    camera.look(page, "system-department", height=760)
    kinds = ("column", "issuingbody", "disclosureoffice", "readingpoint")
    for kind in ("foundation/window", "foundation/region", "approvals/theme", *(f"disclosure/{one}" for one in kinds)):
        page.goto(f"/admin/{kind}/")
        camera.look(page)
        page.goto(f"/admin/{kind}/add/")
        camera.look(page)


def enter_a_calendar(camera: Camera) -> None:
    """A notice of which a part is missing is doubted before it is taken."""
    page = camera.page_of("sysadmin")
    page.goto("/admin/foundation/calendaryear/")
    camera.look(page)
    follow(page.get_by_role("link", name="2025", exact=True))
    camera.look(page)
    page.goto("/admin/foundation/calendaryear/add/")
    page.get_by_label("年份").fill("2030")
    page.get_by_label("来源").fill("2030年放假安排通知")
    page.get_by_label("通知列明的日期").fill("2030-02-02~2030-02-08 休 春节\n2030-02-10 班 春节")
    follow(page.get_by_role("button", name="录入日历"))
    expect(page.get_by_text("请再核对")).to_be_visible()
    camera.look(page, "system-calendar", height=760)
    page.get_by_label("已对照通知核实").check()
    follow(page.get_by_role("button", name="录入日历"))
    expect(page.locator(".messagelist")).to_contain_text("2030年工作日历")


def look_after_accounts(camera: Camera) -> None:
    page = camera.page_of("secadmin")
    camera.look(page)
    page.goto("/admin/foundation/user/")
    camera.look(page, "security-accounts", height=640)
    page.goto("/admin/foundation/user/add/")
    camera.look(page)
    page.get_by_label("用户名").fill("example-editor")
    page.get_by_label("显示姓名").fill("示例编辑")
    page.get_by_label("密码", exact=True).fill("Lan-ting-shu-yuan-7")
    page.get_by_label("再输一遍密码").fill("Lan-ting-shu-yuan-7")
    follow(page.get_by_role("button", name="保存并继续修改"))
    page.get_by_role("button", name="添加角色").click()
    page.locator("#id_memberships-0-role").select_option(label="编辑员")
    camera.look(page, "security-roles", at="#memberships-group", height=480)
    follow(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("示例编辑")
    page.goto("/admin/password_change/")
    camera.look(page)
    page.goto("/admin/security/")
    camera.look(page)
    follow(page.get_by_role("link", name="换手机重新设置"))
    camera.look(page)


def read_the_trail(camera: Camera) -> None:
    page = camera.page_of("auditor")
    camera.look(page)
    page.goto("/admin/foundation/auditentry/")
    camera.look(page, "auditor-list", height=640)
    follow(page.locator("#result_list tbody th a").first)
    camera.look(page)
    page = camera.page_of("auditadmin")
    camera.look(page)
    page.goto("/admin/foundation/auditentry/?q=审核员")
    camera.look(page, "audit-admin-list", height=640)
    page.goto("/admin/guides/guide/")
    expect(page.locator("#content")).to_contain_text("您的角色不能使用此页面")
    camera.look(page)


def play(camera: Camera, folder: Path) -> None:
    """Play all scenes in their order."""
    scenes = (
        log_in, draft_an_item, copy_a_guide, preview, return_it, mend_it, publish_it, change_and_compare, retire_it,
        other_roles, handle_a_request, report_a_year, write_a_text, count_other_channels, answer_a_suggestion,
        answer_a_question, publish_an_answer,
        follow_a_proposal, assign_messages, handle_a_message, approve_a_reply, press_for_messages, look_after_routing,
        ask_for_opinions,
        look_after_reference_data, enter_a_calendar, look_after_accounts, read_the_trail,
    )  # fmt: skip
    for scene in scenes:
        with camera.named(scene.__name__):
            scene(camera)
    for scene_with_files in (give_out_a_case, take_over_a_register, import_a_file):
        with camera.named(scene_with_files.__name__):
            scene_with_files(camera, folder)
