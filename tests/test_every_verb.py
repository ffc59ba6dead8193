"""One table: every verb of every state table, and who may do it in the own department and in another one.

A verb that the table does not know fails the test. That the actions ask for the right, and refuse the wrong stage, is
shown by the tests of each app; what a second person must do, by those of publishing and of decisions.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import pytest

from disclosure import states as requests
from feedback import grades as ratings
from feedback import states as messages
from foundation import access
from foundation.organization import Department
from foundation.people import User
from foundation.publishing import verbs as publishing
from foundation.workflow import Transition
from hall import states as hall
from tests.cast import Cast

EDITORS: Final = ({"editor", "second_editor"}, {"other_editor"})
REVIEWERS: Final = ({"reviewer", "chief_reviewer"}, {"other_reviewer", "chief_reviewer"})
DISCLOSURE: Final = ({"officer", "chief_officer"}, {"other_officer", "chief_officer"})
HELPERS: Final = (EDITORS[0] | REVIEWERS[0], EDITORS[1] | REVIEWERS[1])
MESSAGES: Final = ({"officer", "chief_officer", "handler"}, {"other_officer", "chief_officer"})
APPROVERS: Final = (REVIEWERS[0] | {"manager"}, REVIEWERS[1] | {"manager"})
MANAGER: Final = ({"manager"}, {"manager"})
SYSTEM: Final = ({"system_admin"}, {"system_admin"})

TABLE: Final[Mapping[str, Mapping[str, tuple[set[str], set[str]]]]] = {
    "publication": {
        "submit recall": EDITORS,
        "release schedule return unschedule retire": REVIEWERS,
    },
    "request": {
        "confirm_receipt dismiss assign amend ask_correction send_correction record_correction propose_extension "
        "consult record_answer assess_fee notice_fee record_payment ask_reasons record_reasons tell_delay strike_out "
        "correct_receipt save_decision submit_decision discard_decision recall_decision withdraw withdraw_unconfirmed "
        "choose_publication issue_letter record_service open_remedy reopen": DISCLOSURE,
        "answer_question": HELPERS,
        "extend refuse_extension return_decision release_decision": MANAGER,
    },
    "message": {
        "classify route accept send_back hand_over add_assistant ask_writer writer_answers note_answer stop_waiting "
        "propose_extension answer_supervision save_reply submit_reply recall_reply judge object reopen "
        "refuse_reopening link_repeat unlink_repeat withdraw change_consent save_public_text "
        "submit_public_text": MESSAGES,
        "extend refuse_extension return_reply send_reply return_public_text publish_answer unpublish_answer": APPROVERS,
        "supervise confirm_supervision return_supervision": MANAGER,
    },
    "rating": {
        "contact fail_contact verify mend tell submit_words withdraw_consent appeal supplement re_rate": MESSAGES,
        "release_words return_words take_off_words grant_appeal refuse_appeal": APPROVERS,
    },
    "device": {"make_code enrol switch_off switch_on forget": SYSTEM},
    "notice": {"release end": MANAGER},
}
"""By state table; the people are those of the cast, in the police and in the market authority.

Verbs of writers and raters (with number and code) need no account; an account does them with the right of the desk.
"""


def registered() -> dict[str, dict[str, Transition]]:
    """Return the verbs of the code."""
    return {
        "publication": {name: verb.transition for name, verb in publishing.VERBS.items()},
        "request": dict(requests.VERBS),
        "message": dict(messages.VERBS),
        "rating": dict(ratings.VERBS),
        "device": dict(hall.DEVICE_VERBS),
        "notice": dict(hall.NOTICE_VERBS),
    }


def rows() -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """Return the table with a row for each verb."""
    groups = [(table, verbs, who) for table, group in TABLE.items() for verbs, who in group.items()]
    return {(table, verb): who for table, verbs, who in groups for verb in verbs.split()}


def test_the_table_knows_every_verb() -> None:
    known = {(table, verb) for table, verbs in registered().items() for verb in verbs}
    assert set(rows()) == known


@pytest.mark.django_db
def test_nobody_else_may(cast: Cast) -> None:
    people: dict[str, Any] = {one.name: getattr(cast, one.name) for one in fields(cast)}
    users = {name: person for name, person in people.items() if isinstance(person, User)}

    def allowed(transition: Transition, department: Department) -> set[str]:
        return {name for name, user in users.items() if access.may(user, transition.capability, department.pk)}

    verbs, wrong = registered(), []
    for (table, verb), (own, elsewhere) in rows().items():
        found = allowed(verbs[table][verb], cast.police), allowed(verbs[table][verb], cast.market)
        if found != (own, elsewhere):
            wrong.append(f"{table}.{verb}: {sorted(found[0])} / {sorted(found[1])}")
    assert not wrong, "\n".join(wrong)
