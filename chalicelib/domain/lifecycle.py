"""The life of a case as one table: what moves it, what a seller can do, and what happens when nobody acts.

`MOVES` says which events count in which state and where they lead; `COMMANDS` what may be asked in which state, under
which guards; `WAITS` who must act while a state lasts, by when, and what silence does. The fold, `decide`,
`available_actions`, the deadlines, the diagram in docs/ and the test matrix all come out of these three.
"""

from chalicelib.domain.lifecycle_rows import Ask, Fork, Guard, Move, Silence, Wait
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Outcome, Party
from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- the table reads by its columns

OPEN = frozenset(S) - {S.CLOSED}
NEGOTIABLE = frozenset({S.REQUESTED, S.NEGOTIATING, S.REFUSED, S.MEDIATION_REQUESTED, S.IN_MEDIATION})
TALKING = frozenset({S.REQUESTED, S.NEGOTIATING, S.REFUSED})
ON_THE_WAY = frozenset({S.AGREED, S.RETURNING, S.INSPECTING})
RULED = frozenset({S.DECIDED, S.APPEAL_REQUESTED, S.IN_APPEAL})
BEFORE_RULING = OPEN - RULED
REFUSABLE = frozenset({S.REQUESTED, S.NEGOTIATING, S.SETTLING})
CLOSABLE = frozenset({S.REFUSED, S.DECIDED, S.CLOSED})
ALL = frozenset(S)
CLOSED = frozenset({S.CLOSED})
# Ends without money or ruling: what was promised, paid or ruled after their date is not unmade by them.
SOFT_ENDS = frozenset({Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.REFUSED})
WITHDRAWN = frozenset({Outcome.WITHDRAWN})
ANY_END = frozenset(Outcome)

CUSTOMER, SELLER, PLATFORM, CLOCK = Party.CUSTOMER, Party.SELLER, Party.PLATFORM, Party.CLOCK
ANYONE, BY_CUSTOMER, BY_SELLER = frozenset(Party), frozenset({CUSTOMER}), frozenset({SELLER})


def _move(
    on: E, sources: frozenset[S], to: S | Fork | None, does: str, rule: str, by: frozenset[Party] = ANYONE
) -> Move:
    return Move(on, by, sources, to, does, rule)


def _outlasting(
    on: E, ends: frozenset[Outcome], to: S | Fork | None, does: str, rule: str, by: frozenset[Party] = ANYONE
) -> Move:
    return Move(on, by, CLOSED, to, does, rule, outlasts=ends)


