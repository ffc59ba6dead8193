"""Asking through the web: written, looked through, sent, and nothing lost on the way."""

import json
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disclosure.models import Applicant, PublishedPublication, Request, Submission
from disclosure.views import requests as views
from foundation import pressure
from foundation.personal_files import PersonalFile
from foundation.workflow import Refused
from tests.approvals.factories import publish
from tests.cast import Cast
from tests.disclosure.applicants import NEW, ORGANIZATION, PERSON, RECEIPT, filled, old_stamp, send
from tests.disclosure.factories import make_publication

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_the_form_is_nobodys_to_keep(client: Client):
    response = client.get(NEW)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    text = text_of(response)
    assert '<meta name="robots" content="noindex' in text
    assert 'name="csrfmiddlewaretoken"' in text
    assert client.get(NEW).content != response.content, "each form has a token of its own"


def test_the_record_that_a_link_names_is_filled_in(client: Client, cast: Cast):
    publish(
        make_publication(cast.police, title="会议纪要", disclosure_mode="on_request", text=""),
        editor=cast.editor,
        reviewer=cast.reviewer,
    )
    index_text = PublishedPublication.objects.get().index_text
    text = text_of(client.get(NEW, {"index_number": index_text}))
    assert 'value="会议纪要"' in text
    assert f'value="索引号：{index_text}"' in text
    for other in ("", index_text[:-1] + "9", "a\0"):
        assert "会议纪要" not in text_of(client.get(NEW, {"index_number": other}))


def test_it_says_what_else_there_is(client: Client):
    text = text_of(client.get(NEW))
    for words in ("先看看是否已经公开", "其他申请方式", "代为填写", "不用说明", "20个工作日", "个人信息告知"):
        assert words in text
    english = text_of(client.get(f"/en{NEW}"))
    assert "write the request down for you" in english


def test_a_wrong_form_comes_back_with_everything_typed(client: Client):
    long = "字" * 10_000
    response = client.post(NEW, filled(step="check", description=long, name="", features="〔2025〕1号"))
    assert response.status_code == 422
    text = text_of(response)
    assert long in text
    assert "10000" in text
    assert 'value="〔2025〕1号"' in text
    assert '<a href="#id_description">' in text
    assert 'aria-invalid="true"' in text
    assert not Submission.objects.exists()


def test_before_it_is_sent_everything_is_shown_and_nothing_is_kept(client: Client):
    response = client.post(NEW, filled(step="check", name="<b>钱小样</b>"))
    assert response.status_code == 200
    text = response.content.decode()
    assert "尚未提交" in text
    assert "&lt;b&gt;钱小样&lt;/b&gt;" in text
    assert "<b>钱" not in text
    for name in PERSON:
        assert f'name="{name}"' in text
    assert not Submission.objects.exists()
    assert client.cookies.keys() == {"csrftoken"}


def test_the_way_back_to_the_form_keeps_what_was_typed(client: Client):
    response = client.post(NEW, filled(step="edit"))
    assert response.status_code == 200
    text = text_of(response)
    assert f'value="{PERSON["subject"]}"' in text
    assert "核对并提交" not in text


def test_sent_it_is_in_the_register(client: Client):
    request = send(client, items="各窗口\n各月份")
    assert (request.channel, request.stage, request.received_on) == ("online", "submitted", None)
    assert (request.applicant_category, request.applicant_mask) == ("natural_person", "钱**")
    assert [item.text for item in request.items.all()] == ["各窗口", "各月份"]
    applicant = Applicant.objects.get(request=request)
    assert (applicant.name, applicant.phone) == ("钱小样", "13900000000")
    typed = json.loads(request.submission.payload)
    assert typed["description"] == PERSON["description"]
    assert typed["privacy_notice"] == "2026-11"
    assert request.submission.recorded_by is None


def test_an_organization_is_in_the_register(client: Client):
    response = client.post(NEW, {**ORGANIZATION, "stamp": old_stamp(), "step": "send"})
    assert response.status_code == 302
    request = Request.objects.get()
    assert (request.applicant_category, request.applicant_mask) == ("commercial_enterprise", "江城市样例科技有限公司")


def test_number_and_code_are_in_no_address_and_no_name(client: Client):
    stamp = old_stamp()
    response = client.post(NEW, filled(stamp=stamp))
    request = Request.objects.get()
    assert response["Location"] == RECEIPT
    for cookie in response.cookies.values():
        for secret in (request.number, "钱小样", "13900000000", PERSON["paper_number"]):
            assert secret not in cookie.OutputString()


