"""The life of a case as tables: what moves it, and what happens if nobody acts. The commands are in lifecycle_commands.

Theory of operation. `MOVES` says which events count in which state, where each leads, and what it changes. `COMMANDS`
says which commands are possible in which state, under which guards, and how each is decided. `WAITS` says who must act
while a state lasts, by when, and what silence does. The fold, `decide`, `available_actions`, the deadlines,
docs/lifecycle.md and the matrix of tests all come out of these three tables.

Change together: what a command makes, and the moves of these events in the states of the command. Otherwise a decided
command changes nothing.
"""

from chalicelib.domain import (
    articles,
    closing,
    evidence,
    filing,
    goods,
    offers,
    refusals,
    request,
    reviews,
    rounds,
    settlement,
    waits,
)
from chalicelib.domain.appeals import appeal_ends
from chalicelib.domain.lifecycle_rows import ANYONE, Changing, Fork, Move, Wait, unchanged
from chalicelib.domain.next_status import (
    AFTER_AGREEMENT,
    WHEN_BACK,
    WHEN_EXCHANGED,
    WHEN_FAILED,
    WHEN_SENT,
    WHEN_SETTLED,
)
from chalicelib.values.states import (
    ALL,
    ANY_END,
    BEFORE_RULING,
    CLOSABLE,
    CLOSED,
    DECIDED,
    NEGOTIABLE,
    ON_THE_WAY,
    OPEN,
    REFUSABLE,
    SOFT_ENDS,
    TALKING,
)
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Outcome, Party
from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- the table reads by its columns

CUSTOMER, SELLER, PLATFORM = Party.CUSTOMER, Party.SELLER, Party.PLATFORM
BY_SELLER = frozenset({SELLER})


def _move(on: E, sources: frozenset[S], to: S | Fork | None, does: str, rule: str, change: Changing) -> Move:
    return Move(on=on, sources=sources, to=to, does=does, rule=rule, change=change)


def _outlasting(
    on: E,
    ends: frozenset[Outcome],
    to: S | Fork | None,
    does: str,
    rule: str,
    change: Changing,
    by: frozenset[Party] = ANYONE,
) -> Move:
    return Move(on=on, by=by, sources=CLOSED, to=to, does=does, rule=rule, change=change, outlasts=ends)


