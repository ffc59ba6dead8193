"""One table: every address of the site, every role, and the answer that it must give.

Each row names an address (or a page of a kind of record in the back office) and the answers, in the order of
``ROLES``. An address that the table does not know fails ``test_the_table_knows_every_address``.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from approvals.models import Flow, FlowPhase, Result
from disclosure.actions.remedies import RemedyEntry, open_remedy
from disclosure.models import Attachment, LetterTemplate
from feedback.actions.solicitations import AnswerEntry, answer_comments
from feedback.models import LimitRule, RatingRule, ReplyTemplate, RoutingRule, SolicitationFile
from feedback.reference import load_limits, load_rating_rules
from foundation import attachments
from foundation.attachments import StoredFile
from foundation.audit import AuditEntry
from foundation.calendar_days import enter_year
from foundation.clock import local_today
from foundation.organization import Region, Window
from foundation.publishing.actions import submit
from foundation.retention.models import RetentionRule, Tombstone
from foundation.search.models import Synonym
from guides.actions.impact import ChangeEntry, open_notice
from guides.models import Guide, ImportBatch
from guides.papers.booklet import Scope
from guides.papers.codes import code_of
from guides.papers.orders import order_booklet
from hall.actions import prepare_notice
from hall.models import HallNotice
from tests.approvals.factories import make_item, make_theme, publish
from tests.cast import Cast
from tests.disclosure.actions.test_consultations import ask
from tests.disclosure.annual.rows import add_register
from tests.disclosure.annual.rows import signed as signed_report
from tests.disclosure.annual.rows import start as start_report
from tests.disclosure.factories import PREFIX, make_disclosure_facts, make_publication, make_suggestion
from tests.disclosure.register_cases import acknowledged, concluded, drafted, handed_over, logged
from tests.feedback.actions.test_calls import log as log_call
from tests.feedback.factories import comment, make_solicitation, publish_since, survey_now
from tests.feedback.message_cases import bring_to
from tests.feedback.message_cases import publish as publish_answer
from tests.feedback.raters import give as give_rating
from tests.guides.error_cases import report as report_guide
from tests.guides.factories import make_guide, make_journey
from tests.guides.papers.test_booklet import finish
from tests.hall.factories import make_device, make_floor, make_layout, make_turn, put

ROLES: Final = (
    "anonymous", "nobody", "editor", "other_editor", "reviewer", "officer",
    "manager", "auditor", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
"""All people of the cast; the department of most is the police, that of ``other_editor`` the market."""

PUBLIC: Final = {
    "health_live": 200,
    "health_ready": 200,
    "metrics": 404,
    "robots": 200,
    "service_worker": 200,
    "portal:manifest": 200,
    "portal:offline": 200,
    "sitemap_xml": 200,
    "home:index": 200,
    "portal:search": 200,
    "portal:search_suggest": 200,
    "portal:about": 200,
    "portal:accessibility": 200,
    "portal:privacy": 200,
    "portal:sitemap_page": 200,
    "portal:display": 302,
    "portal:display_css": 200,
    "approvals:item_list": 200,
    "approvals:item_detail": 200,
    "approvals:department_list": 200,
    "approvals:department_detail": 200,
    "approvals:adjustment_list": 200,
    "approvals:adjustment_feed": 200,
    "approvals:flow_list": 200,
    "approvals:flow_detail": 200,
    "guides:guide_list": 200,
    "guides:guide_detail": 200,
    "guides:form_download": 200,
    "guides:vote_thanks": 200,
    "guides:checklist": 200,
    "guides:journey_list": 200,
    "guides:journey_detail": 200,
    "guides:checklist_notice": 200,
    "guides:card": 200,
    "guides:code_lookup": 200,
    "guides:booklet_volume": 200,
    "guides:code": 200,
    "disclosure:index": 200,
    "disclosure:guide": 200,
    "disclosure:catalogue": 200,
    "disclosure:catalogue_csv": 200,
    "disclosure:document_list": 200,
    "disclosure:document": 200,
    "disclosure:attachment": 200,
    "disclosure:column": 200,
    "disclosure:column_feed": 200,
    "disclosure:feed": 200,
    "disclosure:reports": 200,
    "disclosure:report": 200,
    "disclosure:report_version": 200,
    "disclosure:report_json": 200,
    "disclosure:report_xlsx": 200,
    "disclosure:report_docx": 200,
    "disclosure:report_pdf": 200,
    "feedback:index": 200,
    "feedback:answer_list": 200,
    "feedback:answer_detail": 200,
    "feedback:answers_csv": 200,
    "feedback:feed": 200,
    "feedback:scoreboard": 200,
    "feedback:scoreboard_rows": 404,
    "consultations:index": 200,
    "consultations:feed": 200,
    "consultations:detail": 200,
    "consultations:attachment": 200,
    "surveys:index": 200,
    "surveys:detail": 200,
    "surveys:thanks": 200,
    "surveys:result": 200,
    "ratings:index": 200,
    "ratings:list": 200,
    "ratings:window_list": 200,
    "hall:wall": 200,
    "kiosk:index": 200,
    "kiosk:themes": 200,
    "kiosk:departments": 200,
    "kiosk:guide_list": 404,
    "kiosk:guide": 200,
    "kiosk:guide_part": 200,
    "kiosk:search": 200,
    "kiosk:windows": 200,
    "kiosk:floor": 200,
    "kiosk:window": 200,
    "kiosk:rating": 200,
    "screens:index": 302,
    "screens:screen": 403,
    "screens:content": 403,
    "screens:worker": 200,
}
"""Public pages answer everybody alike; a POST is refused with 405."""
FORMS: Final = {
    "guides:error_report": (200, 200, 422),
    "guides:error_receipt": (302, 302, 405),
    "guides:error_status": (200, 200, 422),
    "guides:guide_vote": (200, 200, 422),
    "disclosure:suggestion": (200, 200, 422),
    "disclosure:suggestion_receipt": (302, 302, 405),
    "disclosure:suggestion_status": (200, 200, 422),
    "disclosure:request_new": (200, 200, 422),
    "disclosure:request_receipt": (302, 302, 405),
    "disclosure:request_suggestions": (405, 405, 200),
    "disclosure:status": (200, 200, 422),
    "disclosure:status_correction": (302, 302, 302),
    "disclosure:status_withdraw": (302, 302, 302),
    "disclosure:status_leave": (405, 405, 302),
    "disclosure:status_letter": (404, 404, 405),
    "disclosure:status_file": (404, 404, 405),
    "feedback:message_new": (200, 200, 422),
    "feedback:message_receipt": (302, 302, 405),
    "feedback:message_suggestions": (405, 405, 200),
    "feedback:status": (200, 200, 422),
    "feedback:status_answer": (302, 302, 302),
    "feedback:status_verdict": (302, 302, 302),
    "feedback:status_consent": (302, 302, 302),
    "feedback:status_withdraw": (302, 302, 302),
    "feedback:status_leave": (405, 405, 302),
    "disclosure:suggestion_status_held": (302, 302, 405),
    "disclosure:suggestion_status_held_json": (302, 302, 405),
    "disclosure:suggestion_status_held_delete": (302, 302, 302),
    "disclosure:status_held": (302, 302, 405),
    "disclosure:status_held_json": (302, 302, 405),
    "disclosure:status_held_delete": (302, 302, 302),
    "feedback:status_held": (302, 302, 405),
    "feedback:status_held_json": (302, 302, 405),
    "feedback:status_held_delete": (302, 302, 302),
    "ratings:status_held": (302, 302, 405),
    "ratings:status_held_json": (302, 302, 405),
    "ratings:status_held_delete": (302, 302, 302),
    "guides:error_status_held": (302, 302, 405),
    "guides:error_status_held_json": (302, 302, 405),
    "guides:error_status_held_delete": (302, 302, 302),
    "feedback:status_file": (404, 404, 405),
    "consultations:comment": (200, 200, 422),
    "consultations:receipt": (302, 302, 405),
    "surveys:answer": (200, 200, 422),
    "ratings:receipt": (302, 302, 405),
    "ratings:status": (200, 200, 422),
    "ratings:consent": (302, 302, 302),
    "ratings:leave": (405, 405, 302),
    "kiosk:progress": (200, 200, 200),
    "kiosk:guide_wrong": (200, 200, 403),
    "kiosk:rate_window": (200, 200, 403),
    "screens:enrol": (200, 200, 422),
}
"""What anybody may send, and what only number and code open: answers to GET, HEAD and an empty POST without them."""
FOR_THE_PUBLIC: Final = {
    "ratings:rate_window": (200, 200, 422),
    "ratings:rate_answer": (302, 302, 302),
    "ratings:supplement": (302, 302, 302),
    "ratings:again": (302, 302, 302),
}
"""As above, but whoever is logged in is refused (403) where others are served: staff give no ratings."""
NO_MATTER_HOW: Final = (
    "sitemap_xml",
    "approvals:adjustment_feed",
    "disclosure:feed",
    "disclosure:column_feed",
    "feedback:feed",
    "consultations:feed",
)
"""Django's own views, which answer a POST like a GET."""

