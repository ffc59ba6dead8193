"""The scenes of the staff manual on disclosure: a request, an annual report, a text, other channels, a suggestion."""

from playwright.sync_api import expect

from foundation.clock import local_today
from foundation.public_forms import GuardedForm
from tests.browser import follow
from tests.portal.staff_camera import Camera

ASKED = "2025年窗口办件量统计"
NOTICE = "自助终端改为二十四小时服务的公告"
IDENTITY_NUMBER = "11010519491231002X"
"""The example of the national standard; nobody's."""


def report_a_year(camera: Camera) -> None:
    """The annual report on a year before the register began: figures by hand, text, signature of a second person."""
    page, base = camera.page_of("officer"), "/staff/disclosure/reports/"
    page.goto(base)
    camera.look(page)
    page.get_by_label("报告年度").fill("2022")
    follow(page.get_by_role("button", name="开始", exact=True))
    expect(page.locator("#content")).to_contain_text("以下问题须解决后才能签发")
    camera.look(page, "officer-report", height=700)
    follow(page.get_by_role("link", name="人工录入数据"))
    page.evaluate("document.querySelectorAll('.statutory input').forEach((one) => { one.value = '0' })")
    for column in ("自然人", "总计"):
        for row in ("一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计"):
            page.get_by_label(f"{row}·{column}", exact=True).fill("12")
    page.get_by_label("数据来源").first.fill("审批系统统计")
    camera.look(page, "officer-report-figures", height=640)
    follow(page.get_by_role("button", name="保存", exact=True))
    expect(page.locator("#content")).to_contain_text("勾稽关系全部成立")
    follow(page.get_by_role("link", name="正文", exact=True))
    page.locator("[name=text_problems]").fill("全年新收{{ new_received.total }}件，予以公开12件，仍有{{ nothing }}。")
    follow(page.get_by_role("button", name="预览", exact=True))
    expect(page.locator("#part-problems")).to_contain_text("全年新收12件")
    camera.look(page, "officer-report-text", at="#part-problems", height=560)
    page.locator("[name=text_problems]").fill("公开的内容与群众的需求仍有差距。")
    follow(page.get_by_role("button", name="保存", exact=True))
    page.goto(f"{base}2022/")
    follow(page.get_by_role("button", name="提交第二人复核"))
    manager = camera.page_of("manager")
    manager.goto("/admin/")
    camera.look(manager)
    manager.goto(f"{base}2022/")
    manager.locator(".offer summary", has_text="退回").click()
    camera.look(manager, "manager-report", height=640)
    follow(manager.get_by_role("button", name="签发并公布"))
    expect(manager.locator(".messagelist")).to_contain_text("已签发")
    camera.look(manager)
    page.goto(f"{base}2022/")
    page.locator(".offer summary", has_text="更正").click()
    camera.look(page)
    public = camera.page_of("")
    public.goto("/disclosure/reports/2022/")
    expect(public.locator("[data-cell='requests.new_received.total']")).to_have_text("12")


def write_a_text(camera: Camera) -> None:
    """A text gets its index number by itself; what it gives away is said before its release."""
    page = camera.page_of("editor3")
    camera.look(page)
    page.goto("/staff/disclosure/monitors/")
    camera.look(page, "editor-monitors", height=560)
    page.goto("/admin/disclosure/publication/")
    camera.look(page)
    page.goto("/admin/disclosure/publication/add/")
    page.get_by_label("标题", exact=True).fill(NOTICE)
    page.locator("#id_column").select_option(label="通知公告")
    page.get_by_label("概述").fill("自助终端十二月一日起改为二十四小时服务。")
    page.locator("#id_written_on").fill(page.locator("#id_issued_on").input_value())
    page.locator("#id_text").fill(f"自助终端十二月一日起改为二十四小时服务。\n第一批试用人员：{IDENTITY_NUMBER}。")
    camera.look(page, "editor-publication", height=820)
    follow(page.get_by_role("button", name="保存并提交审核"))
    expect(page.locator(".panel-stage")).to_contain_text("待审核")
    expect(page.locator(".findings")).to_contain_text("身份证")
    camera.look(page)
    reviewer = camera.page_of("reviewer")
    reviewer.goto("/admin/disclosure/publication/?progress=waiting")
    follow(reviewer.locator("#result_list").get_by_role("link", name=NOTICE))
    follow(reviewer.get_by_role("link", name="审核这次提交"))
    camera.look(reviewer, "reviewer-findings", height=700)
    reviewer.get_by_label("给编辑的修改意见").fill("请删去个人信息。")
    follow(reviewer.get_by_role("button", name="退回修改", exact=True))
    expect(reviewer.locator(".messagelist")).to_contain_text("已退回编辑修改")
    page.reload()
    page.locator("#id_text").fill("自助终端十二月一日起改为二十四小时服务。")
    follow(page.get_by_role("button", name="保存并提交审核"))
    expect(page.locator(".findings")).to_have_count(0)
    number = page.locator("#id_index_text").inner_text()
    reviewer.goto("/admin/disclosure/publication/?progress=waiting")
    follow(reviewer.locator("#result_list").get_by_role("link", name=NOTICE))
    follow(reviewer.get_by_role("link", name="审核这次提交"))
    follow(reviewer.get_by_role("button", name="立即发布", exact=True))
    expect(reviewer.locator(".messagelist")).to_contain_text("已对外发布")
    public = camera.page_of("")
    public.goto(f"/disclosure/documents/{number}/")
    expect(public.locator("h1")).to_have_text(NOTICE)


