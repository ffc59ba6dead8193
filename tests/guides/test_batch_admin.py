"""Import and export in the back office: upload, preview, confirm, report, release, download."""

import datetime as dt
import json
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals.models import Item
from foundation.clock import local_now
from foundation.tables import pending
from foundation.tables.problems import BadFile
from foundation.tables.sources import Source
from guides.exchange.accounts import import_account
from guides.exchange.forms import UploadForm
from guides.models import Guide, ImportBatch
from tests.approvals.factories import make_item
from tests.guides.exchange_files import (
    Imported,
    guide_record,
    import_file,
    item_record,
    json_source,
    table_of,
    xlsx_source,
)
from tests.guides.factories import make_guide

ADD = "admin:guides_importbatch_add"


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path / "private"
    return settings.PRIVATE_FILES_ROOT / "imports"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, source: Source, profile: str = "native"):
    file = SimpleUploadedFile(source.name, source.data)
    return client.post(reverse(ADD), {"file": file, "profile": profile})


def batch_of(cast, *records) -> ImportBatch:
    done: Imported = import_file(json_source(*records), actor=import_account())
    assert done.batch is not None
    return done.batch


def page(batch: ImportBatch, name: str = "change") -> str:
    return reverse(f"admin:guides_importbatch_{name}", args=[batch.pk])


# Upload, preview, confirm


def test_an_empty_upload_form_complains_of_nothing_before_it_is_sent(cast):
    client = signed_in(cast.editor)
    assert not client.get(reverse(ADD)).context["form"].errors
    assert set(client.post(reverse(ADD), {"profile": "native"}).context["form"].errors) == {"file"}


def test_a_file_is_shown_before_it_is_imported(cast, private_files):
    client = signed_in(cast.editor)
    answer = upload(client, xlsx_source({"items": table_of(item_record(name="居民身份证换领"))}))
    assert answer.status_code == 302
    assert not Item.objects.exists()
    preview = client.get(answer.url)
    assert preview.status_code == 200
    assert "居民身份证换领" in preview.content.decode()
    assert not Item.objects.exists()
    assert len(list(private_files.iterdir())) == 2
    done = client.post(answer.url)
    batch = ImportBatch.objects.get()
    assert done.status_code == 302
    assert done.url == page(batch)
    assert batch.imported_by == cast.editor
    assert Item.objects.get().name == "居民身份证换领"
    assert list(private_files.iterdir()) == []
    report = client.get(done.url).content.decode()
    assert reverse("admin:approvals_item_change", args=[Item.objects.get().pk]) in report


def test_errors_come_first_and_hold_the_file_back_until_their_rows_are_skipped(cast):
    client = signed_in(cast.editor)
    rows = [item_record() for _ in range(3)]
    rows[2]["name"] = "长" * 10_000
    url = upload(client, json_source(*rows)).url
    text = client.get(url).content.decode()
    assert text.index(rows[2]["code"]) < text.index(rows[0]["code"])
    assert "长" * 100 not in text
    refused = client.post(url)
    assert refused.status_code == 409
    assert not Item.objects.exists()
    assert client.post(url, {"skip_invalid": "on"}).status_code == 302
    assert Item.objects.count() == 2
    assert ImportBatch.objects.get().refused == 1


def test_only_the_first_rows_are_shown(cast):
    client = signed_in(cast.editor)
    url = upload(client, json_source(*[item_record() for _ in range(210)])).url
    answer = client.get(url)
    assert len(answer.context["shown"]) == 200
    assert answer.context["hidden"] == 10


def test_a_file_that_says_nothing_new_offers_nothing(cast):
    client = signed_in(cast.editor)
    record = item_record()
    import_file(json_source(record), actor=cast.editor)
    url = upload(client, json_source(record)).url
    assert client.get(url).context["tally"].unchanged == 1
    assert client.post(url).status_code == 409
    assert ImportBatch.objects.count() == 1


def test_a_file_can_be_put_aside(cast, private_files):
    client = signed_in(cast.editor)
    url = upload(client, json_source(item_record())).url
    assert client.post(url, {"discard": "1"}).status_code == 302
    assert list(private_files.iterdir()) == []
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "source",
    [
        Source("a.xlsx", b"PK\x03\x04cut"),
        Source("a.json", b"[" * 50_000),
        Source("a.csv", "code\n居民".encode("gbk")),
        json_source({"task_code": "1"}),
    ],
)
def test_a_bad_file_leads_back_to_the_upload_with_a_sentence(cast, private_files, source):
    client = signed_in(cast.editor)
    answer = client.get(upload(client, source).url, follow=True)
    assert answer.redirect_chain == [(reverse(ADD), 302)]
    (message,) = answer.context["messages"]
    assert str(message).startswith(source.name)
    assert list(private_files.iterdir()) == []