# Answers in the back office, by role:
#                    anon nobody edit other revw offi mana audi syst secu auda
CONTENT: Final = {
    "changelist":       "302 302 200 200 200 200 200 200 403 403 403",
    "add":              "302 302 200 200 403 403 403 403 403 403 403",
    "change":           "302 302 200 404 200 200 200 200 404 404 404",
    "history":          "302 302 200 404 200 200 200 200 404 404 404",
    "delete":           "302 302 403 404 403 403 403 403 404 404 404",
    "review":           "302 302 200 404 200 200 200 200 404 404 404",
    "compare":          "302 302 200 404 200 200 200 200 404 404 404",
    "preview":          "302 302 200 404 200 200 200 200 404 404 404",
    "preview_revision": "302 302 200 404 200 200 200 200 404 404 404",
    "file":             "302 302 200 404 200 200 200 200 404 404 404",
    "copy":             "302 302 405 404 405 405 405 405 404 404 404",
    "verb":             "302 302 200 404 403 403 403 403 404 404 404",
    "POST copy":        "302 302 302 404 403 403 403 403 404 404 404",
    "POST verb":        "302 302 404 404 403 403 403 403 404 404 404",
}  # fmt: skip
REFERENCE: Final = {
    "changelist":       "302 302 403 403 403 403 403 403 200 403 403",
    "add":              "302 302 403 403 403 403 403 403 200 403 403",
    "change":           "302 302 404 404 404 404 404 404 200 404 404",
    "history":          "302 302 404 404 404 404 404 404 200 404 404",
    "delete":           "302 302 404 404 404 404 404 404 200 404 404",
}  # fmt: skip
PERIODS: Final = {
    **REFERENCE,
    "add":              "302 302 403 403 403 403 403 403 403 403 403",
    "delete":           "302 302 404 404 404 404 404 404 403 404 404",
}  # fmt: skip
ACCOUNTS: Final = {
    "changelist":       "302 302 403 403 403 403 403 403 403 200 403",
    "add":              "302 302 403 403 403 403 403 403 403 200 403",
    "change":           "302 302 404 404 404 404 404 404 404 200 404",
    "history":          "302 302 404 404 404 404 404 404 404 200 404",
    "delete":           "302 302 404 404 404 404 404 404 404 403 404",
}  # fmt: skip
AUDIT: Final = {
    "changelist":       "302 302 403 403 403 403 403 200 403 403 200",
    "add":              "302 302 403 403 403 403 403 403 403 403 403",
    "change":           "302 302 404 404 404 404 404 200 404 404 200",
    "history":          "302 302 404 404 404 404 404 200 404 404 200",
    "delete":           "302 302 404 404 404 404 404 403 404 404 403",
}  # fmt: skip
JOBS: Final = {
    "changelist":       "302 302 403 403 403 403 403 403 403 403 403",
    "add":              "302 302 403 403 403 403 403 403 403 403 403",
    "change":           "302 302 403 403 403 403 403 403 403 403 403",
    "history":          "302 302 302 302 302 302 302 302 302 302 302",
    "delete":           "302 302 403 403 403 403 403 403 403 403 403",
}  # fmt: skip
BATCHES: Final = {
    "changelist":       "302 302 200 200 200 200 200 200 403 403 403",
    "add":              "302 302 200 200 403 403 403 403 403 403 403",
    "change":           "302 302 200 404 200 200 200 200 404 404 404",
    "history":          "302 302 200 404 200 200 200 200 404 404 404",
    "delete":           "302 302 403 404 403 403 403 403 404 404 404",
    "export":           "302 302 200 200 200 200 200 200 403 403 403",
    "preview":          "302 302 404 404 404 404 404 404 404 404 404",
    "release":          "302 302 403 404 200 403 403 403 404 404 404",
    "POST release":     "302 302 403 404 200 403 403 403 404 404 404",
}  # fmt: skip
FACTS: Final = {
    "changelist":       "302 302 200 200 200 200 200 200 403 403 403",
    "add":              "302 302 200 200 403 200 403 403 403 403 403",
    "change":           "302 302 200 404 200 200 200 200 404 404 404",
    "history":          "302 302 200 404 200 200 200 200 404 404 404",
    "delete":           "302 302 200 404 403 200 403 403 404 404 404",
}  # fmt: skip
NUMBERS: Final = {
    "changelist":       "302 302 200 200 200 200 200 200 403 403 403",
    "add":              "302 302 403 403 403 403 403 403 403 403 403",
    "change":           "302 302 200 404 200 200 200 200 404 404 404",
    "history":          "302 302 200 404 200 200 200 200 404 404 404",
    "delete":           "302 302 403 404 403 403 403 403 404 404 404",
}  # fmt: skip
LETTERS: Final = {
    "changelist":       "302 302 403 403 403 200 200 200 403 403 403",
    "add":              "302 302 403 403 403 403 403 403 403 403 403",
    "change":           "302 302 404 404 404 200 200 200 404 404 404",
    "history":          "302 302 404 404 404 200 200 200 404 404 404",
    "delete":           "302 302 404 404 404 403 403 403 404 404 404",
}  # fmt: skip
MODELS: Final = {
    "approvals_item": {**CONTENT, "POST copy": "302 302 404 404 404 404 404 404 404 404 404"},
    "approvals_flow": {
        **CONTENT,
        "file":             "302 302 404 404 404 404 404 404 404 404 404",
        "POST copy":        "302 302 404 404 404 404 404 404 404 404 404",
    },
    "guides_guide": CONTENT,
    "guides_journey": {
        **CONTENT,
        "file":             "302 302 404 404 404 404 404 404 404 404 404",
        "POST copy":        "302 302 404 404 404 404 404 404 404 404 404",
    },
    "guides_importbatch": BATCHES,
    "disclosure_publication": CONTENT,
    "feedback_solicitation": CONTENT,
    "feedback_questionnaire": {
        **CONTENT,
        "file":             "302 302 404 404 404 404 404 404 404 404 404",
    },
    "disclosure_outlet": FACTS,
    "disclosure_brochurehandout": FACTS,
    "disclosure_indexnumber": NUMBERS,
    "disclosure_column": REFERENCE,
    "disclosure_issuingbody": REFERENCE,
    "disclosure_disclosureoffice": REFERENCE,
    "disclosure_readingpoint": REFERENCE,
    "disclosure_lettertemplate": LETTERS,
    "feedback_ratingrule": {**REFERENCE, "delete": "302 302 404 404 404 404 404 404 403 404 404"},
    "feedback_limitrule": REFERENCE,
    "feedback_routingrule": {**REFERENCE, "fits": REFERENCE["history"]},
    "feedback_replytemplate": FACTS,
    "approvals_theme": REFERENCE,
    "foundation_region": REFERENCE,
    "foundation_calendaryear": REFERENCE,
    "foundation_department": REFERENCE,
    "foundation_window": REFERENCE,
    "foundation_user": ACCOUNTS,
    "foundation_auditentry": {**AUDIT, "export": "302 302 403 403 403 403 403 200 403 403 200"},
    "foundation_tombstone": AUDIT,
    "foundation_retentionrule": PERIODS,
    "hall_layout": REFERENCE,
    "hall_floor": REFERENCE,
    "hall_dutyturn": REFERENCE,
    "procrastinate_procrastinatejob": JOBS,
}  # fmt: skip
SITE: Final = {
    "index":                     "302 302 200 200 200 200 200 200 200 200 200",
    "login":                     "200 200 302 302 302 302 302 302 302 302 302",
    "single_sign_on":            "404 404 404 404 404 404 404 404 404 404 404",
    "single_sign_on_return":     "404 404 404 404 404 404 404 404 404 404 404",
    "login_code":                "302 302 302 302 302 302 302 302 302 302 302",
    "login_set_up":              "302 200 200 200 200 200 200 200 200 200 200",
    "security":                  "302 302 200 200 200 200 200 200 200 200 200",
    "recovery_codes":            "405 405 405 405 405 405 405 405 405 405 405",
    "sign_out_everywhere":       "405 405 405 405 405 405 405 405 405 405 405",
    "still_here":                "401 204 204 204 204 204 204 204 204 204 204",
    "logout":                    "302 302 405 405 405 405 405 405 405 405 405",
    "password_change":           "302 302 200 200 200 200 200 200 200 200 200",
    "password_change_done":      "302 302 200 200 200 200 200 200 200 200 200",
    "autocomplete":              "302 302 200 200 200 200 200 200 200 200 200",
    "jsi18n":                    "302 302 200 200 200 200 200 200 200 200 200",
    "view_on_site":              "302 302 404 404 404 404 404 404 404 404 404",
    "app_list":                  "302 302 200 200 200 200 200 200 404 404 404",
    "auth_user_password_change": "302 302 404 404 404 404 404 404 404 200 404",
}  # fmt: skip

