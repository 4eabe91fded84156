"""The commands as one table: in which states each is possible, under which guards, and how it is decided."""

from chalicelib.domain import (
    articles,
    closing,
    customers_word,
    filing,
    goods,
    messages,
    offer_commands,
    order_check,
    refusals,
    request,
    reservations,
    reviews,
    round_commands,
    settlement,
)
from chalicelib.domain.lifecycle_rows import Ask, ask
from chalicelib.values.states import ALL, CLOSABLE, DECIDED, NEGOTIABLE, ON_THE_WAY, OPEN, REFUSABLE, TALKING
from chalicelib.values.vocabulary import EventType as E

_CONFIRMED, _UNCONFIRMED = order_check.ORDER_CONFIRMED, order_check.ORDER_UNCONFIRMED
_GOODS = (articles.ARTICLES_KNOWN, reservations.GOODS_LEFT)
_ACCEPTABLE = (_CONFIRMED, request.REASON_KNOWN, request.WANTS_KNOWN, *_GOODS, reservations.MONEY_LEFT)
_ANSWERABLE = offer_commands.OFFER_TO_ANSWER
_REFUND_OR_EXCHANGE = (E.REFUND_SETTLED, E.EXCHANGE_SHIPPED)
_RULINGS = (E.MEDIATION_DECIDED, E.APPEAL_DECIDED)

COMMANDS: tuple[Ask, ...] = (
    ask(
        request.OverrideOrderCheck, OPEN, (_UNCONFIRMED,), "G2.1", (E.ORDER_CHECK_OVERRIDDEN,), request.decide_override
    ),
    ask(request.ClassifyReason, OPEN, (), "G1.1", (E.REASON_CLASSIFIED,), request.decide_reason),
    ask(
        request.CompleteDetails,
        OPEN,
        (request.DETAILS_MISSING,),
        "G1.1",
        (E.DETAILS_COMPLETED,),
        request.decide_details,
    ),
    ask(articles.MatchLines, ALL, (articles.TO_MATCH,), "G2.1", (E.LINES_MATCHED,), articles.match_lines),
    ask(
        offer_commands.AcceptReturn,
        NEGOTIABLE,
        _ACCEPTABLE,
        "G2.3a",
        (E.RETURN_ACCEPTED,),
        offer_commands.accept_return,
    ),
    ask(
        refusals.RefuseReturn,
        REFUSABLE,
        (request.REASON_KNOWN, refusals.REFUSABLE),
        "G2.2c",
        (E.RETURN_REFUSED,),
        refusals.refuse_return,
    ),
    ask(
        offer_commands.MakeOffer,
        NEGOTIABLE,
        (_CONFIRMED, *_GOODS, offer_commands.ROOM_FOR_OURS),
        "G2.3a",
        (E.OFFER_MADE,),
        offer_commands.make_offer,
    ),
    ask(
        offer_commands.AcceptOffer,
        NEGOTIABLE,
        (_CONFIRMED, _ANSWERABLE, *_GOODS, offer_commands.OFFER_WITHIN_ORDER),
        "G2.3a",
        (E.OFFER_ACCEPTED,),
        offer_commands.accept_offer,
    ),
    ask(
        offer_commands.DeclineOffer,
        NEGOTIABLE,
        (_ANSWERABLE,),
        "G2.3a",
        (E.OFFER_DECLINED,),
        offer_commands.decline_offer,
    ),
    ask(
        offer_commands.WithdrawOffer,
        NEGOTIABLE,
        (offer_commands.OUR_OFFER_OPEN,),
        "G2.3a",
        (E.OFFER_WITHDRAWN,),
        offer_commands.withdraw_offer,
    ),
    ask(
        customers_word.RecordCustomerOffer,
        NEGOTIABLE,
        (offer_commands.ROOM_FOR_THEIRS,),
        "G2.3a",
        (E.OFFER_MADE,),
        customers_word.record_offer,
    ),
    ask(
        customers_word.RecordCustomerAnswer,
        NEGOTIABLE,
        (offer_commands.OUR_OFFER_MADE,),
        "G2.3a",
        (E.OFFER_ACCEPTED, E.OFFER_DECLINED),
        customers_word.record_answer,
    ),
    ask(goods.RecordInspection, ON_THE_WAY, (), "G2.2b", (E.INSPECTION_RECORDED,), goods.record_inspection),
    ask(messages.PostMessage, OPEN, (messages.ROOM_FOR_MESSAGES,), "G3.3", (E.MESSAGE_POSTED,), messages.post),
    ask(
        round_commands.Escalate,
        TALKING,
        (round_commands.NEGOTIATION_FAILED,),
        "G2.3b",
        (E.MEDIATION_REQUESTED,),
        round_commands.escalate,
    ),
    ask(
        round_commands.FileAppeal,
        DECIDED,
        (round_commands.APPEAL_LEFT, round_commands.APPEAL_EVIDENCE),
        "G2.5a",
        (E.APPEAL_FILED,),
        round_commands.file_appeal,
    ),
    ask(
        settlement.RecordSettlement,
        ALL - TALKING,
        (settlement.SOMETHING_DUE,),
        "G3.1",
        _REFUND_OR_EXCHANGE,
        settlement.record_settlement,
    ),
    ask(closing.CloseCase, CLOSABLE, (closing.ROOT_CAUSE_OPEN,), "G3.1", (E.CASE_CLOSED,), closing.close_case),
    ask(
        reviews.AcknowledgeReview,
        ALL,
        (reviews.UNSEEN,),
        "G3.1",
        (E.REVIEW_ACKNOWLEDGED,),
        reviews.acknowledge_review,
    ),
    ask(
        filing.RecordFiling,
        OPEN,
        (filing.PLATFORM_ASKED,),
        "G2.3b",
        (E.FILING_RECORDED,),
        filing.record_filing,
        desk=True,
    ),
    ask(round_commands.RecordRuling, OPEN, (), "G2.3b", _RULINGS, round_commands.record_ruling, desk=True),
)


def ask_for(command: str) -> Ask:
    """Return the row of a command. Raises KeyError for an unknown one."""
    return _ASKS[command]


_ASKS = {ask.command: ask for ask in COMMANDS}