MOVES: tuple[Move, ...] = (
    _move(E.RETURN_REQUESTED, OPEN, None, "the request is on record", "G1.1", request.fill_in),
    _move(E.RETURN_UPDATED, OPEN, None, "the platform's word is on record", "G1.1", request.update),
    _move(E.DETAILS_COMPLETED, OPEN, None, "details completed", "G1.1", request.fill_in),
    _move(E.REASON_CLASSIFIED, OPEN, None, "the reason is classified", "G1.1", request.classify),
    _move(E.ORDER_CHECK_OVERRIDDEN, OPEN, None, "the seller confirms the order", "G2.1", request.override),
    _move(E.LINES_MATCHED, ALL, None, "the lines are matched with the order's articles", "G2.1", articles.match),
    _move(E.MESSAGE_POSTED, OPEN, None, "a message is on record", "G3.3", unchanged),
    _move(E.EVIDENCE_ANNOUNCED, OPEN, None, "an upload is granted", "G2.5b", evidence.announce),
    _move(E.EVIDENCE_STORED, ALL, None, "a file is in evidence", "G2.5b", evidence.store),
    _move(E.EVIDENCE_REJECTED, ALL, None, "a file is rejected", "G2.5b", evidence.reject),
    _move(E.OFFER_MADE, TALKING, S.NEGOTIATING, "an offer is on the table", "G2.3a", offers.make),
    _move(E.OFFER_MADE, NEGOTIABLE - TALKING, None, "an offer is on the table", "G2.3a", offers.make),
    _move(E.OFFER_DECLINED, NEGOTIABLE, None, "the offer is declined", "G2.3a", offers.decline),
    _move(E.OFFER_ACCEPTED, NEGOTIABLE, AFTER_AGREEMENT, "both sides agree", "G2.3a", offers.accept),
    _move(E.RETURN_ACCEPTED, NEGOTIABLE, AFTER_AGREEMENT, "both sides agree", "G2.3a", offers.accept_request),
    _move(E.OFFER_WITHDRAWN, NEGOTIABLE, None, "the seller withdraws the offer", "G2.3a", offers.withdraw_one),
    _move(E.RETURN_REFUSED, REFUSABLE, S.REFUSED, "the seller refuses", "G2.2c", refusals.refuse),
    _move(
        E.RETURN_CONTESTED,
        frozenset({S.REFUSED}),
        S.NEGOTIATING,
        "the customer contests the refusal",
        "G2.2c",
        refusals.contest,
    ),
    _move(
        E.RETURN_SHIPPED,
        OPEN - {S.RETURNING, S.INSPECTING},
        WHEN_SENT,
        "the goods are on their way back",
        "G2.3a",
        goods.send_back,
    ),
    _move(E.RETURN_DELIVERED, OPEN - {S.INSPECTING}, WHEN_BACK, "the goods are back", "G2.2b", goods.arrive),
    _move(E.INSPECTION_RECORDED, ON_THE_WAY, S.SETTLING, "the goods are inspected", "G2.2b", goods.inspect),
    _move(
        E.MEDIATION_REQUESTED,
        TALKING,
        S.MEDIATION_REQUESTED,
        "the platform is asked to mediate",
        "G2.3b",
        rounds.request_mediation,
    ),
    _move(E.MEDIATION_OPENED, OPEN, S.IN_MEDIATION, "the platform mediates", "G2.3b", rounds.open_mediation),
    _move(E.MEDIATION_DECIDED, OPEN, S.DECIDED, "the platform has ruled", "G2.3b", rounds.decide_mediation),
    _move(E.APPEAL_FILED, frozenset({S.DECIDED}), S.APPEAL_REQUESTED, "the ruling is appealed", "G2.5a", rounds.appeal),
    _move(E.APPEAL_OPENED, OPEN, S.IN_APPEAL, "the platform hears the appeal", "G2.5a", rounds.open_appeal),
    _move(E.APPEAL_DECIDED, OPEN, S.DECIDED, "the platform has ruled on the appeal", "G2.5a", rounds.decide_appeal),
    _move(E.FILING_RECORDED, OPEN, None, "the request lies before the platform", "G2.3b", filing.file),
    _move(E.FILING_FAILED, OPEN, None, "filing failed: a person has to file", "G2.3b", filing.fail),
    _move(E.FILING_LEFT, OPEN, None, "no filing endpoint: a person has to file", "G2.3b", filing.leave_to_person),
    _move(
        E.EXCHANGE_SHIPPED, OPEN - TALKING, WHEN_EXCHANGED, "the exchange is on its way", "G3.1", goods.send_exchange
    ),
    _move(E.REFUND_SETTLED, ALL, WHEN_SETTLED, "money went back to the customer", "G3.1", settlement.settle),
    _move(E.REFUND_FAILED, ALL, WHEN_FAILED, "a refund did not reach the customer", "G3.1", settlement.fail),
    _move(E.RETURN_WITHDRAWN, BEFORE_RULING, S.CLOSED, "the customer withdraws the return", "G2.3b", unchanged),
    _move(E.CASE_CLOSED, CLOSABLE, S.CLOSED, "closed, with its root cause", "G3.1", closing.close),
    _move(E.CASE_CLOSED, OPEN - CLOSABLE, None, "the root cause is on record", "G3.1", closing.keep_root_cause),
    _move(E.REVIEW_ACKNOWLEDGED, ALL, None, "somebody has looked at a review", "G3.1", reviews.acknowledge),
    # A promise of ours, a ruling or a settlement is not undone by an end that is dated before it. The platform's own
    # proceedings reopen a case whatever its end (docs/rules.md, After the end).
    _outlasting(E.OFFER_MADE, SOFT_ENDS, None, "an offer is on the table", "G2.3a", offers.make, by=BY_SELLER),
    _outlasting(E.OFFER_ACCEPTED, SOFT_ENDS, AFTER_AGREEMENT, "both sides agree", "G2.3a", offers.accept, by=BY_SELLER),
    _outlasting(E.RETURN_ACCEPTED, SOFT_ENDS, AFTER_AGREEMENT, "both sides agree", "G2.3a", offers.accept_request),
    _outlasting(
        E.EXCHANGE_SHIPPED, SOFT_ENDS, WHEN_EXCHANGED, "the exchange is on its way", "G3.1", goods.send_exchange
    ),
    _outlasting(E.MEDIATION_OPENED, ANY_END, S.IN_MEDIATION, "the platform mediates", "G2.3b", rounds.open_mediation),
    _outlasting(E.APPEAL_OPENED, ANY_END, S.IN_APPEAL, "the platform hears the appeal", "G2.5a", rounds.open_appeal),
    _outlasting(E.MEDIATION_DECIDED, ANY_END, S.DECIDED, "the platform has ruled", "G2.3b", rounds.decide_mediation),
    _outlasting(
        E.APPEAL_DECIDED, ANY_END, S.DECIDED, "the platform has ruled on the appeal", "G2.5a", rounds.decide_appeal
    ),
)

