"""The seller records an answer of the customer after the offer has expired."""

from typing import Any

import pytest

from tests.domain.histories import on, opened, usd

OFFER: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1200), "expires_at": on(5)}


@pytest.mark.parametrize(("answer", "status"), [("accepted", "settling"), ("declined", "negotiating")])
def test_an_answer_from_before_the_offer_expired_is_recorded_afterwards(answer, status):
    """G2.3a: the customer wrote on day 4.5, the offer expired on day 5, and the clerk reads it on day 6."""
    late = {"offer_id": "R-1-s1", "answer": answer}
    offered = opened().give(4, "make_offer", **OFFER)

    case = offered.give(6, "record_customer_answer", **late, at=on(4.5)).case(6)

    assert (case.status, [offer.status for offer in case.offers]) == (status, [answer])
    assert "is expired" in offered.refusal(6, "record_customer_answer", **late, at=on(5)).why