def test_an_upload_needs_a_file_and_a_known_profile(cast):
    client = signed_in(cast.editor)
    assert client.post(reverse(ADD), {"profile": "native"}).context["form"].errors["file"]
    assert upload(client, json_source(item_record()), "nowhere").context["form"].errors["profile"]
    assert upload(client, Source("a.json", b"")).context["form"].errors["file"]


def test_an_upload_has_bearable_size(settings):
    settings.PORTAL_MAX_UPLOAD_MB = 0
    form = UploadForm({"profile": "native"}, {"file": SimpleUploadedFile("a.json", b"[]")})
    assert form.errors["file"]


def test_a_kept_file_is_its_owners_alone(cast):
    url = upload(signed_in(cast.editor), json_source(item_record())).url
    assert signed_in(cast.second_editor).get(url).status_code == 404
    assert signed_in(cast.editor).get(url.replace("preview/", "preview/x")).status_code == 404


def test_kept_files_go_after_a_day(cast, private_files):
    kept = pending.keep(json_source(item_record()), "native", actor=cast.editor)
    assert pending.find(kept.token, actor=cast.editor).source.data == kept.source.data
    yesterday = (local_now() - dt.timedelta(days=2)).timestamp()
    for path in private_files.iterdir():
        os.utime(path, (yesterday, yesterday))
    pending.keep(json_source(item_record()), "native", actor=cast.editor)
    assert len(list(private_files.iterdir())) == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in private_files.iterdir())


def test_a_refusal_of_the_database_is_told_and_the_file_kept(cast, private_files, monkeypatch):
    from foundation.workflow import Conflict

    client = signed_in(cast.editor)
    url = upload(client, json_source(item_record())).url

    def refuse(*_arguments, **_options):
        raise Conflict("besetzt")

    monkeypatch.setattr("guides.batch_admin.import_file", refuse)
    assert client.post(url).status_code == 302
    assert len(list(private_files.iterdir())) == 2


# Who may


@pytest.mark.parametrize(
    ("who", "upload_status", "list_status", "export_status"),
    [
        ("editor", 200, 200, 200),
        ("reviewer", 403, 200, 200),
        ("officer", 403, 200, 200),
        ("manager", 403, 200, 200),
        ("auditor", 403, 200, 200),
        ("system_admin", 403, 403, 403),
        ("security_admin", 403, 403, 403),
        ("audit_admin", 403, 403, 403),
        ("nobody", 302, 302, 302),
    ],
)
def test_roles_open_what_they_should(cast, who, upload_status, list_status, export_status):
    client = signed_in(getattr(cast, who))
    assert client.get(reverse(ADD)).status_code == upload_status
    assert client.get(reverse("admin:guides_importbatch_changelist")).status_code == list_status
    assert client.get(reverse("admin:guides_importbatch_export")).status_code == export_status


def test_a_department_sees_its_own_rows_of_a_batch(cast):
    mine, theirs = item_record(name="公安事项"), item_record(name="市场事项", department="scj")
    batch = batch_of(cast, mine, theirs)
    text = signed_in(cast.editor).get(page(batch)).content.decode()
    assert "公安事项" in text
    assert "市场事项" not in text
    text = signed_in(cast.manager).get(page(batch)).content.decode()
    assert "市场事项" in text


def test_a_batch_without_own_rows_is_not_found(cast):
    batch = batch_of(cast, item_record())
    assert signed_in(cast.other_editor).get(page(batch)).status_code == 404
    assert signed_in(cast.other_reviewer).post(page(batch, "release"), {"reason": "x"}).status_code == 404
    changelist = signed_in(cast.other_editor).get(reverse("admin:guides_importbatch_changelist"))
    assert batch.number not in changelist.content.decode()


def test_a_batch_is_neither_changed_nor_deleted(cast):
    batch = batch_of(cast, item_record())
    client = signed_in(cast.editor)
    client.post(page(batch), {"number": "X"})
    assert client.post(page(batch, "delete"), {"post": "yes"}).status_code == 403
    batch.refresh_from_db()
    assert batch.number.startswith("I")


# Report


def test_the_report_has_pages_and_can_be_narrowed(cast):
    batch = batch_of(cast, *[item_record() for _ in range(130)])
    client = signed_in(cast.editor)
    assert len(client.get(page(batch)).context["rows"]) == 100
    assert len(client.get(page(batch), {"p": 2}).context["rows"]) == 30
    assert len(client.get(page(batch), {"outcome": "refused"}).context["rows"]) == 0
    assert len(client.get(page(batch), {"outcome": "messages"}).context["rows"]) == 0
    assert client.get(page(batch), {"p": "x", "outcome": "nonsense"}).status_code == 200


