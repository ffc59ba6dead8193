"""The scenes of the staff manual around a case: a department answers, an answer is published, a case goes to court."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import follow
from tests.portal.staff_camera import Camera

REGISTER = "/staff/disclosure/requests/"
ASKED = "夜间窗口办件统计"
"""A request of the sample about which a department was asked."""
ANSWERED = "2025年大厅各月办件量统计"
"""A request of the sample that was granted."""
RIGHT = "2023-931,当面提交（含口头申请代为填写）,2023-06-05,自然人,样例申请人,大厅窗口设置,予以公开,2023-06-20"
WRONG = "2023-932,信鸽,2023-06-06,自然人,样例申请人,大厅叫号系统采购,予以公开,2023-06-01"
HEADINGS = "登记号,渠道,来件日期,申请人类型,申请人,主题,处理结果,办结日期"


def open_case(page: Page, subject: str) -> None:
    """Open the newest request on this subject."""
    page.goto(f"{REGISTER}?q={subject}")
    follow(page.locator(".desk-table tbody th a").first)


def answer_a_question(camera: Camera) -> None:
    """The department reads the question and not the request; the office reads the answer."""
    page = camera.page_of("editor")
    page.goto("/admin/")
    follow(page.get_by_role("link", name="待答复的问题").first)
    camera.look(page, "editor-questions", height=520)
    follow(page.locator(".desk-table tbody th a").first)
    expect(page.locator("#content")).not_to_contain_text(ASKED)
    page.get_by_label("查找结果").fill("公安窗口夜间延时服务各月办件量见附表，按受理件数统计。")
    camera.look(page, "editor-question", height=640)
    follow(page.get_by_role("button", name="提交答复"))
    expect(page.locator(".messagelist")).to_be_visible()
    camera.look(page)
    officer = camera.page_of("officer")
    open_case(officer, ASKED)
    expect(officer.locator("[aria-labelledby=consultations]")).to_contain_text("按受理件数统计")
    camera.look(officer)


def publish_an_answer(camera: Camera) -> None:
    """The officer reads the masked answer over, editor and reviewer make it public, the reviewer takes it back."""
    page = camera.page_of("officer")
    open_case(page, ANSWERED)
    desk = page.url
    camera.look(page)
    follow(page.get_by_role("link", name="公开答复内容"))
    page.get_by_label("概述").fill("市政务服务大厅2025年各月办件量统计。")
    follow(page.get_by_role("button", name="预览", exact=True))
    expect(page.locator("[aria-labelledby=shown]")).to_contain_text("市政务服务大厅2025年各月办件量统计。")
    camera.look(page, "officer-answer", height=540)
    follow(page.get_by_role("button", name="生成草稿"))
    expect(page.locator(".messagelist")).to_be_visible()
    camera.look(page)
    editor = camera.page_of("editor3")
    editor.goto(f"/admin/disclosure/publication/?q={ANSWERED}")
    follow(editor.locator("#result_list").get_by_role("link", name=ANSWERED).first)
    follow(editor.get_by_role("button", name="保存并提交审核"))
    expect(editor.locator(".panel-stage")).to_contain_text("待审核")
    draft, public = editor.url, camera.page_of("")
    reviewer = camera.page_of("reviewer")
    reviewer.goto(draft)
    follow(reviewer.get_by_role("link", name="审核这次提交"))
    follow(reviewer.get_by_role("button", name="立即发布", exact=True))
    expect(reviewer.locator(".messagelist")).to_contain_text("已对外发布")
    public.goto("/disclosure/columns/answered-requests/")
    expect(public.locator("main")).to_contain_text(ANSWERED)
    page.goto(desk)
    camera.look(page, "officer-answer-public", at="[aria-labelledby=published]", height=420)
    reviewer.goto(draft)
    reviewer.locator(".offer-retire summary").click()
    reviewer.get_by_label("撤下理由").fill("数据有更正，重新公布。")
    follow(reviewer.locator(".offer-retire button"))
    expect(reviewer.locator(".messagelist")).to_contain_text("已从网站撤下")
    page.reload()
    expect(page.locator("[aria-labelledby=published]")).to_contain_text("数据有更正，重新公布。")
    camera.look(page)


def give_out_a_case(camera: Camera, folder: Path) -> None:
    page = camera.page_of("officer")
    open_case(page, ANSWERED)
    page.locator("summary", has_text="导出完整案卷").click()
    page.get_by_label("调阅单位").select_option("court")
    camera.look(page, "officer-bundle", at="[aria-labelledby=history]", height=560)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="生成案卷", exact=True).click()
    waiting.value.save_as(folder / "case.zip")
    assert (folder / "case.zip").read_bytes().startswith(b"PK")


def take_over_a_register(camera: Camera, folder: Path) -> None:
    """A file with a wrong row is refused as a whole; the mended one is taken over."""
    page, file = camera.page_of("officer"), folder / "台账.csv"
    page.goto("/staff/disclosure/import/")
    camera.look(page, "officer-import", height=640)
    for rows in ([RIGHT, WRONG], [RIGHT]):
        file.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8-sig")
        page.locator("input[type=file]").set_input_files(file)
        follow(page.get_by_role("button", name="预览导入结果"))
        if len(rows) > 1:
            camera.look(page, "officer-import-preview", height=640)
            follow(page.get_by_role("button", name="另选文件"))
    camera.look(page)
    follow(page.get_by_role("button", name="导入1件申请"))
    expect(page.locator(".messagelist")).to_contain_text("已导入1件申请")