def count_other_channels(camera: Camera) -> None:
    page = camera.page_of("editor3")
    for kind in ("outlet", "brochurehandout"):
        page.goto(f"/admin/disclosure/{kind}/")
        camera.look(page)
        page.goto(f"/admin/disclosure/{kind}/add/")
        camera.look(page)
    page.goto("/admin/disclosure/indexnumber/")
    camera.look(page)
    officer = camera.page_of("officer")
    officer.goto("/staff/disclosure/outreach/")
    camera.look(officer, "officer-outreach", height=620)


def answer_a_suggestion(camera: Camera) -> None:
    public = camera.page_of("")
    public.goto("/disclosure/suggestions/new/")
    public.get_by_label("所涉信息").fill("大厅停车位")
    public.get_by_label("具体内容").fill("希望公布大厅停车位的实时空余数量。")
    public.wait_for_timeout(GuardedForm.shortest_seconds * 1000)
    follow(public.get_by_role("button", name="提交", exact=True))
    expect(public.locator(".receipt-done")).to_be_visible()
    number, code = public.locator(".receipt-number").all_inner_texts()
    page = camera.page_of("officer")
    page.goto("/staff/disclosure/suggestions/")
    camera.look(page)
    follow(page.get_by_role("link", name=number))
    camera.look(page, "officer-suggestion", height=760)
    page.get_by_label("办理结果").select_option("done")
    page.get_by_label("答复意见").fill("已在网站公布停车位数量和开放时间。")
    follow(page.get_by_role("button", name="提交答复"))
    expect(page.locator(".messagelist")).to_be_visible()
    camera.look(page)
    public.goto("/disclosure/suggestions/status/")
    public.get_by_label("编号").fill(number)
    public.get_by_label("查询码").fill(code)
    follow(public.get_by_role("button", name="查询"))
    expect(public.locator("main")).to_contain_text("停车位数量和开放时间")


def handle_a_request(camera: Camera) -> None:
    """One request from the counter to its letter: logged, decided by two persons, sent."""
    page, base = camera.page_of("officer"), "/staff/disclosure/requests/"
    page.goto(base)
    camera.look(page, "officer-register", height=640)
    follow(page.get_by_role("link", name="登记申请").last)
    page.get_by_label("申请渠道").select_option(value="in_person")
    page.get_by_label("收到凭据").fill("窗口收取，已出具收件单")
    page.get_by_label("姓名或单位名称").fill("样例申请人")
    page.get_by_label("通信地址").fill("江城市滨江大道1号")
    page.get_by_label("主题").fill(ASKED)
    page.get_by_label("所需信息内容描述").fill("申请公开2025年各窗口每月办件量。")
    camera.look(page, "officer-entry", height=820)
    follow(page.get_by_role("button", name="登记", exact=True))
    camera.look(page, "officer-case", height=760)
    desk = page.url
    follow(page.get_by_role("link", name="登记回执"))
    camera.look(page)
    page.goto(desk)
    follow(page.get_by_role("link", name="拟定答复"))
    page.get_by_label("办理结果").select_option(value="granted")
    page.get_by_label("提供的内容").fill("2025年各窗口月度办件量统计表一份，请查收。")
    page.get_by_label("保密审查").select_option(value="cleared")
    page.get_by_label("审查人").fill("信息公开办公室审查")
    camera.look(page, "officer-decision", height=820)
    follow(page.get_by_role("button", name="保存并查看答复书"))
    camera.look(page)
    follow(page.get_by_role("button", name="提交审核"))
    page.goto(f"{desk}decision/review/")
    camera.look(page)
    manager = camera.page_of("manager")
    manager.goto(f"{desk}decision/review/")
    camera.look(manager, "manager-decision", height=820)
    follow(manager.get_by_role("button", name="审核通过并制发答复书"))
    expect(manager.locator(".messagelist")).to_be_visible()
    camera.look(manager)
    page.goto(desk)
    follow(page.locator(".desk-letters a").last)
    page.locator(".offer summary", has_text="登记寄送").click()
    camera.look(page, "officer-letter", height=700)
    page.get_by_label("邮件号码").fill("EA000000001CN")
    follow(page.get_by_role("button", name="登记寄送"))
    expect(page.locator(".offer summary", has_text="登记送达")).to_be_visible()
    camera.look(page)
    page.goto(f"{desk}remedies/new/")
    camera.look(page)
    page.locator("[name=kind]").select_option(value="review")
    page.locator("[name=organ]").fill("江城市人民政府")
    page.locator("[name=filed_on]").fill(local_today().isoformat())
    follow(page.get_by_role("button", name="登记案件"))
    camera.look(page)
    page.goto("/staff/disclosure/remedies/")
    camera.look(page)
    page.goto("/staff/disclosure/reminders/")
    camera.look(page)
    look_at_open_requests(camera)


def look_at_open_requests(camera: Camera) -> None:
    """Read the verbs of requests that wait for something: a fee, a correction, an answer, more time."""
    for username in ("officer", "manager"):
        page = camera.page_of(username)
        page.goto("/staff/disclosure/requests/?clock=open&sort=due")
        camera.look(page)
        links = page.locator(".desk-table tbody th a")
        for address in [str(link.get_attribute("href")) for link in links.all()]:
            page.goto(address)
            camera.look(page)
