"""The scenes of the staff manual on messages: assigned, taken up, answered, approved, published, pressed for."""

from playwright.sync_api import Page, expect

from tests.browser import follow
from tests.portal.staff_camera import Camera

INBOX = "/staff/feedback/"
UNASSIGNED = "公租房申请窗口互相推"
REPLY = "您好！您反映的居住证已经制作完成，今天可以到二楼户籍业务窗口领取，也可以邮寄。让您久等，非常抱歉。"


def _open(page: Page, query: str, subject: str) -> None:
    """Open a message from the inbox."""
    page.goto(f"{INBOX}?{query}")
    follow(page.locator("tr", has_text=subject).locator("th a"))


def assign_messages(camera: Camera) -> None:
    """The center logs a call, assigns what came in, and answers a wish for more time."""
    page = camera.page_of("hotline")
    page.goto("/admin/")
    camera.look(page)
    page.goto(INBOX)
    camera.look(page, "message-inbox", height=680)
    page.goto(f"{INBOX}new/")
    camera.look(page, "message-log", height=640)
    page.get_by_label("主题", exact=True).fill("居住证可以代领吗")
    page.get_by_label("来电、来访或来信内容").fill("来电询问居住证能不能由家里人代领。")
    follow(page.get_by_role("button", name="登记，继续登记下一件"))
    expect(page.locator(".messagelist")).to_contain_text("来信人查询码")
    _open(page, "stage=received", UNASSIGNED)
    camera.look(page, "message-assign", height=760)
    page.locator("summary", has_text="分办").first.click()
    page.locator("[name=route-department]").select_option(label="江城市住房和城乡建设局")
    page.locator("[name=route-reason]").fill("公租房申请由住房保障窗口受理")
    follow(page.locator("details[open] button", has_text="分办"))
    expect(page.locator(".messagelist")).to_contain_text("已分办")
    camera.look(page)


def handle_a_message(camera: Camera) -> None:
    """A department reads the whole text on an occasion, drafts the reply, previews and submits it."""
    page = camera.page_of("officer2")
    page.goto("/admin/")
    camera.look(page)
    _open(page, "clock=supervised", "居住证")
    camera.look(page, "message-desk", height=760)
    page.locator("summary", has_text="查看全文").click()
    page.locator("[id^=read-text]").last.select_option(label="了解来信情况")
    follow(page.locator("details[open] button", has_text="查看"))
    expect(page.locator("#content")).to_contain_text("全文仅显示这一次")
    camera.look(page)
    follow(page.get_by_role("link", name="起草答复"))
    follow(page.get_by_role("button", name="采用"))
    page.get_by_label("答复内容").fill(REPLY)
    page.get_by_label("办理结果").select_option(label="已解决")
    follow(page.get_by_role("button", name="预览"))
    expect(page.locator("#preview")).to_be_visible()
    camera.look(page, "message-reply", height=860)
    follow(page.get_by_role("button", name="保存并提交审核"))
    expect(page.locator(".messagelist")).to_contain_text("已提交第二人审核")
    page.locator("summary", has_text="报告督办落实情况").click()
    camera.look(page)
    _open(page, "stage=asking", "落户材料")
    camera.look(page)
    _open(page, "clock=reopening", "户籍窗口中午")
    camera.look(page, "message-reopen", height=760)


def approve_a_reply(camera: Camera) -> None:
    """A second person sends the reply, and releases a public text after reading what differs."""
    page = camera.page_of("reviewer")
    page.goto("/admin/")
    camera.look(page)
    _open(page, "stage=approving", "居住证办了四十天")
    camera.look(page, "message-approve", height=860)
    follow(page.get_by_role("button", name="审核通过并发出"))
    expect(page.locator(".messagelist")).to_contain_text("已发出")
    _open(page, "clock=publishing", "叫号屏")
    camera.look(page)
    follow(page.get_by_role("link", name="公开文本及与原文的差异"))
    camera.look(page, "message-public", height=700)
    follow(page.get_by_role("button", name="公开答复内容"))
    expect(page.locator(".messagelist")).to_contain_text("已公开")
    page = camera.page_of("officer2")
    _open(page, "stage=answered", "老人去世后户口")
    camera.look(page)
    follow(page.get_by_role("link", name="准备公开文本"))
    camera.look(page)


def press_for_messages(camera: Camera) -> None:
    """The head of the center presses for what is late."""
    page = camera.page_of("manager")
    _open(page, "clock=overdue&sort=due", "希望不动产登记能寄证")
    page.locator("summary", has_text="督办").click()
    camera.look(page, "message-press", height=560)
    page.locator("[name=supervise-reason]").fill("已逾期，请说明原因和办结日期")
    follow(page.locator("details[open] button", has_text="督办"))
    expect(page.locator(".messagelist")).to_contain_text("已督办")


def look_after_routing(camera: Camera) -> None:
    """A routing rule is tried on the messages of three months before it is put to use."""
    page = camera.page_of("sysadmin")
    for kind in ("limitrule", "routingrule"):
        page.goto(f"/admin/feedback/{kind}/")
        camera.look(page)
    follow(page.locator("#result_list tbody a").first)
    camera.look(page)
    follow(page.get_by_role("link", name="用最近90天的留言试算"))
    camera.look(page, "message-rule", height=560)


def follow_a_proposal(camera: Camera) -> None:
    """What the rules propose for messages that wait to be assigned."""
    page = camera.page_of("hotline")
    page.goto(f"{INBOX}?stage=received")
    links = [link.get_attribute("href") for link in page.locator("tbody th a").all()]
    assert links
    for link in links:
        page.goto(str(link))
        camera.look(page)


def ask_for_opinions(camera: Camera) -> None:
    """An editor looks after solicitations and questionnaires: drafts, comments, what becomes of them."""
    page = camera.page_of("editor3")
    for address in ("solicitation/", "solicitation/add/", "questionnaire/", "questionnaire/add/"):
        page.goto(f"/admin/feedback/{address}")
        camera.look(page)
    for address in ("solicitation/", "questionnaire/"):
        page.goto(f"/admin/feedback/{address}")
        follow(page.locator("#result_list tbody th a").first)
        camera.look(page)
    page.goto("/staff/feedback/consultations/")
    camera.look(page)
    links = [link.get_attribute("href") for link in page.locator("tbody th a").all()]
    assert links
    for link in links:
        page.goto(str(link))
        camera.look(page)
        entry = page.get_by_role("link", name="录入意见")
        if entry.count():
            follow(entry.first)
            camera.look(page)