# The platform's words about a return open its case. Everything else waits in the log for one of them.
OPENING = frozenset(
    {E.RETURN_REQUESTED, E.RETURN_UPDATED, E.RETURN_SHIPPED, E.RETURN_DELIVERED, E.RETURN_WITHDRAWN, E.RETURN_CONTESTED}
)
# These bind the seller. If a late fact leaves no room for one, a person looks at the case.
PROMISES = frozenset({E.OFFER_MADE, E.OFFER_ACCEPTED, E.RETURN_ACCEPTED})
# These would count in an open case. After the end they change nothing, but a person has to know of them.
NOTED_AFTER_THE_END = frozenset(
    {
        *(E.RETURN_REQUESTED, E.RETURN_CONTESTED, E.RETURN_SHIPPED, E.RETURN_DELIVERED),
        *(E.OFFER_MADE, E.OFFER_ACCEPTED, E.OFFER_DECLINED),
    }
)

_TO_PAY = frozenset({S.SETTLING, S.DECIDED, S.CLOSED})
_REQUESTED = frozenset({S.MEDIATION_REQUESTED, S.APPEAL_REQUESTED})
_HEARD = frozenset({S.IN_MEDIATION, S.IN_APPEAL})
_UNANSWERED = TALKING - {S.REFUSED}

WAITS: tuple[Wait, ...] = (
    Wait(
        "respond",
        _UNANSWERED,
        SELLER,
        waits.since_unanswered,
        lambda terms: terms.respond,
        waits.UNANSWERED,
        waits.end_by_platform,
    ),
    Wait("negotiation", _UNANSWERED, SELLER, waits.since_opened, lambda terms: terms.negotiation, waits.ESCALATE),
    Wait(
        "contest",
        frozenset({S.REFUSED}),
        CUSTOMER,
        waits.since_entered,
        lambda terms: terms.contest,
        waits.KEEP_REFUSED,
    ),
    Wait(
        "ship_back", frozenset({S.AGREED}), CUSTOMER, waits.since_entered, lambda terms: terms.ship_back, waits.EXPIRE
    ),
    Wait(
        "inspect",
        frozenset({S.INSPECTING}),
        SELLER,
        waits.since_entered,
        lambda terms: terms.inspect,
        waits.ACCEPT_GOODS,
    ),
    Wait("settle", _TO_PAY, SELLER, waits.since_payable, lambda terms: terms.settle, waits.OVERDUE),
    Wait(
        "to_file",
        _REQUESTED,
        SELLER,
        waits.since_unfiled,
        lambda terms: terms.to_file,
        waits.OVERDUE,
        waits.end_of_filing,
    ),
    Wait("take_up", _REQUESTED, PLATFORM, waits.since_filed, lambda terms: terms.take_up, waits.CHASE),
    Wait(
        "evidence",
        _HEARD,
        SELLER,
        waits.since_taken_up,
        lambda terms: terms.evidence,
        waits.NOTHING,
        waits.end_of_evidence,
    ),
    Wait("ruling", _HEARD, PLATFORM, waits.since_taken_up, lambda terms: terms.ruling, waits.CHASE),
    Wait("appeal", DECIDED, SELLER, waits.since_lost, lambda terms: terms.appeal, waits.KEEP_RULED, appeal_ends),
    Wait("appeal", DECIDED, CUSTOMER, waits.since_won, lambda terms: terms.appeal, waits.KEEP_RULED, appeal_ends),
)
# The one state without a deadline, and why (the guide sets none for a carrier).
WITHOUT_DEADLINE = {
    S.RETURNING: "the goods are with the carrier; the case goes on when they arrive",
    S.DECIDED: "no appeal is left and nothing is due; the case goes on when the seller closes it",
}


def move_for(status: S, on: E | None, by: Party, *, outcome: Outcome | None = None) -> Move | None:
    """Return the move that an event makes in a state, after this outcome if it is closed. None: it does not count."""
    return next((move for move in _BY_EVENT.get(on, ()) if _counts(move, status, by, outcome)), None)


def _counts(move: Move, status: S, by: Party, outcome: Outcome | None) -> bool:
    return status in move.sources and by in move.by and (not move.outlasts or outcome in move.outlasts)


_BY_EVENT: dict[E | None, tuple[Move, ...]] = {kind: tuple(move for move in MOVES if move.on is kind) for kind in E}