MOVES: tuple[Move, ...] = (
    _move(E.RETURN_REQUESTED, OPEN, None, "the request is on record", "G1.1"),
    _move(E.RETURN_UPDATED, OPEN, None, "the platform's word is on record", "G1.1"),
    _move(E.DETAILS_COMPLETED, OPEN, None, "details completed", "G1.1"),
    _move(E.REASON_CLASSIFIED, OPEN, None, "the reason is classified", "G1.1"),
    _move(E.ORDER_CHECK_OVERRIDDEN, OPEN, None, "the seller vouches for the order", "G2.1"),
    _move(E.MESSAGE_POSTED, OPEN, None, "a message is on record", "G3.3"),
    _move(E.EVIDENCE_ANNOUNCED, OPEN, None, "an upload is granted", "G2.5b"),
    _move(E.EVIDENCE_STORED, ALL, None, "a file is in evidence", "G2.5b"),
    _move(E.EVIDENCE_REJECTED, ALL, None, "a file is rejected", "G2.5b"),
    _move(E.OFFER_MADE, TALKING, S.NEGOTIATING, "an offer is on the table", "G2.3a"),
    _move(E.OFFER_MADE, NEGOTIABLE - TALKING, None, "an offer is on the table", "G2.3a"),
    _move(E.OFFER_DECLINED, NEGOTIABLE, None, "the offer is declined", "G2.3a"),
    _move(E.OFFER_ACCEPTED, NEGOTIABLE, Fork.AFTER_AGREEMENT, "both sides agree", "G2.3a"),
    _move(E.RETURN_ACCEPTED, NEGOTIABLE, Fork.AFTER_AGREEMENT, "both sides agree", "G2.3a"),
    _move(E.RETURN_REFUSED, REFUSABLE, S.REFUSED, "the seller refuses", "G2.2c"),
    _move(E.RETURN_CONTESTED, frozenset({S.REFUSED}), S.NEGOTIATING, "the customer contests the refusal", "G2.2c"),
    _move(
        E.RETURN_SHIPPED, OPEN - {S.RETURNING, S.INSPECTING}, Fork.WHEN_SENT, "the goods are on their way back", "G2.3a"
    ),
    _move(E.RETURN_DELIVERED, OPEN - {S.INSPECTING}, Fork.WHEN_BACK, "the goods are back", "G2.2b"),
    _move(E.INSPECTION_RECORDED, ON_THE_WAY, S.SETTLING, "the goods are inspected", "G2.2b"),
    _move(E.MEDIATION_REQUESTED, TALKING, S.MEDIATION_REQUESTED, "the platform is asked to mediate", "G2.3b"),
    _move(E.MEDIATION_OPENED, OPEN, S.IN_MEDIATION, "the platform mediates", "G2.3b"),
    _move(E.MEDIATION_DECIDED, OPEN, S.DECIDED, "the platform has ruled", "G2.3b"),
    _move(E.APPEAL_FILED, frozenset({S.DECIDED}), S.APPEAL_REQUESTED, "the ruling is appealed", "G2.5a"),
    _move(E.APPEAL_OPENED, OPEN, S.IN_APPEAL, "the platform hears the appeal", "G2.5a"),
    _move(E.APPEAL_DECIDED, OPEN, S.DECIDED, "the platform has ruled on the appeal", "G2.5a"),
    _move(E.FILING_RECORDED, OPEN, None, "the request lies before the platform", "G2.3b"),
    _move(E.FILING_FAILED, OPEN, None, "filing failed: a person has to file", "G2.3b"),
    _move(E.FILING_LEFT, OPEN, None, "no filing endpoint: a person has to file", "G2.3b"),
    _move(E.EXCHANGE_SHIPPED, OPEN - TALKING, Fork.WHEN_EXCHANGED, "the exchange is on its way", "G3.1"),
    _move(E.REFUND_SETTLED, ALL, Fork.WHEN_SETTLED, "money went back to the customer", "G3.1"),
    _move(E.RETURN_WITHDRAWN, BEFORE_RULING, S.CLOSED, "the customer withdraws the return", "G2.3b"),
    _move(E.CASE_CLOSED, CLOSABLE, S.CLOSED, "closed, with its root cause", "G3.1"),
    # A promise, a ruling or a settlement is not unmade by an end that is dated before it (DESIGN, Fold).
    _outlasting(E.OFFER_MADE, SOFT_ENDS, None, "an offer is on the table", "G2.3a", BY_SELLER),
    _outlasting(E.OFFER_ACCEPTED, SOFT_ENDS, Fork.AFTER_AGREEMENT, "both sides agree", "G2.3a", BY_SELLER),
    _outlasting(E.OFFER_ACCEPTED, WITHDRAWN, Fork.AFTER_AGREEMENT, "both sides agree", "G2.3a", BY_CUSTOMER),
    _outlasting(E.RETURN_ACCEPTED, SOFT_ENDS, Fork.AFTER_AGREEMENT, "both sides agree", "G2.3a"),
    _outlasting(E.EXCHANGE_SHIPPED, SOFT_ENDS, Fork.WHEN_EXCHANGED, "the exchange is on its way", "G3.1"),
    _outlasting(E.MEDIATION_DECIDED, ANY_END, S.DECIDED, "the platform has ruled", "G2.3b"),
    _outlasting(E.APPEAL_DECIDED, ANY_END, S.DECIDED, "the platform has ruled on the appeal", "G2.5a"),
)

# The marketplace's words about a return open its case; everything else waits in the log for one of them.
OPENING = frozenset(
    {E.RETURN_REQUESTED, E.RETURN_UPDATED, E.RETURN_SHIPPED, E.RETURN_DELIVERED, E.RETURN_WITHDRAWN, E.RETURN_CONTESTED}
)
# What binds the seller: where a late fact leaves no room for it, a person looks.
PROMISES = frozenset({E.OFFER_MADE, E.OFFER_ACCEPTED, E.RETURN_ACCEPTED})
# What the platform does after the end changes nothing by itself, and yet a person has to know.
HEARD_AFTER_THE_END = frozenset({E.MEDIATION_OPENED, E.APPEAL_OPENED})


