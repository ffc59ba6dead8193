"""Every verb × every stage × every role, as a table that people can read."""

import pytest
from django.core.exceptions import PermissionDenied

from feedback.forms.verbs import FORMS
from feedback.states import VERBS, MessageStage
from foundation.workflow import Conflict, perform
from tests.cast import Cast
from tests.feedback.message_cases import bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_rules")]
OPEN = "received routed handling asking approving"
HOSTED = "routed handling asking approving"

# From which stages each verb starts, and where it leads ("." stays where it is), and the roles of the host department
# and of the center that may.
#                          from                                to            who
TABLE = {
    "classify":            (OPEN,                              ".",          "officer"),
    "route":               ("received routed handling",        "routed",     "officer"),
    "accept":              ("routed",                          "handling",   "officer"),
    "send_back":           ("routed",                          "received",   "officer"),
    "hand_over":           ("handling",                        "routed",     "officer"),
    "add_assistant":       ("handling",                        ".",          "officer"),
    "ask_writer":          ("handling",                        "asking",     "officer"),
    "writer_answers":      ("asking",                          "handling",   "officer"),
    "note_answer":         ("asking",                          "handling",   "officer"),
    "stop_waiting":        ("asking",                          "handling",   "officer"),
    "propose_extension":   ("handling",                        ".",          "officer"),
    "extend":              ("handling",                        ".",          "reviewer manager"),
    "refuse_extension":    ("handling",                        ".",          "reviewer manager"),
    "supervise":           (f"{HOSTED} objected",              ".",          "manager"),
    "answer_supervision":  (f"{HOSTED} answered objected",     ".",          "officer"),
    "confirm_supervision": (f"{HOSTED} answered objected",     ".",          "manager"),
    "return_supervision":  (f"{HOSTED} answered objected",     ".",          "manager"),
    "save_reply":          ("handling",                        ".",          "officer"),
    "submit_reply":        ("handling",                        "approving",  "officer"),
    "recall_reply":        ("approving",                       "handling",   "officer"),
    "return_reply":        ("approving",                       "handling",   "reviewer manager"),
    "send_reply":          ("approving",                       "answered",   "reviewer manager"),
    "judge":               ("answered",                        ".",          "officer"),
    "object":              ("answered",                        "objected",   "officer"),
    "reopen":              ("objected",                        "handling",   "officer"),
    "refuse_reopening":    ("objected",                        "answered",   "officer"),
    "link_repeat":         (f"{OPEN} answered objected withdrawn", ".",      "officer"),
    "unlink_repeat":       (f"{OPEN} answered objected withdrawn", ".",      "officer"),
    "withdraw":            (OPEN,                              "withdrawn",  "officer"),
    "change_consent":      (f"{OPEN} answered objected withdrawn", ".",      "officer"),
    "save_public_text":    ("answered",                        ".",          "officer"),
    "submit_public_text":  ("answered",                        ".",          "officer"),
    "return_public_text":  ("answered",                        ".",          "reviewer manager"),
    "publish_answer":      ("answered",                        ".",          "reviewer manager"),
    "unpublish_answer":    (f"{OPEN} answered objected withdrawn", ".",      "reviewer manager"),
}  # fmt: skip
ROLES = (
    "editor",
    "reviewer",
    "officer",
    "manager",
    "auditor",
    "system_admin",
    "security_admin",
    "audit_admin",
    "nobody",
)
WRITERS_VERBS = {"writer_answers", "judge", "object", "withdraw", "change_consent"}
STRANGERS = ("other_editor", "other_reviewer", "other_officer")
"""The same roles in a department that has nothing to do with the message."""


def test_the_table_is_the_whole_table() -> None:
    assert set(TABLE) == set(VERBS)
    for verb, (sources, target, _who) in TABLE.items():
        assert VERBS[verb].sources == set(sources.split()), verb
        assert VERBS[verb].target == (None if target == "." else target), verb


def test_no_button_does_what_only_the_writer_does() -> None:
    assert set(FORMS).isdisjoint(WRITERS_VERBS)
    assert set(VERBS) - set(FORMS) - WRITERS_VERBS == {"save_reply", "save_public_text"}  # these have pages


@pytest.mark.parametrize("stage", MessageStage.values)
def test_each_stage_refuses_the_verbs_that_do_not_start_there(cast: Cast, stage: str) -> None:
    message = bring_to(stage, cast)
    assert message.stage == stage
    for verb, (sources, _target, who) in TABLE.items():
        if stage not in sources.split():
            with pytest.raises(Conflict):
                perform(message, VERBS[verb], actor=getattr(cast, f"chief_{who.split()[0]}", cast.manager))
    message.refresh_from_db()
    assert message.stage == stage


@pytest.mark.parametrize("verb", TABLE)
def test_nobody_else_may(cast: Cast, verb: str) -> None:
    sources, _target, who = TABLE[verb]
    message = bring_to(sources.split()[-1], cast)
    for role in (*ROLES, *STRANGERS):
        if role not in who.split() and not (role in STRANGERS and message.department is None):
            with pytest.raises(PermissionDenied):
                perform(message, VERBS[verb], actor=getattr(cast, role))