def test_files_are_kept_encrypted_with_what_they_are(client: Client, settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path
    identity = SimpleUploadedFile("身份证.pdf", PDF)
    request = send(client, identity=identity, attachments=[SimpleUploadedFile("说明.pdf", PDF + b"2")])
    found = {(link.file.name, link.label) for link in request.submission.files.select_related("file")}
    assert found == {("身份证.pdf", "身份证明照片或扫描件"), ("说明.pdf", "其他文件")}
    assert not any(PDF in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_large_file_is_kept_too(client: Client, settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path
    large = PDF + b"0" * 3_000_000  # more than is held in memory
    request = send(client, attachments=[SimpleUploadedFile("大.pdf", large)])
    assert request.submission.files.get().file.size == len(large)


def test_a_page_that_poses_as_a_pdf_is_refused_and_nothing_is_half_done(client: Client, settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path
    fake = SimpleUploadedFile("网页.pdf", b"<!doctype html><script>alert(1)</script>", content_type="application/pdf")
    response = client.post(NEW, filled(identity=SimpleUploadedFile("证.pdf", PDF), attachments=fake))
    assert response.status_code == 422
    text = text_of(response)
    assert "网页.pdf" in text
    assert 'value="钱小样"' in text
    assert "请重新选择" in text
    assert not Submission.objects.exists()
    assert not PersonalFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_two_gigabytes_are_refused_unread(client: Client):
    response = client.generic(
        "POST", NEW, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 * 1024**3)
    )
    assert response.status_code == 413
    assert "text/html" in response["Content-Type"]
    assert "未保存" in text_of(response)


def test_pressed_twice_it_is_one_request_with_one_receipt(client: Client):
    typed = filled()
    first, second = client.post(NEW, typed), client.post(NEW, typed)
    assert (first["Location"], second["Location"]) == (RECEIPT, RECEIPT)
    assert Request.objects.count() == 1
    assert "先前已经提交过" not in text_of(client.get(RECEIPT))


def test_changed_after_it_was_sent_the_receipt_says_that_the_change_is_not_in_it(client: Client):
    typed = filled()
    client.post(NEW, typed)
    client.post(NEW, {**typed, "description": "还要2024年的。"})
    assert Request.objects.get().description.startswith("申请公开2025")
    assert "先前已经提交过" in text_of(client.get(RECEIPT))


def test_the_register_is_never_half_written(client: Client, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("disclosure.actions.register.RequestedItem.objects.bulk_create", fail)
    client.raise_request_exception = False
    assert client.post(NEW, filled()).status_code == 500
    assert not Submission.objects.exists()
    assert not Request.objects.exists()
    monkeypatch.undo()
    assert send(client).number.endswith("-00001")


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"stamp": ""},
        {"stamp": f"{uuid.uuid4().hex}:1wXyZ0:made-up"},
    ],
)
def test_what_looks_like_a_machine_is_shown_everything_once_more(client: Client, changes: dict[str, str]):
    response = client.post(NEW, filled(**changes))
    assert response.status_code == 422
    text = text_of(response)
    assert 'role="alert"' in text
    assert f'value="{PERSON["subject"]}"' in text
    assert "spam.example" not in text
    assert not Submission.objects.exists()


def test_without_the_token_against_forged_sending_nothing_is_kept_but_the_text():
    client = Client(enforce_csrf_checks=True)
    response = client.post(NEW, filled())
    assert response.status_code == 422
    text = text_of(response)
    assert "Cookie" in text
    assert 'value="钱小样"' in text
    assert not Submission.objects.exists()
    token = client.cookies["csrftoken"].value
    assert client.post(NEW, filled(csrfmiddlewaretoken=token)).status_code == 302


def test_very_many_get_the_other_ways_and_keep_their_text(client: Client, monkeypatch, cast: Cast):
    monkeypatch.setattr(views, "LIMIT", pressure.Limit("disclosure.request", 2, 3600))
    send(client)
    send(client)
    response = client.post(NEW, filled())
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    text = text_of(response)
    assert "其他申请方式" in text
    assert 'value="钱小样"' in text
    assert Request.objects.count() == 2
    other = Client(REMOTE_ADDR="203.0.113.7")
    send(other)


def test_what_the_register_refuses_is_said_on_the_preview(client: Client, monkeypatch):
    def refuse(*_args, **_more):
        raise Refused("今天不行。")

    monkeypatch.setattr(views, "submit_online", refuse)
    response = client.post(NEW, filled())
    assert response.status_code == 422
    text = text_of(response)
    assert "今天不行。" in text
    assert 'value="钱小样"' in text


def test_bytes_that_are_no_text_are_no_error(client: Client):
    body = b"subject=%ff%fe&description=%ed%a0%80&step=check"
    response = client.generic("POST", NEW, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("", "请选择获取信息的方式"),
        ("email", "您选择了电子邮件，请填写电子邮箱"),
        ("post", "您选择了邮寄，请填写通信地址"),
    ],
)
def test_what_the_chosen_way_needs_is_said(client: Client, way: str, sentence: str):
    response = client.post(NEW, filled(step="check", delivery_way=way, email="", address=""))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "checked" not in client.get(NEW).content.decode().split('name="delivery_way"')[1].split(">")[0]


def test_it_costs_the_same_however_many_requests_there_are(client: Client, django_assert_max_num_queries):
    send(client)
    with django_assert_max_num_queries(8):
        client.post(NEW, filled(step="check"))
    with django_assert_max_num_queries(1):
        client.get(NEW)