COMMANDS: tuple[Ask, ...] = (
    Ask("override_order_check", OPEN, (Guard.ORDER_UNCONFIRMED,), "G2.1", (E.ORDER_CHECK_OVERRIDDEN,)),
    Ask("classify_reason", OPEN, (), "G1.1", (E.REASON_CLASSIFIED,)),
    Ask("complete_details", OPEN, (), "G1.1", (E.DETAILS_COMPLETED,)),
    Ask(
        "accept_return",
        NEGOTIABLE,
        (Guard.ORDER_CONFIRMED, Guard.REASON_KNOWN, Guard.WANTS_KNOWN, Guard.GOODS_LEFT, Guard.MONEY_LEFT),
        "G2.3a",
        (E.RETURN_ACCEPTED,),
    ),
    Ask("refuse_return", REFUSABLE, (Guard.REASON_KNOWN, Guard.REFUSABLE), "G2.2c", (E.RETURN_REFUSED,)),
    Ask("make_offer", NEGOTIABLE, (Guard.ORDER_CONFIRMED, Guard.GOODS_LEFT), "G2.3a", (E.OFFER_MADE,)),
    Ask(
        "accept_offer",
        NEGOTIABLE,
        (Guard.ORDER_CONFIRMED, Guard.OFFER_TO_ANSWER, Guard.GOODS_LEFT),
        "G2.3a",
        (E.OFFER_ACCEPTED,),
    ),
    Ask("decline_offer", NEGOTIABLE, (Guard.OFFER_TO_ANSWER,), "G2.3a", (E.OFFER_DECLINED,)),
    Ask("record_inspection", ON_THE_WAY, (), "G2.2b", (E.INSPECTION_RECORDED,)),
    Ask("post_message", OPEN, (), "G3.3", (E.MESSAGE_POSTED,)),
    Ask("escalate", TALKING, (Guard.NEGOTIATION_FAILED,), "G2.3b", (E.MEDIATION_REQUESTED,)),
    Ask("file_appeal", frozenset({S.DECIDED}), (Guard.APPEAL_LEFT,), "G2.5a", (E.APPEAL_FILED,)),
    Ask(
        "record_settlement",
        ALL - TALKING,
        (Guard.SOMETHING_DUE,),
        "G3.1",
        (E.REFUND_SETTLED, E.EXCHANGE_SHIPPED),
    ),
    Ask("close_case", CLOSABLE, (Guard.ROOT_CAUSE_OPEN,), "G3.1", (E.CASE_CLOSED,)),
    Ask("record_filing", OPEN, (Guard.PLATFORM_ASKED,), "G2.3b", (E.FILING_RECORDED,), desk=True),
    Ask("record_ruling", OPEN, (), "G2.3b", (E.MEDIATION_DECIDED, E.APPEAL_DECIDED), desk=True),
)


WAITS: tuple[Wait, ...] = (
    Wait("respond", TALKING - {S.REFUSED}, SELLER, Silence.NOTHING),
    Wait("negotiation", TALKING - {S.REFUSED}, SELLER, Silence.ESCALATE),
    Wait("contest", frozenset({S.REFUSED}), CUSTOMER, Silence.STAND_REFUSED),
    Wait("ship_back", frozenset({S.AGREED}), CUSTOMER, Silence.EXPIRE),
    Wait("inspect", frozenset({S.INSPECTING}), SELLER, Silence.ACCEPT_GOODS),
    Wait("settle", frozenset({S.SETTLING, S.DECIDED, S.CLOSED}), SELLER, Silence.OVERDUE),
    Wait("take_up", frozenset({S.MEDIATION_REQUESTED, S.APPEAL_REQUESTED}), PLATFORM, Silence.CHASE),
    Wait("evidence", frozenset({S.IN_MEDIATION, S.IN_APPEAL}), SELLER, Silence.NOTHING),
    Wait("ruling", frozenset({S.IN_MEDIATION, S.IN_APPEAL}), PLATFORM, Silence.CHASE),
    Wait("appeal", frozenset({S.DECIDED}), SELLER, Silence.STAND_RULED),
)
# The one state without a deadline, and why (the guide sets none for a carrier).
WITHOUT_DEADLINE = {S.RETURNING: "the goods are with the carrier; the case goes on when they arrive"}


def move_for(status: S, on: E | None, by: Party, *, outcome: Outcome | None = None) -> Move | None:
    """The move an event makes in a state, after this outcome where it is closed; None where it does not count."""
    return next((move for move in _BY_EVENT.get(on, ()) if _counts(move, status, by, outcome)), None)


def _counts(move: Move, status: S, by: Party, outcome: Outcome | None) -> bool:
    return status in move.sources and by in move.by and (not move.outlasts or outcome in move.outlasts)


def ask_for(command: str) -> Ask:
    """The row of a command; KeyError for one that is none."""
    return _ASKS[command]


_BY_EVENT: dict[E | None, tuple[Move, ...]] = {kind: tuple(move for move in MOVES if move.on is kind) for kind in E}
_ASKS = {ask.command: ask for ask in COMMANDS}
