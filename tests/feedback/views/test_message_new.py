"""Writing a message: looked through, sent once, and nothing lost on the way."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from feedback.actions.messages import SAME_TEXT_DAYS
from feedback.forms import public
from feedback.models import Message
from feedback.views import messages as views
from foundation import pressure
from foundation.organization import Region
from foundation.personal_files import PersonalFile
from foundation.public_forms import new_stamp
from tests.approvals.factories import make_item
from tests.approvals.factories import publish as release_record
from tests.cast import Cast
from tests.feedback.message_cases import bring_to
from tests.feedback.message_cases import publish as publish_answer
from tests.feedback.writers import NEW, RECEIPT, TYPED, filled, old_stamp, send
from tests.guides.factories import make_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
PDF = b"%PDF-1.7\n%%EOF\n"


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def posted(client: Client, **changes: Any) -> HttpResponse:
    return client.post(NEW, filled(**changes))


def test_the_form_is_nobodys_to_keep(client: Client) -> None:
    response = client.get(NEW)
    assert response["Cache-Control"] == "private, no-store"
    text = text_of(response)
    assert '<meta name="robots" content="noindex' in text
    for words in ("无须注册", "可以匿名", "110", "119", "120", "不超过5个工作日"):
        assert words in text
    for note in ("不转给被举报的单位", "对改进政务服务有意见和建议"):
        assert note in text


def test_the_address_fills_in_kind_department_and_guide(client: Client, cast: Cast) -> None:
    item = make_item(cast.police)
    release_record(item, editor=cast.editor, reviewer=cast.reviewer)
    guide = make_guide(item)
    release_record(guide, editor=cast.editor, reviewer=cast.reviewer)
    text = text_of(client.get(f"{NEW}?kind=help&department=gaj&guide={guide.slug}"))
    assert 'value="help" required id="id_kind_4" checked' in text or 'value="help" id="id_kind_4" checked' in text
    assert '<option value="gaj" selected>' in text
    assert f'name="guide" value="{guide.slug}"' in text
    assert guide.title in text
    message = send(client, kind="help", about="gaj", guide=guide.slug)
    assert (message.about, message.guide) == (cast.police, guide)
    assert send(client, guide="gone", text="别的").guide is None


@pytest.mark.parametrize("query", ["kind=x", "department=<b>", "guide=none", "kind=%00"])
def test_odd_addresses_give_an_empty_form(client: Client, query: str) -> None:
    assert client.get(f"{NEW}?{query}").status_code == 200


def test_a_region_is_asked_for_where_there_are_regions(client: Client) -> None:
    assert 'name="region"' not in text_of(client.get(NEW))
    province = Region.objects.create(code="420000", name="省", level="province")
    city = Region.objects.create(code="429900", name="市", level="city", parent=province)
    Region.objects.create(code="429902", name="滨江区", level="county", parent=city)
    assert "滨江区" in text_of(client.get(NEW))
    assert send(client, region="429902").region == Region.objects.get(code="429902")
    assert posted(client, region="420000").status_code == 422


def test_a_wrong_form_comes_back_with_everything_typed(client: Client) -> None:
    response = posted(client, step="check", subject="", phone="12", email="x", text="字" * 6000)
    assert response.status_code == 422
    text = text_of(response)
    assert "字" * 6000 in text
    assert 'value="赵小样"' in text
    assert "6000" in text
    for name in ("subject", "text", "phone", "email"):
        assert f'href="#id_{name}"' in text
    assert not Message.objects.exists()


def test_before_it_is_sent_everything_and_what_would_be_public_is_shown(client: Client) -> None:
    response = posted(client, step="check", text="我的电话１３８ 0000 1234，身份证11010519491231002X。")
    assert response.status_code == 200
    text = text_of(response)
    public_text = text.split("public-text", 1)[1].split("</blockquote>")[0]
    assert "尚未提交" in text
    assert "0000 1234" not in public_text.replace("１", "1")
    assert "11010519491231002X" not in public_text
    assert "身份证110" in public_text
    assert 'name="consents_to_publication"' in text
    assert not Message.objects.exists()


def test_what_was_previewed_is_what_the_machine_proposes_later(client: Client, cast: Cast) -> None:
    from feedback.actions.answers import masked_texts

    typed = "联系人：张三，电话13800001234，住滨江路18号3栋501室。"
    text = text_of(posted(client, step="check", text=typed))
    message = send(client, text=typed)
    assert masked_texts(message)["question"] in text


def test_a_report_is_never_shown_as_public(client: Client) -> None:
    text = text_of(posted(client, step="check", kind="report"))
    assert "举报一律不公开" in text
    assert "public-text" not in text
    assert not send(client, kind="report").consents_to_publication


def test_better_doors_are_shown_and_the_message_may_be_sent_all_the_same(client: Client) -> None:
    text = text_of(posted(client, step="check", text="楼上着火了，还要申请信息公开"))
    assert "119" in text.split("<form", 2)[1] or "报警110，火警119，急救120" in text
    assert "/disclosure/requests/new/" in text
    assert "仍可提交" in text
    assert send(client, text="楼上着火了，还要申请信息公开")


def test_what_is_answered_already_is_shown(client: Client, cast: Cast) -> None:
    published = publish_answer(bring_to("answered", cast, subject="身份证补领要多久"), cast)
    text = text_of(posted(client, step="check", subject="请问身份证补领多久能拿到"))
    assert f"/feedback/answers/{published.number}/" in text


def test_sent_it_is_registered_with_its_writer(client: Client) -> None:
    message = send(client, shares_contact="on", address="滨江大道1号", email="a@example.com")
    assert (message.channel, message.stage, message.kind) == ("online", "received", "complaint")
    assert (message.writer.name, message.writer.phone) == ("赵小样", "13900000000")
    assert message.shares_contact
    assert message.consents_to_publication
    assert not send(client, text="另一件", consents_to_publication=None).consents_to_publication


def test_anonymous_is_anonymous(client: Client) -> None:
    assert not hasattr(send(client, name="", phone=""), "writer")


def test_number_and_code_are_in_no_address_and_no_cookie(client: Client) -> None:
    response = posted(client)
    message = Message.objects.get()
    assert response["Location"] == RECEIPT
    for cookie in response.cookies.values():
        for secret in (message.number, "赵小样", "13900000000"):
            assert secret not in cookie.OutputString()


def test_sent_twice_it_is_one_message(client: Client) -> None:
    stamp = old_stamp()
    assert posted(client, stamp=stamp).status_code == posted(client, stamp=stamp).status_code == 302
    assert Message.objects.count() == 1


def test_changed_and_sent_again_it_is_kept_and_asked_about(client: Client) -> None:
    stamp = old_stamp()
    posted(client, stamp=stamp)
    response = posted(client, stamp=stamp, text="另一件事")
    assert response.status_code == 422
    text = text_of(response)
    assert Message.objects.get().number in text
    assert "另一件事" in text
    fresh = text.split('name="stamp" value="')[1].split('"')[0]
    assert fresh != stamp


def test_the_same_text_is_asked_about_and_not_locked_out(client: Client) -> None:
    send(client)
    response = posted(client)
    assert response.status_code == 422
    assert "内容完全相同" in text_of(response)
    assert TYPED["text"] in text_of(response)
    assert posted(client, same_again="yes").status_code == 302
    assert Message.objects.count() == 2
    assert posted(Client(), text="别的").status_code == 302
    assert SAME_TEXT_DAYS > 1


def test_haste_a_filled_trap_and_a_strange_stamp_are_doubted_only(client: Client) -> None:
    for changes in ({"stamp": new_stamp()}, {"website": "x"}, {"stamp": "x"}):
        response = posted(client, **changes)
        assert response.status_code == 422
        assert TYPED["text"] in text_of(response)
    assert not Message.objects.exists()


def test_without_the_security_token_nothing_is_lost() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(NEW, filled())
    assert response.status_code == 422
    assert TYPED["text"] in text_of(response)
    again = strict.post(NEW, filled(csrfmiddlewaretoken=strict.cookies["csrftoken"].value))
    assert again.status_code == 302


def test_files_are_kept_and_a_wrong_one_is_named(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path
    wrong = posted(client, attachments=SimpleUploadedFile("网页.pdf", b"<html>"))
    assert wrong.status_code == 422
    assert "网页.pdf" in text_of(wrong)
    assert TYPED["text"] in text_of(wrong)
    many = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(public.MOST_FILES + 1)]
    assert posted(client, attachments=many).status_code == 422
    assert not PersonalFile.objects.exists()
    message = send(client, attachments=[SimpleUploadedFile("照片.pdf", PDF)])
    assert message.files.get().file.name == "照片.pdf"


def test_over_the_limit_the_text_is_kept_and_waiting_helps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LIMIT", pressure.Limit("feedback.message", 1, 3600))
    posted(client, step="send", subject="")
    send(client)
    stamp = old_stamp()
    response = posted(client, stamp=stamp, text="第二件")
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    text = text_of(response)
    assert "第二件" in text
    assert "等待一分钟" in text
    ticket = text.split('name="ticket" value="')[1].split('"')[0]
    early = posted(client, stamp=stamp, text="第二件", ticket=ticket)
    assert early.status_code == 429
    assert f'name="ticket" value="{ticket}"' in text_of(early), "the minute runs on"
    monkeypatch.setattr(pressure, "WAIT_SECONDS", -1)
    assert posted(client, stamp=stamp, text="第二件", ticket=ticket).status_code == 302
    assert Message.objects.count() == 2


ODD = {
    "emoji": "排队😀两小时👨‍👩‍👧",
    "right to left": "\u202e倒着写\u202c",
    "html": "<script>alert(1)</script><b>x</b>",
    "formula": '=HYPERLINK("http://x")',
    "combining": "é" * 50,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts_arrive_and_harm_nobody(client: Client, text: str) -> None:
    page = posted(client, step="check", text=text, subject=text[:40], name=text[:40]).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in re.sub(r"<input type=.hidden[^>]*>", "", page)
    message = send(client, text=text, subject=text[:40], name=text[:40])
    assert message.text == text.replace("\u202e", "").replace("\u202c", "")


def test_a_megabyte_and_a_null_get_a_clear_answer(client: Client) -> None:
    response = posted(client, text="字" * 350_000)
    assert response.status_code == 422
    assert "350000" in text_of(response)
    assert posted(client, text="a\x00b").status_code == 422
    assert not Message.objects.exists()


def test_the_day_of_receipt_is_today(client: Client, settings: Any) -> None:
    settings.PORTAL_TODAY = dt.date(2026, 3, 2)
    assert send(client).received_on == dt.date(2026, 3, 2)
