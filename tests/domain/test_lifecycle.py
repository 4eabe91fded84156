"""The matrix: every state with every event and every command, for exactly what the lifecycle table says."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Refused
from chalicelib.domain.lifecycle import MOVES, WAITS, move_for
from chalicelib.domain.lifecycle_commands import COMMANDS, ask_for
from chalicelib.domain.lifecycle_rows import Fork
from chalicelib.domain.next_status import (
    AFTER_AGREEMENT,
    WHEN_BACK,
    WHEN_EXCHANGED,
    WHEN_FAILED,
    WHEN_SENT,
    WHEN_SETTLED,
)
from chalicelib.domain.policy import Terms
from chalicelib.values.states import NEGOTIABLE
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Outcome, Party
from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- the table reads by its columns
from tests.domain import specimens
from tests.domain.histories import Story, story
from tests.domain.standings import LATE, STANDINGS

# Where a fork of the table leads from the standings' histories; where it is not named it leads nowhere.
FORKS = {
    AFTER_AGREEMENT: dict.fromkeys(NEGOTIABLE | {S.CLOSED}, S.AGREED),
    WHEN_SENT: {S.AGREED: S.RETURNING},
    WHEN_BACK: {S.AGREED: S.INSPECTING, S.RETURNING: S.INSPECTING},
    WHEN_SETTLED: dict.fromkeys(set(S) - {S.APPEAL_REQUESTED, S.IN_APPEAL}, S.CLOSED),
    WHEN_FAILED: {S.CLOSED: S.NEGOTIATING},
    WHEN_EXCHANGED: {},
}
# What the table lets through and the facts of the case do not carry.
STANDS_ALREADY = {
    (S.SETTLING, E.RETURN_SHIPPED): "the goods are on their way back already",
    (S.SETTLING, E.RETURN_DELIVERED): "the goods are back already",
    **{
        (status, kind): "no such request was made"
        for status in set(S) - {S.CLOSED}
        for kind in (E.FILING_RECORDED, E.FILING_FAILED, E.FILING_LEFT)
        if not any(found.effect_id for found in STANDINGS[status].case(LATE).rounds)
    },
    **{
        (status, kind): f"the request is {found} already"
        for status, found in ((S.IN_MEDIATION, "open"), (S.DECIDED, "decided"), (S.IN_APPEAL, "open"))
        for kind in (E.FILING_FAILED, E.FILING_LEFT)
    },
}
TOLD_FULLY = {E.RETURN_REQUESTED: "it was told before, and otherwise: the first stands"}
REFUSED_BY_GUARD = {
    "override_order_check": dict.fromkeys(S, "the order is confirmed"),
    "complete_details": dict.fromkeys(S, "customer, reason, wishes and lines are known already"),
    "match_lines": dict.fromkeys(S, "every line is an article of the order"),
    "accept_offer": dict.fromkeys(NEGOTIABLE - {S.NEGOTIATING}, "no offer of the customer is open"),
    "decline_offer": dict.fromkeys(NEGOTIABLE - {S.NEGOTIATING}, "no offer of the customer is open"),
    "withdraw_offer": dict.fromkeys({S.REQUESTED, S.REFUSED}, "no offer of ours is open"),
    "record_customer_answer": dict.fromkeys({S.REQUESTED, S.REFUSED}, "no offer of ours is open"),
    "record_settlement": {S.REFUSED: "nothing is agreed", S.CLOSED: "nothing is agreed"},
    "acknowledge_review": dict.fromkeys(S, "nothing waits for a look"),
    "record_filing": dict.fromkeys(
        set(S) - {S.MEDIATION_REQUESTED, S.IN_MEDIATION, S.DECIDED, S.APPEAL_REQUESTED, S.IN_APPEAL},
        "no request of this case waits",
    ),
}


def but_for_the_record(case: Case) -> Case:
    """A case without what is kept of everything, also of what changes nothing."""
    return replace(case, timeline=(), reviews=(), identities=frozenset(), platform_status=None)


@pytest.mark.parametrize("kind", [kind for kind in E if kind is not E.DEADLINE_PASSED], ids=str)
@pytest.mark.parametrize("status", S, ids=str)
def test_an_event_does_in_a_state_exactly_what_the_table_says(status, kind):
    before = story(*specimens.standing(status, kind)).case(LATE)
    happened = specimens.event(kind, before)
    after = story(*specimens.standing(status, kind), happened).case(LATE)
    if kind in specimens.OF_THE_ORDER:
        assert after.timeline == before.timeline
        return
    entry = next(found for found in after.timeline if found.id == happened.id)
    move = move_for(before.status, kind, happened.by, outcome=before.outcome)
    because = STANDS_ALREADY.get((status, kind)) or TOLD_FULLY.get(kind)
    if move is None or because:
        assert (entry.effect, because or "the case") == (None, because or "the case")
        assert because in (None, entry.no_effect_because)
        assert but_for_the_record(after) == but_for_the_record(before)
        return
    leads = FORKS[move.to].get(before.status) if isinstance(move.to, Fork) else move.to
    assert after.status is (leads or before.status)
    assert (entry.effect or "").startswith(move.does)
    assert entry.no_effect_because is None


@pytest.mark.parametrize("status", S, ids=str)
def test_what_the_table_does_not_know_says_so(status):
    happened = [kind for kind in E if kind not in specimens.OF_THE_ORDER and kind is not E.DEADLINE_PASSED]
    case = STANDINGS[status].case(LATE)
    for kind in happened:
        event = specimens.event(kind, case)
        if move_for(status, kind, event.by, outcome=case.outcome) is None and kind not in TOLD_FULLY:
            because = STANDINGS[status].then(event).entry(LATE, kind).no_effect_because
            assert because == (
                f"it does not apply while the case is {status.replace('_', ' ')}"
                if case.is_open
                else "the case had closed before it (refunded)"
            )


@pytest.mark.parametrize("ask", COMMANDS, ids=lambda ask: ask.command)
@pytest.mark.parametrize("status", S, ids=str)
def test_a_command_in_a_state_is_taken_or_refused_exactly_as_the_table_says(status, ask):
    told = STANDINGS[status]
    fields = specimens.COMMANDS[ask.command](told.case(LATE))
    guarded = REFUSED_BY_GUARD.get(ask.command, {}).get(status)
    taken = _attempt(told, ask.command, fields)
    if isinstance(taken, Refused):
        not_now = f"this is not possible while the case is {status.replace('_', ' ')}"
        assert (taken.why == not_now) == (status not in ask.sources)
        assert (guarded is not None and guarded in taken.why) == (status in ask.sources)
        assert taken.rule == ask.rule
        return
    assert status in ask.sources
    assert not guarded
    event = taken.events[-1]
    assert event.type in ask.makes
    assert next(entry for entry in taken.case(event.at).timeline if entry.id == event.id).effect


@pytest.mark.parametrize("status", S, ids=str)
def test_the_actions_offered_are_the_commands_that_are_taken(status):
    told = STANDINGS[status]
    offered = told.actions(LATE)
    for ask in COMMANDS:
        if ask.command == "record_settlement" or ask.desk:
            continue
        fields = specimens.COMMANDS[ask.command](told.case(LATE))
        assert (ask.command in offered) == isinstance(_attempt(told, ask.command, fields), Story)


def _attempt(told: Story, command: str, fields: dict[str, Any]) -> Story | Refused:
    try:
        return told.give(LATE, command, **fields)
    except Refused as refused:
        return refused


def test_the_standings_stand_where_they_say():
    assert {status: STANDINGS[status].case(LATE).status for status in S} == {status: status for status in S}


def test_every_event_of_a_case_that_moves_anything_has_its_change():
    assert {move.on for move in MOVES} == set(E) - specimens.OF_THE_ORDER - {E.DEADLINE_PASSED}


def test_every_state_a_command_is_taken_in_counts_what_it_makes():
    for ask in COMMANDS:
        by = Party.PLATFORM if ask.command == "record_ruling" else Party.SELLER
        for status in ask.sources:
            outcome = Outcome.RULED_CUSTOMER if status is S.CLOSED else None
            assert any(move_for(status, kind, by, outcome=outcome) for kind in ask.makes), (ask.command, status)


def test_no_event_has_two_moves_in_one_state():
    for status in S:
        for kind in E:
            for outcome in Outcome if status is S.CLOSED else [None]:
                for by in Party:
                    found = [
                        move
                        for move in MOVES
                        if move.on is kind
                        and status in move.sources
                        and by in move.by
                        and (not move.outlasts or outcome in move.outlasts)
                    ]
                    assert len(found) <= 1, (status, kind, outcome, by)


def test_every_wait_has_its_deadline_in_the_policy():
    assert {wait.name for wait in WAITS} == set(Terms.model_fields)


@pytest.mark.parametrize("outcome", Outcome, ids=str)
def test_only_what_outlasts_an_end_leaves_it(outcome):
    left = {move.on for move in MOVES if S.CLOSED in move.sources and move.to not in (None, S.CLOSED, WHEN_SETTLED)}
    assert left == {
        E.OFFER_ACCEPTED,
        E.RETURN_ACCEPTED,
        E.EXCHANGE_SHIPPED,
        E.REFUND_FAILED,
        E.MEDIATION_OPENED,
        E.MEDIATION_DECIDED,
        E.APPEAL_OPENED,
        E.APPEAL_DECIDED,
    }
    promised = move_for(S.CLOSED, E.RETURN_ACCEPTED, Party.SELLER, outcome=outcome)
    assert (promised is not None) == (outcome in (Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.REFUSED))


def test_a_command_nobody_knows_has_no_row():
    with pytest.raises(KeyError):
        ask_for("make_coffee")
