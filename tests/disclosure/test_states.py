"""Every verb × every stage × every role, as a table that people can read."""

import pytest
from django.core.exceptions import PermissionDenied

from disclosure.states import VERBS, RequestStage
from foundation.workflow import Conflict, perform
from tests.cast import Cast
from tests.disclosure.register_cases import STAGES

pytestmark = pytest.mark.django_db

# From which stages each verb starts, and where it leads ("." stays where it is, or goes where the facts say).
#                        from                                          to            who
TABLE = {
    "confirm_receipt":      ("submitted",                                 "handling",   "officer"),
    "dismiss":              ("submitted",                                 "dismissed",  "officer"),
    "assign":               ("submitted handling correcting fee releasing", ".",        "officer"),
    "amend":                ("submitted handling correcting fee",         ".",          "officer"),
    "ask_correction":       ("handling",                                  "correcting", "officer"),
    "send_correction":      ("correcting",                                ".",          "officer"),
    "record_correction":    ("correcting",                                "handling",   "officer"),
    "propose_extension":    ("handling",                                  ".",          "officer"),
    "extend":               ("handling",                                  ".",          "manager"),
    "refuse_extension":     ("handling",                                  ".",          "manager"),
    "consult":              ("handling",                                  ".",          "officer"),
    "record_answer":        ("handling correcting fee",                   ".",          "officer"),
    "answer_question":      ("handling correcting fee",                   ".",          "editor reviewer"),
    "assess_fee":           ("handling",                                  ".",          "officer"),
    "notice_fee":           ("handling",                                  "fee",        "officer"),
    "record_payment":       ("fee",                                       "handling",   "officer"),
    "ask_reasons":          ("handling",                                  ".",          "officer"),
    "record_reasons":       ("handling",                                  ".",          "officer"),
    "tell_delay":           ("handling",                                  ".",          "officer"),
    "strike_out":           ("handling correcting fee",                   ".",          "officer"),
    "correct_receipt":      ("handling correcting fee",                   ".",          "officer"),
    "save_decision":        ("handling correcting fee",                   ".",          "officer"),
    "submit_decision":      ("handling correcting fee",                   "releasing",  "officer"),
    "discard_decision":     ("handling correcting fee",                   ".",          "officer"),
    "recall_decision":      ("releasing",                                 ".",          "officer"),
    "return_decision":      ("releasing",                                 ".",          "manager"),
    "release_decision":     ("releasing",                                 "concluded",  "manager"),
    "withdraw":             ("handling correcting fee releasing",         "concluded",  "officer"),
    "withdraw_unconfirmed": ("submitted",                                 "dismissed",  "officer"),
    "choose_publication":   ("concluded",                                 ".",          "officer"),
    "issue_letter":         ("handling correcting fee concluded",         ".",          "officer"),
    "record_service":       ("handling correcting fee concluded releasing", ".",        "officer"),
    "open_remedy":          ("handling correcting fee concluded releasing", ".",        "officer"),
    "reopen":               ("concluded",                                 ".",          "officer"),
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


def test_the_table_is_the_whole_table():
    assert set(TABLE) == set(VERBS)
    for verb, (sources, target, _who) in TABLE.items():
        assert VERBS[verb].sources == set(sources.split()), verb
        assert VERBS[verb].target == (None if target == "." else target), verb


@pytest.mark.parametrize("stage", RequestStage.values)
def test_each_stage_refuses_the_verbs_that_do_not_start_there(cast: Cast, stage: str):
    request = STAGES[stage](cast)
    assert request.stage == stage
    for verb, (sources, _target, who) in TABLE.items():
        if stage not in sources.split():
            with pytest.raises(Conflict):
                perform(request, VERBS[verb], actor=getattr(cast, who.split()[0]))
    request.refresh_from_db()
    assert request.stage == stage


@pytest.mark.parametrize("verb", TABLE)
def test_nobody_else_may(cast: Cast, verb: str):
    sources, _target, who = TABLE[verb]
    request = STAGES[sources.split()[0]](cast)
    for role in ROLES:
        if role not in who.split():
            with pytest.raises(PermissionDenied):
                perform(request, VERBS[verb], actor=getattr(cast, role))