STAFF: Final = {
    "self_check:index":                    "302 403 403 403 403 403 200 200 200 403 403",
    "self_check:guides":                   "302 403 403 403 403 403 200 200 200 403 403",
    #                                       anon nobody edit other revw offi mana audi syst secu auda
    "feedback_staff:solicitation_list":    "302 403 200 200 200 200 200 200 403 403 403",
    "feedback_staff:solicitation_detail":  "302 403 200 404 200 200 200 200 403 403 403",
    "feedback_staff:solicitation_mark":    "302 302 302 302 302 302 302 302 302 302 302",
    "feedback_staff:comment_add":          "302 403 200 404 403 403 403 403 403 403 403",
    "feedback_staff:comment_detail":       "302 403 200 404 200 200 200 200 403 403 403",
    "feedback_staff:comment_quote":        "302 302 302 302 302 302 302 302 302 302 302",
    "feedback_staff:comment_reveal":       "302 302 302 302 302 302 302 302 302 302 302",
    "feedback_staff:answer_edit":          "302 403 200 404 403 403 403 403 403 403 403",
    "feedback_staff:questionnaire_list":   "302 403 200 200 200 200 200 200 403 403 403",
    "feedback_staff:questionnaire_detail": "302 403 200 404 200 200 200 200 403 403 403",
    "feedback_staff:sheet_list":           "302 403 200 404 200 200 200 200 403 403 403",
    "POST feedback_staff:solicitation_mark": "302 403 422 404 403 403 403 403 403 403 403",
    "POST feedback_staff:comment_add":     "302 403 200 404 403 403 403 403 403 403 403",
    "POST feedback_staff:comment_quote":   "302 403 422 404 403 403 403 403 403 403 403",
    "POST feedback_staff:comment_reveal":  "302 403 302 404 403 403 403 403 403 403 403",
    "POST feedback_staff:answer_edit":     "302 403 200 404 403 403 403 403 403 403 403",
    #                                       anon nobody edit other revw offi mana audi syst secu auda
    "freshness_staff:dashboard":           "302 403 200 200 200 200 200 200 403 403 403",
    "freshness_staff:guide_list":          "302 403 200 200 200 200 200 200 403 403 403",
    "freshness_staff:guide":               "302 403 200 404 200 200 200 200 403 403 403",
    "freshness_staff:check":               "405 405 405 405 405 405 405 405 405 405 405",
    "freshness_staff:care":                "405 405 405 405 405 405 405 405 405 405 405",
    "freshness_staff:report_list":         "302 403 200 200 200 200 200 200 403 403 403",
    "freshness_staff:report":              "302 403 200 404 200 200 200 200 403 403 403",
    "freshness_staff:report_answer":       "405 405 405 405 405 405 405 405 405 405 405",
    "freshness_staff:report_reveal":       "405 405 405 405 405 405 405 405 405 405 405",
    "freshness_staff:link_list":           "302 403 200 200 200 200 200 200 403 403 403",
    "freshness_staff:task_list":           "302 403 200 200 200 200 200 200 200 403 403",
    "freshness_staff:task_close":          "405 405 405 405 405 405 405 405 405 405 405",
    "freshness_staff:change_list":         "302 403 200 200 200 200 200 200 200 403 403",
    "freshness_staff:change_new":          "302 403 200 200 200 403 403 403 200 403 403",
    "freshness_staff:change":              "302 403 200 404 200 200 200 200 200 403 403",
    "POST freshness_staff:check":          "302 403 302 302 403 403 403 403 403 403 403",
    "POST freshness_staff:care":           "302 403 403 403 302 403 403 403 403 403 403",
    "POST freshness_staff:report_answer":  "302 403 422 404 403 403 403 403 403 403 403",
    "POST freshness_staff:report_reveal":  "302 403 302 404 403 403 403 403 403 403 403",
    "POST freshness_staff:change_new":     "302 403 422 422 422 403 403 403 422 403 403",
    "POST freshness_staff:task_close":     "302 403 422 404 422 403 403 403 403 403 403",
    #                                       anon nobody edit other revw offi mana audi syst secu auda
    "guides_staff:booklet_list":          "302 403 200 200 200 200 200 200 403 403 403",
    "guides_staff:booklet_order":         "405 405 405 405 405 405 405 405 405 405 405",
    "guides_staff:booklet_volume":        "302 403 200 200 200 200 200 200 403 403 403",
    "guides_staff:sheets":                "302 403 200 200 200 200 200 200 403 403 403",
    "guides_staff:department_sheet":      "302 403 200 200 200 200 200 200 403 403 403",
    "POST guides_staff:booklet_order":    "302 403 302 302 302 403 403 403 403 403 403",
    "use_staff:index":                    "302 403 200 200 200 200 200 200 403 403 403",
    "use_staff:department":               "302 403 200 404 200 200 200 200 403 403 403",
    "use_staff:guide":                    "302 403 200 404 200 200 200 200 403 403 403",
    "search_staff:query_list":            "302 403 200 200 200 200 200 200 403 403 403",
    "search_staff:query_detail":          "302 403 404 404 404 404 404 404 403 403 403",
    "search_staff:synonym_list":          "302 403 200 200 200 200 200 200 403 403 403",
    "search_staff:synonym_new":           "302 403 200 200 403 403 403 403 403 403 403",
    "search_staff:synonym_detail":        "302 403 200 200 200 200 200 200 403 403 403",
    "search_staff:synonym_verb":          "405 405 405 405 405 405 405 405 405 405 405",
    "POST search_staff:query_detail":     "302 403 404 404 404 404 404 404 403 403 403",
    "POST search_staff:synonym_new":      "302 403 422 422 403 403 403 403 403 403 403",
    "POST search_staff:synonym_detail":   "302 403 422 422 403 403 403 403 403 403 403",
    "POST search_staff:synonym_verb":     "302 403 403 403 302 403 403 403 403 403 403",
    "disclosure_staff:suggestion_list":    "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:suggestion_detail":  "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:suggestion_answer":  "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:suggestion_reveal":  "302 302 302 302 302 302 302 302 302 302 302",
    "POST disclosure_staff:suggestion_answer": "302 403 403 403 403 422 403 403 403 403 403",
    "POST disclosure_staff:suggestion_reveal": "302 403 403 403 403 302 403 403 403 403 403",
    "disclosure_staff:board_list":         "302 403 200 200 200 200 200 200 403 403 403",
    "disclosure_staff:board_file":         "302 403 200 200 200 200 200 200 403 403 403",
    "disclosure_staff:monitors":           "302 403 200 200 200 200 200 200 403 403 403",
    "disclosure_staff:outreach":           "302 403 200 200 200 200 200 200 403 403 403",
    "disclosure_staff:reminder_list":      "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:request_list":       "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:request_add":        "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:request_detail":     "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:request_amend":      "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:request_reveal":     "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:submission_file":    "302 403 403 403 403 404 403 403 403 403 403",
    "disclosure_staff:request_verb":       "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:remedy_list":        "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:remedy_add":         "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:remedy_detail":      "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:remedy_step":        "302 302 302 302 302 302 302 302 302 302 302",
    "POST disclosure_staff:remedy_add":    "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:remedy_step":   "302 403 403 403 403 422 403 403 403 403 403",
    "disclosure_staff:register_import":    "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:register_template":  "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:register_preview":   "302 403 403 403 403 404 403 403 403 403 403",
    "POST disclosure_staff:register_import": "302 403 403 403 403 422 403 403 403 403 403",
    "POST disclosure_staff:register_preview": "302 403 403 403 403 404 403 403 403 403 403",
    "disclosure_staff:question_list":      "302 403 200 200 200 403 403 403 403 403 403",
    "disclosure_staff:question_detail":    "302 403 200 404 200 403 403 403 403 403 403",
    "disclosure_staff:answer_file":        "302 403 403 403 403 404 403 403 403 403 403",
    "disclosure_staff:answer_publish":     "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:case_bundle":        "302 302 302 302 302 302 302 302 302 302 302",
    "POST disclosure_staff:question_detail": "302 403 422 404 422 403 403 403 403 403 403",
    "POST disclosure_staff:answer_publish": "302 403 403 403 403 422 403 403 403 403 403",
    "POST disclosure_staff:case_bundle":   "302 403 403 403 403 302 403 403 403 403 403",
    "disclosure_staff:decision_edit":      "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:decision_review":    "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:decision_pdf":       "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:decision_file":      "302 403 403 403 403 200 200 403 403 403 403",
    "disclosure_staff:decision_verb":      "302 302 302 302 302 302 302 302 302 302 302",
    "POST disclosure_staff:decision_edit": "302 403 403 403 403 422 403 403 403 403 403",
    "POST disclosure_staff:decision_pdf":  "302 403 403 403 403 200 200 403 403 403 403",
    "POST disclosure_staff:decision_verb": "302 403 403 403 403 403 422 403 403 403 403",
    "disclosure_staff:letter_new":         "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:letter_new_pdf":     "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:letter_detail":      "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:letter_file":        "302 403 403 403 403 200 200 403 403 403 403",
    "disclosure_staff:letter_verb":        "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:service_proof":      "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:letter_new":    "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:letter_new_pdf": "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:letter_verb":   "302 403 403 403 403 422 403 403 403 403 403",
    "POST disclosure_staff:request_add":   "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:request_amend": "302 403 403 403 403 422 403 403 403 403 403",
    "POST disclosure_staff:request_reveal": "302 403 403 403 403 302 403 403 403 403 403",
    "POST disclosure_staff:request_verb":  "302 403 403 403 403 422 403 403 403 403 403",
    "feedback_staff:message_list":         "302 403 403 403 200 200 200 200 403 403 403",
    "feedback_staff:message_figures":      "302 403 403 403 200 200 200 200 403 403 403",
    "feedback_staff:message_add":          "302 403 403 403 403 200 403 403 403 403 403",
    "feedback_staff:message_detail":       "302 403 403 403 200 200 200 200 403 403 403",
    "feedback_staff:message_read":         "302 302 302 302 302 302 302 302 302 302 302",
    "feedback_staff:reply_edit":           "302 403 403 403 403 200 403 403 403 403 403",
    "feedback_staff:public_text_edit":     "302 403 403 403 200 200 200 403 403 403 403",
    "feedback_staff:message_part":         "302 403 403 403 302 302 302 302 403 403 403",
    "feedback_staff:message_file":         "302 403 403 403 404 404 404 403 403 403 403",
    "feedback_staff:message_verb":         "302 302 302 302 302 302 302 302 302 302 302",
    "POST feedback_staff:message_add":     "302 403 403 403 403 422 403 403 403 403 403",
    "POST feedback_staff:message_read":    "302 403 403 403 302 302 302 403 403 403 403",
    "POST feedback_staff:reply_edit":      "302 403 403 403 403 422 403 403 403 403 403",
    "POST feedback_staff:public_text_edit": "302 403 403 403 409 422 409 403 403 403 403",
    "POST feedback_staff:message_part":    "302 403 403 403 302 302 302 302 403 403 403",
    "POST feedback_staff:message_verb":    "302 403 403 403 403 422 403 403 403 403 403",
    "disclosure_staff:report_list":        "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:report_start":       "302 302 302 302 302 302 302 302 302 302 302",
    "disclosure_staff:report_detail":      "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:report_text":        "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:report_figures":     "302 403 403 403 403 200 403 403 403 403 403",
    "disclosure_staff:report_cell":        "302 403 403 403 403 200 200 200 403 403 403",
    "disclosure_staff:report_verb":        "302 302 302 302 302 302 302 302 302 302 302",
    "POST disclosure_staff:report_start":  "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:report_text":   "302 403 403 403 403 200 403 403 403 403 403",
    "POST disclosure_staff:report_figures": "302 403 403 403 403 302 403 403 403 403 403",
    "POST disclosure_staff:report_verb":   "302 403 403 403 403 302 403 403 403 403 403",
    #                                       anon nobody edit other revw offi mana audi syst secu auda
    "ratings_staff:list":                  "302 403 403 403 200 200 200 200 403 403 403",
    "ratings_staff:detail":                "302 403 403 403 200 200 200 200 403 403 403",
    "ratings_staff:signs":                 "302 403 403 403 403 200 403 403 403 403 403",
    "ratings_staff:read":                  "302 302 302 302 302 302 302 302 302 302 302",
    "ratings_staff:verb":                  "302 302 302 302 302 302 302 302 302 302 302",
    "POST ratings_staff:read":             "302 403 403 403 302 302 302 403 403 403 403",
    "POST ratings_staff:verb":             "302 403 403 403 403 422 403 403 403 403 403",
    "calls_staff:list":                    "302 403 403 403 200 200 200 200 403 403 403",
    "calls_staff:add":                     "302 403 403 403 403 200 403 403 403 403 403",
    "calls_staff:figures":                 "302 403 403 403 403 403 200 200 403 403 403",
    "calls_staff:switchboard":             "302 403 403 403 403 403 403 403 403 403 403",
    "calls_staff:callback_list":           "302 403 403 403 403 200 403 403 403 403 403",
    "calls_staff:callback_add":            "302 403 403 403 403 200 403 403 403 403 403",
    "calls_staff:detail":                  "302 403 403 403 200 200 200 200 403 403 403",
    "calls_staff:strike":                  "302 302 302 302 302 302 302 302 302 302 302",
    "calls_staff:down":                    "302 302 302 302 302 302 302 302 302 302 302",
    "calls_staff:callback_number":         "302 302 302 302 302 302 302 302 302 302 302",
    "calls_staff:callback_done":           "302 302 302 302 302 302 302 302 302 302 302",
    "POST calls_staff:add":                "302 403 403 403 403 200 403 403 403 403 403",
    "POST calls_staff:callback_add":       "302 403 403 403 403 200 403 403 403 403 403",
    "POST calls_staff:strike":             "302 403 403 403 403 422 403 403 403 403 403",
    "POST calls_staff:down":               "302 403 403 403 403 422 403 403 403 403 403",
    "POST calls_staff:callback_number":    "302 403 403 403 403 200 403 403 403 403 403",
    "POST calls_staff:callback_done":      "302 403 403 403 403 422 403 403 403 403 403",
    "hall_staff:device_list":              "302 403 403 403 403 403 200 403 200 403 403",
    "hall_staff:device_detail":            "302 403 403 403 403 403 200 403 200 403 403",
    "hall_staff:device_verb":              "302 302 302 302 302 302 302 302 302 302 302",
    "hall_staff:layout_preview":           "302 403 403 403 403 403 200 403 200 403 403",
    "hall_staff:layout_content":           "302 403 403 403 403 403 200 403 200 403 403",
    "hall_staff:notice_list":              "302 403 200 200 403 403 200 403 403 403 403",
    "hall_staff:notice_release":           "302 302 302 302 302 302 302 302 302 302 302",
    "hall_staff:notice_end":               "302 302 302 302 302 302 302 302 302 302 302",
    "POST hall_staff:device_list":         "302 403 403 403 403 403 403 403 422 403 403",
    "POST hall_staff:device_detail":       "302 403 403 403 403 403 403 403 422 403 403",
    "POST hall_staff:device_verb":         "302 403 403 403 403 403 403 403 302 403 403",
    "POST hall_staff:notice_list":         "302 403 422 422 403 403 422 403 403 403 403",
    "POST hall_staff:notice_release":      "302 403 403 403 403 403 422 403 403 403 403",
    "POST hall_staff:notice_end":          "302 403 403 403 403 403 302 403 403 403 403",
}  # fmt: skip
"""Ordinary pages for staff."""


