"""The table of the events that marketplaces report, each with its fact and its author.

The door loads this table and no case, because a marketplace waits for its answer.
"""

from collections.abc import Mapping

from chalicelib.domain.facts import Fact, MessagePosted, ReturnMoved, TextOnly, Unknown
from chalicelib.domain.offer_facts import OfferAnswered, OfferMade
from chalicelib.domain.openings import AppealOpened, MediationOpened
from chalicelib.domain.order_facts import OrderMoved, OrderPlaced, PolicyDisclosed
from chalicelib.domain.order_words import CarrierStated, OrderEnded
from chalicelib.domain.refund_facts import RefundFailed, RefundSettled
from chalicelib.domain.request_facts import ReturnRequested, ReturnUpdated
from chalicelib.domain.ruling_facts import AppealDecided, MediationDecided
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party

REPORTED: Mapping[str, tuple[type[Fact], Party]] = {
    E.ORDER_PLACED: (OrderPlaced, Party.PLATFORM),
    E.ORDER_SHIPPED: (OrderMoved, Party.PLATFORM),
    E.ORDER_DELIVERED: (OrderMoved, Party.PLATFORM),
    E.ORDER_ENDED: (OrderEnded, Party.PLATFORM),
    E.CARRIER_STATED: (CarrierStated, Party.PLATFORM),
    E.POLICY_DISCLOSED: (PolicyDisclosed, Party.PLATFORM),
    E.RETURN_REQUESTED: (ReturnRequested, Party.CUSTOMER),
    E.RETURN_UPDATED: (ReturnUpdated, Party.PLATFORM),
    E.MESSAGE_POSTED: (MessagePosted, Party.CUSTOMER),
    E.OFFER_MADE: (OfferMade, Party.CUSTOMER),
    E.RETURN_CONTESTED: (TextOnly, Party.CUSTOMER),
    E.OFFER_DECLINED: (OfferAnswered, Party.CUSTOMER),
    E.OFFER_ACCEPTED: (OfferAnswered, Party.CUSTOMER),
    E.RETURN_SHIPPED: (ReturnMoved, Party.CUSTOMER),
    E.RETURN_DELIVERED: (ReturnMoved, Party.PLATFORM),
    E.MEDIATION_OPENED: (MediationOpened, Party.PLATFORM),
    E.MEDIATION_DECIDED: (MediationDecided, Party.PLATFORM),
    E.APPEAL_OPENED: (AppealOpened, Party.PLATFORM),
    E.APPEAL_DECIDED: (AppealDecided, Party.PLATFORM),
    E.EXCHANGE_SHIPPED: (ReturnMoved, Party.SELLER),
    E.REFUND_SETTLED: (RefundSettled, Party.PLATFORM),
    E.REFUND_FAILED: (RefundFailed, Party.PLATFORM),
    E.RETURN_WITHDRAWN: (TextOnly, Party.CUSTOMER),
}


def read_marketplace_fact(kind: str, data: Mapping[str, object]) -> tuple[Fact, Party]:
    """Read what a marketplace reports, and whose act it was. Other types are Unknown.

    Raises pydantic.ValidationError for bad data.
    """
    fact, author = REPORTED.get(kind, (Unknown, Party.PLATFORM))
    return fact.model_validate(data), author