def test_queries_of_the_report_do_not_grow_with_the_rows(cast, django_assert_max_num_queries):
    batch = batch_of(cast, *[item_record(guides=[guide_record(slug=f"g{n}")]) for n in range(30)])
    client = signed_in(cast.editor)
    with django_assert_max_num_queries(14):
        client.get(page(batch))


# Release


def test_a_reviewer_releases_a_batch_with_a_reason(cast):
    batch = batch_of(cast, item_record(guides=[guide_record()]))
    client = signed_in(cast.chief_reviewer)
    assert client.get(page(batch)).context["may_release"]
    assert client.post(page(batch, "release"), {"reason": " "}).context["form"].errors["reason"]
    assert Item.objects.get().live_revision is None
    assert client.post(page(batch, "release"), {"reason": "历史数据"}).status_code == 302
    assert Guide.objects.get().live_revision.decision_note == "历史数据"
    answer = client.get(page(batch))
    assert not answer.context["may_release"]
    assert "历史数据" in answer.content.decode()
    assert client.post(page(batch, "release"), {"reason": "再来"}).status_code == 403


@pytest.mark.parametrize("who", ["editor", "manager", "auditor"])
def test_others_do_not_release(cast, who):
    batch = batch_of(cast, item_record())
    client = signed_in(getattr(cast, who))
    assert not client.get(page(batch)).context["may_release"]
    assert client.post(page(batch, "release"), {"reason": "理由"}).status_code == 403
    assert Item.objects.get().live_revision is None


def test_a_department_reviewer_is_told_when_the_batch_holds_more(cast):
    batch = batch_of(cast, item_record(), item_record(department="scj"))
    answer = signed_in(cast.reviewer).post(page(batch, "release"), {"reason": "理由"})
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors()
    assert not any(item.live_revision for item in Item.objects.all())


def test_a_large_batch_is_released_in_the_background(cast, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr("guides.batch_admin.AT_ONCE", 1)
    batch = batch_of(cast, item_record(), item_record())
    client = signed_in(cast.chief_reviewer)
    assert client.post(page(batch, "release"), {"reason": "理由"}).status_code == 302
    job = ProcrastinateJob.objects.get(task_name="guides.release_import_batch")
    assert job.args == {"batch_id": batch.pk, "reviewer_id": cast.chief_reviewer.pk, "reason": "理由"}
    answer = client.get(page(batch))
    assert answer.context["in_background"]
    assert not answer.context["may_release"]
    ImportBatch.objects.update(release_problem="坏了")
    answer = client.get(page(batch))
    assert answer.context["may_release"]
    assert "坏了" in answer.content.decode()


def test_the_work_desk_shows_reviewers_what_waits(cast):
    batch = batch_of(cast, item_record())
    url = f"{reverse('admin:guides_importbatch_changelist')}?release=waiting"
    assert url in signed_in(cast.chief_reviewer).get(reverse("admin:index")).content.decode()
    assert url not in signed_in(cast.editor).get(reverse("admin:index")).content.decode()
    listed = signed_in(cast.chief_reviewer).get(url).content.decode()
    assert batch.number in listed
    listed = signed_in(cast.chief_reviewer).get(url.replace("waiting", "done")).content.decode()
    assert batch.number not in listed


# Export


@pytest.mark.parametrize(("file_format", "ending"), [("xlsx", "xlsx"), ("csv", "zip"), ("json", "json")])
def test_an_export_is_a_download_that_imports_unchanged(cast, file_format, ending):
    make_guide(make_item(cast.police))
    make_item(cast.market)
    client = signed_in(cast.editor)
    answer = client.post(
        reverse("admin:guides_importbatch_export"), {"file_format": file_format, "department": cast.police.pk}
    )
    assert answer["Content-Disposition"].startswith('attachment; filename="items-gaj-')
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    source = Source(f"a.{ending}", b"".join(answer.streaming_content))
    assert str(import_file(source, actor=cast.editor).report.counts).startswith(
        "rows 1, created 0, changed 0, unchanged 1"
    )


def test_an_export_never_leaves_the_own_departments(cast):
    make_item(cast.police)
    make_item(cast.market)
    client = signed_in(cast.editor)
    url = reverse("admin:guides_importbatch_export")
    assert client.post(url, {"file_format": "json", "department": cast.market.pk}).context["form"].errors
    answer = client.post(url, {"file_format": "json"})
    records = json.loads(b"".join(answer.streaming_content))
    assert [record["department"] for record in records] == ["gaj"]


def test_a_bad_profile_of_the_portal_itself_is_told(cast, monkeypatch):
    def broken(_name):
        raise BadFile("kaputt")

    client = signed_in(cast.editor)
    url = upload(client, json_source(item_record())).url
    monkeypatch.setattr("guides.batch_admin.load_profile", broken)
    assert client.get(url).status_code == 302