def patterns(resolver: URLResolver, before: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Return the name and the route of every address."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or "")), route


def known_names() -> set[str]:
    """Return the names that the table holds."""
    records = {
        f"admin:{model}_{page}" for model, rules in MODELS.items() for page in rules if not page.startswith("POST ")
    }
    staff = {name for name in STAFF if not name.startswith("POST ")}
    return {*PUBLIC, *FORMS, *FOR_THE_PUBLIC, *records, *staff, *(f"admin:{name}" for name in SITE)}


def test_the_table_knows_every_address() -> None:
    # Django's admin has two kinds of addresses without a name, and both only redirect or answer 404.
    found = {name for name, _route in patterns(get_resolver()) if name != "admin:"}
    assert found - known_names() == set(), "new addresses; say in the table who may see them"
    assert known_names() - found == set(), "addresses that are gone; take them out of the table"


@pytest.fixture
def arguments(cast: Cast, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Records of all kinds, public and waiting for review, and the arguments of their addresses."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    settings.PAPERS_DIR = tmp_path / "papers"
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(location=tmp_path))
    form = attachments.store(ContentFile(b"%PDF-1.7\n%%EOF\n"), "样表.pdf", actor=None)
    theme = make_theme()
    item = make_item(cast.police)
    item.themes.add(theme)
    Result.objects.create(item=item, name="居民身份证", sample=form)
    guide = make_guide(item)
    guide.materials.update(blank_form=form)
    flow = Flow.objects.create(slug="flow", kind="parallel", title="流程", body="说明", department=cast.police)
    FlowPhase.objects.create(flow=flow, name="受理")
    text = make_publication(cast.police)
    Attachment.objects.create(publication=text, title="附件", file=form)
    beside = make_guide(make_item(cast.police))
    publish(beside.item, editor=cast.editor, reviewer=cast.reviewer)
    publish(beside, editor=cast.editor, reviewer=cast.reviewer)
    journey = make_journey([guide, beside], slug="journey")
    drafts = (
        (item, "name_en"), (guide, "title_en"), (flow, "title_en"), (text, "title_en"), (journey, "title_en")
    )  # fmt: skip
    for record, name in drafts:
        publish(record, editor=cast.editor, reviewer=cast.reviewer)
        draft: Any = type(record).objects.get(pk=record.pk)
        setattr(draft, name, "Something else")
        draft.save(update_fields=[name])
        submit(draft, actor=cast.editor, note="改了英文名称")
    booklet = finish(order_booklet(Scope(cast.police), actor=cast.editor))
    asking = feedback_pages(cast, form)
    region = Region.objects.create(code="420000000000", name="江省", level="province")
    window = Window.objects.create(department=cast.police, number="B17", name="户籍")
    hall = hall_pages(cast, window)
    calendar = enter_year(2026, [], source="通知", actor=None)
    load_limits()
    load_rating_rules()
    public = publish_answer(bring_to("answered", cast), cast)
    entry = AuditEntry.objects.order_by("-pk")[0]
    material = guide.materials.get()
    batch = ImportBatch.objects.create(
        number="I-1", file_name="x.xlsx", sha256="0" * 64, profile="native", imported_by=cast.editor,
        rows=1, created=1, changed=0, unchanged=0, refused=0,
    )  # fmt: skip
    batch.outcomes.create(row_number=1, label=item.name, outcome="created", item=item)
    request = logged(cast)
    add_register()
    signed_report(cast, 2025)
    start_report(cast, 2026, today=dt.date(2026, 3, 1))
    complaint = RemedyEntry(kind="complaint", organ="市政府办公室", filed_on=request.received_on)
    remedy = open_remedy(request, complaint, actor=cast.officer, today=request.received_on)
    question = ask(request, cast)
    letter = acknowledged(request, cast)
    given = drafted(request, cast, form).files.get()
    served = handed_over(letter, cast)
    done = concluded(cast)
    load_limits()
    message, answered = bring_to("handling", cast), bring_to("answered", cast, text="另一件")
    subjects = {
        "approvals_item": item, "approvals_flow": flow, "guides_guide": guide, "guides_importbatch": batch,
        "guides_journey": journey,
        "approvals_theme": theme, "disclosure_publication": text,
        "disclosure_indexnumber": text.index_number, "disclosure_column": text.column,
        "disclosure_issuingbody": text.body, "disclosure_lettertemplate": LetterTemplate.objects.get(kind="fee"),
        **make_disclosure_facts(cast.police), **asking.pop("subjects"),
        "feedback_ratingrule": RatingRule.objects.order_by("pk")[0],
        "foundation_region": region, "foundation_department": cast.police, "foundation_window": window,
        "foundation_calendaryear": calendar,
        "foundation_user": cast.nobody, "foundation_auditentry": entry,
        "foundation_retentionrule": RetentionRule.objects.create(kind="message", months=36, basis="规定"),
        "foundation_tombstone": Tombstone.objects.create(
            kind="message", number="LY2020-000001", removed_on=dt.date(2026, 1, 1), why="retention", months=36
        ),
        "feedback_limitrule": LimitRule.objects.create(
            kind="help", in_force_from=dt.date(2099, 1, 1), days=3, extension_days=3, source="规定"
        ),
        "feedback_routingrule": RoutingRule.objects.create(department=cast.police, words="户籍", reason="户籍业务"),
        "feedback_replytemplate": ReplyTemplate.objects.create(department=cast.police, title="模板", text="您好"),
    }  # fmt: skip
    subjects |= hall.pop("subjects")
    rating = give_rating(window)[0]
    call = log_call(cast, department=cast.police)
    pair = Synonym.objects.create(word="养狗", official=["犬类准养证"])
    return {
        "portal:display": {"mode": "on"},
        **asking,
        **freshness_pages(cast, guide),
        **hall,
        "kiosk:guide": {"slug": guide.slug},
        "kiosk:guide_wrong": {"slug": guide.slug},
        "kiosk:guide_part": {"slug": guide.slug, "part": "materials"},
        "ratings:rate_window": {"number": window.number},
        **{f"ratings_staff:{page}": {"number": rating.number} for page in ("detail", "read")},
        "ratings_staff:verb": {"number": rating.number, "verb": "contact"},
        **{
            f"calls_staff:{page}": {"key": call.pk}
            for page in ("detail", "strike", "down", "callback_number", "callback_done")
        },
        "use_staff:department": {"code": "gaj"},
        "use_staff:guide": {"pk": guide.pk},
        "search_staff:synonym_detail": {"pk": pair.pk},
        "search_staff:synonym_verb": {"pk": pair.pk, "verb": "approve"},
        "approvals:item_detail": {"code": item.code},
        "approvals:department_detail": {"code": "gaj"},
        "approvals:flow_detail": {"slug": "flow"},
        **{f"guides:{page}": {"slug": guide.slug} for page in ("guide_detail", "guide_vote", "vote_thanks")},
        "guides:guide_detail": {"slug": guide.slug},
        "guides:checklist": {"slug": guide.slug},
        "guides:journey_detail": {"slug": journey.slug},
        "guides:checklist_notice": {"slug": guide.slug},
        "guides:card": {"slug": guide.slug},
        "guides_staff:booklet_volume": {"key": booklet.pk, "number": 1},
        "guides_staff:department_sheet": {"code": "gaj"},
        "guides:booklet_volume": {"key": booklet.pk, "number": 1},
        "guides:code": {"code": code_of(guide.live_revision.pk)},
        "disclosure_staff:board_file": {"prefix": PREFIX, "number": "2026-00001"},
        "disclosure:document": {"prefix": PREFIX, "number": "2026-00001"},
        "disclosure:attachment": {"prefix": PREFIX, "number": "2026-00001", "key": text.attachments.get().key},
        "disclosure:column": {"code": "news"},
        "disclosure:column_feed": {"code": "news"},
        "disclosure:status_letter": {"key": 1},
        "disclosure:status_file": {"key": 1},
        "feedback:answer_detail": {"number": public.number},
        "feedback:status_file": {"key": 1},
        "guides:form_download": {"slug": guide.slug, "key": material.key, "kind": "blank"},
        **{
            f"disclosure_staff:suggestion_{page}": {"number": make_suggestion().number}
            for page in ("detail", "answer", "reveal")
        },
        "disclosure_staff:request_detail": {"number": request.number},
        "disclosure_staff:remedy_add": {"number": request.number},
        "disclosure_staff:remedy_detail": {"key": remedy.pk},
        "disclosure_staff:remedy_step": {"key": remedy.pk, "step": "close"},
        "disclosure_staff:request_amend": {"number": request.number},
        "disclosure_staff:request_reveal": {"number": request.number},
        "disclosure_staff:submission_file": {"number": request.number, "key": 1},
        **{f"disclosure:report{part}": {"year": 2025} for part in ("", "_json", "_xlsx", "_docx", "_pdf")},
        "disclosure:report_version": {"year": 2025, "version": 1},
        **{f"disclosure_staff:report_{page}": {"year": 2026} for page in ("detail", "text", "figures")},
        "disclosure_staff:report_cell": {"year": 2026, "address": "requests.new_received.total"},
        "disclosure_staff:report_verb": {"year": 2026, "verb": "submit"},
        "disclosure_staff:request_verb": {"number": request.number, "verb": "ask_correction"},
        "disclosure_staff:register_preview": {"token": "gone"},
        "disclosure_staff:question_detail": {"key": question.pk},
        "disclosure_staff:answer_file": {"number": request.number, "key": question.pk},
        **{f"disclosure_staff:{page}": {"number": done.number} for page in ("answer_publish", "case_bundle")},
        **{
            f"feedback_staff:{page}": {"number": message.number}
            for page in ("message_detail", "message_read", "reply_edit", "message_part")
        },
        "feedback_staff:public_text_edit": {"number": answered.number},
        "feedback_staff:message_file": {"number": message.number, "key": 1},
        "feedback_staff:message_verb": {"number": message.number, "verb": "ask_writer"},
        "disclosure_staff:decision_edit": {"number": request.number},
        "disclosure_staff:decision_review": {"number": request.number},
        "disclosure_staff:decision_pdf": {"number": request.number},
        "disclosure_staff:decision_file": {"number": request.number, "key": given.pk},
        "disclosure_staff:decision_verb": {"number": request.number, "verb": "return_decision"},
        "disclosure_staff:letter_new": {"number": request.number, "kind": "acknowledgement"},
        "disclosure_staff:letter_new_pdf": {"number": request.number, "kind": "acknowledgement"},
        "disclosure_staff:letter_detail": {"number": request.number, "key": letter.pk},
        "disclosure_staff:letter_file": {"number": request.number, "key": letter.pk},
        "disclosure_staff:letter_verb": {"number": request.number, "key": letter.pk, "verb": "send"},
        "disclosure_staff:service_proof": {"number": request.number, "key": letter.pk, "service": served.pk},
        "admin:view_on_site": {"content_type_id": 1, "object_id": 1},
        "admin:app_list": {"app_label": "guides"},
        "admin:auth_user_password_change": {"id": cast.editor.pk},
        "procrastinate_procrastinatejob": {"object_id": 0},
        "file": {"file_id": form.pk},
        "preview_revision": {"number": 1},
        "verb": {"name": "recall"},
        **{model: {"object_id": subject.pk} for model, subject in subjects.items()},
    }


def freshness_pages(cast: Cast, guide: Guide) -> dict[str, Any]:
    """Return the arguments of the pages about errors in a guide, and about a change that concerns it."""
    made = report_guide(guide)
    entry = ChangeEntry("phone", "0729-5550003", "换了号码", local_today())
    notice = open_notice(entry, chosen={f"guide:{guide.pk}"}, actor=cast.editor, today=local_today())
    return {
        "guides:error_report": {"slug": guide.slug},
        **{f"freshness_staff:{page}": {"slug": guide.slug} for page in ("guide", "care")},
        **{f"freshness_staff:{page}": {"number": made.number} for page in ("report", "report_answer", "report_reveal")},
        "freshness_staff:change": {"number": notice.number},
        "freshness_staff:task_close": {"pk": notice.tasks.get().pk},
    }


def feedback_pages(cast: Cast, form: StoredFile) -> dict[str, Any]:
    """Return the arguments of the pages of solicitations and questionnaires, and their records as ``subjects``."""
    draft = make_solicitation(cast.police, starts_on=local_today())
    file = SolicitationFile.objects.create(solicitation=draft, title="附件", file=form)
    row = publish_since(draft, editor=cast.editor, reviewer=cast.reviewer)
    made = comment(row, consents=True)
    group = answer_comments(draft, [made.pk], answer=AnswerEntry("期限", "adopted", "已改。"), actor=cast.editor)
    survey, past = survey_now(cast), survey_now(cast, start=-40)
    subjects: dict[str, Any] = {"feedback_solicitation": draft, "feedback_questionnaire": survey.record}
    for name, record in subjects.items():
        fresh = subjects[name] = type(record).objects.get(pk=record.pk)
        fresh.title_en = "Something else"
        fresh.save(update_fields=["title_en"])
        submit(fresh, actor=cast.editor)
    whole, one = {"number": row.number}, {"number": row.number, "key": made.number}
    return {
        "subjects": subjects,
        **{f"consultations:{page}": whole for page in ("detail", "comment")},
        "consultations:attachment": {"number": row.number, "key": file.key},
        **{f"surveys:{page}": {"number": survey.number} for page in ("detail", "answer", "thanks")},
        "surveys:result": {"number": past.number},
        **{f"feedback_staff:{page}": whole for page in ("solicitation_detail", "solicitation_mark", "comment_add")},
        **{f"feedback_staff:comment_{page}": one for page in ("detail", "quote", "reveal")},
        "feedback_staff:answer_edit": {"number": row.number, "key": group.key},
        **{f"feedback_staff:{page}": {"number": survey.number} for page in ("questionnaire_detail", "sheet_list")},
    }


def hall_pages(cast: Cast, window: Window) -> dict[str, Any]:
    """Return the arguments of the pages of the hall, and its records as ``subjects``."""
    layout, floor = make_layout("notices"), make_floor()
    put(window, floor)
    device, _code = make_device(cast, layout)
    notice = prepare_notice(HallNotice(text="停电"), actor=cast.editor)
    one, which = {"public_id": device.public_id}, {"key": notice.pk}
    return {
        "subjects": {"hall_layout": layout, "hall_floor": floor, "hall_dutyturn": make_turn(window)},
        "kiosk:themes": {"kind": "personal"},
        "kiosk:floor": {"level": floor.level},
        "kiosk:window": {"number": window.number},
        "kiosk:rate_window": {"number": window.number},
        "screens:screen": one,
        "screens:content": one,
        "hall_staff:device_detail": one,
        "hall_staff:device_verb": {**one, "verb": "switch_off"},
        "hall_staff:layout_preview": {"key": layout.pk},
        "hall_staff:layout_content": {"key": layout.pk},
        "hall_staff:notice_release": which,
        "hall_staff:notice_end": which,
    }


def enter(cast: Cast, role: str) -> Client:
    """Return the browser of somebody."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(getattr(cast, role))
    return client


def answer(client: Client, method: str, address: str) -> int:
    """Ask, and return the status; a file is closed again (to close the response would end the test's transaction)."""
    response: Any = client.generic(method, address)
    for close in response._resource_closers:
        close()
    assert bare_headers(response, address) == [], f"{method} {address}"
    return int(response.status_code)


def bare_headers(response: Any, address: str) -> list[str]:
    """Return the headers of protection that an answer lacks."""
    policy = response.headers.get("Content-Security-Policy", "")
    own = "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    checks = {
        "Content-Security-Policy": ("unsafe" not in policy) and (own or "default-src 'none'" in policy),
        "X-Content-Type-Options": response.headers.get("X-Content-Type-Options") == "nosniff",
        "X-Frame-Options": response.headers.get("X-Frame-Options") == "DENY",
        "Referrer-Policy": response.headers.get("Referrer-Policy") == "same-origin",
        "Permissions-Policy": "camera=()" in response.headers.get("Permissions-Policy", ""),
        "Cache-Control": not address.startswith(("/admin/", "/staff/"))
        or "no-store" in response.headers.get("Cache-Control", ""),
    }
    return [name for name, fits in checks.items() if not fits]


def rows_of(model: str, given: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Return method, address and answers for the pages of one kind of record."""
    for row, answers in MODELS[model].items():
        method, page = row.split() if " " in row else ("GET", row)
        whole = page in {"changelist", "add", "export"}
        if page == "preview" and model == "guides_importbatch":
            yield method, reverse("admin:guides_importbatch_preview", args=["gone"]), answers
            continue
        values = {} if whole else {**given[model], **given.get(page, {})}
        yield method, reverse(f"admin:{model}_{page}", kwargs=values), answers


@pytest.mark.parametrize("roles", [ROLES[start::4] for start in range(4)], ids="+".join)
def test_the_back_office_answers_each_role(
    roles: tuple[str, ...], cast: Cast, arguments: dict[str, dict[str, Any]]
) -> None:
    wrong = []
    for role in roles:
        with transaction.atomic():  # what one role changes is undone before the next one comes
            wrong += wrong_answers(cast, role, arguments)
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def wrong_answers(cast: Cast, role: str, arguments: dict[str, dict[str, Any]]) -> list[str]:
    """Return where the back office answers somebody otherwise than the table says."""
    client, place, wrong = enter(cast, role), ROLES.index(role), []

    def check(method: str, address: str, answers: str) -> None:
        expected = int(answers.split()[place])
        got = answer(client, method, address)
        if got != expected:
            wrong.append(f"{role}: {method} {address}: {got}, not {expected}")

    for name, answers in SITE.items():
        query = "?app_label=guides&model_name=guide&field_name=item" if name == "autocomplete" else ""
        check("GET", reverse(f"admin:{name}", kwargs=arguments.get(f"admin:{name}")) + query, answers)
    for model in MODELS:
        for method, address, answers in rows_of(model, arguments):
            check(method, address, answers)
    for row, answers in STAFF.items():
        method, name = row.split() if " " in row else ("GET", row)
        check(method, reverse(name, kwargs=arguments.get(name)), answers)
    return wrong


WITHOUT_TOKEN: Final = {*FORMS, *FOR_THE_PUBLIC}
"""What Django does not guard itself: public forms, which check the token and keep what was typed."""


def test_nothing_but_public_forms_takes_a_post_without_token() -> None:
    def exempt(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from exempt(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
            elif getattr(entry.callback, "csrf_exempt", False):
                yield ":".join((*spaces, entry.name or ""))

    assert set(exempt(get_resolver())) - {"admin:"} <= WITHOUT_TOKEN


def test_a_post_without_token_changes_nothing(cast: Cast, arguments: dict[str, dict[str, Any]]) -> None:
    clients = {role: Client(enforce_csrf_checks=True) for role in ("anonymous", "manager", "security_admin")}
    for role, client in clients.items():
        if role != "anonymous":
            client.force_login(getattr(cast, role))
    before = counts()
    for role, client in clients.items():
        for name, address in every_address(arguments):
            status = client.post(address, {}).status_code
            fine = {200, 302, 403, 404, 405, 422, 429} if name in {*WITHOUT_TOKEN, *NO_MATTER_HOW} else {403, 405}
            assert status in fine, f"{role}: POST {address} without a token: {status}"
    assert counts() == before


def every_address(given: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Return the name of each row of the tables, and its address."""
    for name in SITE:
        yield name, reverse(f"admin:{name}", kwargs=given.get(f"admin:{name}"))
    for model in MODELS:
        yield from ((model, address) for _method, address, _answers in rows_of(model, given))
    for name in {*PUBLIC, *FORMS, *FOR_THE_PUBLIC, *(row.split()[-1] for row in STAFF)}:
        yield name, reverse(name, kwargs=given.get(name))


def counts() -> dict[str, int]:
    """Return how many rows of each kind there are."""
    models = [model for model in apps.get_models() if model._meta.label not in TRACES]
    return {model._meta.label: model._default_manager.count() for model in models}


TRACES: Final = {"foundation.RateCounter"}
"""Tries are counted all the same."""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_public_pages_answer_everybody(language: str, cast: Cast, arguments: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for role in ("anonymous", "editor"):
        client = enter(cast, role)
        forms = {**FORMS, **({} if role != "anonymous" else FOR_THE_PUBLIC)}
        for name, expected in {**PUBLIC, **dict.fromkeys(forms, 0)}.items():
            with override(language):
                address = reverse(name, kwargs=arguments.get(name))
            got = tuple(answer(client, method, address) for method in ("GET", "HEAD", "POST"))
            refused = 200 if name in NO_MATTER_HOW else 405
            if got != forms.get(name, (expected, expected, refused)):
                wrong.append(f"{role}: {address}: {got}")
    assert not wrong, "\n".join(wrong)


def test_nobody_who_is_logged_in_gives_a_rating(cast: Cast, arguments: dict[str, dict[str, Any]]) -> None:
    for role in ROLES[1:]:
        client = enter(cast, role)
        for name, open_to_others in FOR_THE_PUBLIC.items():
            address = reverse(name, kwargs=arguments.get(name))
            got = tuple(answer(client, method, address) for method in ("GET", "HEAD", "POST"))
            assert got == tuple(405 if status == 405 else 403 for status in open_to_others), f"{role}: {address}"


@pytest.mark.parametrize(
    "address",
    [
        "/items/11429900010042450/", "/guides/none/", "/departments/none/", "/flows/none/", "/display/loud/",
        "/guides/none/forms/x/blank/", "/en/guides/none/", "/nothing/", "/en/nothing/", "/guides/%00/",
        "/items/?page=0&department=x&q=%00", "/guides/?page=99999999999999999999", "/search/?q=%ff",
    ],
)  # fmt: skip
def test_unknown_addresses_get_a_plain_answer(address: str, db: None) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == (200 if "?" in address else 404)
