"""Our own rows: what is written is read back, and nothing else is."""

import json
from datetime import UTC, datetime

import pytest

from chalicelib.dialects.delivery import NotUnderstood, Translation
from chalicelib.dialects.recourse import translate, write
from chalicelib.domain.clock import DeadlinePassed
from chalicelib.domain.event_types import FACTS
from chalicelib.domain.events import Happening
from chalicelib.domain.evidence import EvidenceAnnounced
from chalicelib.domain.facts import Customer, Fact, OrderLine
from chalicelib.domain.goods import InspectionRecorded
from chalicelib.domain.offer_facts import OfferOnRecord
from chalicelib.domain.order_facts import OrderRecorded
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Condition, EventType, EvidenceKind, Party, Resolution

AT = datetime(2026, 3, 1, 12, 0, 0, 123_456, tzinfo=UTC)


def by_seller(kind: EventType, fact: Fact, by: Party = Party.SELLER) -> Translation:
    return Translation("A-1001", (Happening(type=kind, at=AT, by=by, fact=fact),))


OFFER = by_seller(
    EventType.OFFER_MADE,
    OfferOnRecord(
        return_id="R-1",
        offer_id="R-1-s1",
        resolution=Resolution.PARTIAL_REFUND,
        amount=Money(minor=500, currency="USD"),
        expires_at=AT,
        text="zwölf € 😀",
    ),
)
OTHERS = [
    by_seller(
        EventType.ORDER_RECORDED,
        OrderRecorded(
            customer=Customer(name="Ada"),
            lines=(OrderLine(sku="MUG", quantity=1, amount=Money(minor=1, currency="JPY")),),
            delivered_at=AT,
        ),
    ),
    by_seller(
        EventType.INSPECTION_RECORDED,
        InspectionRecorded(
            return_id="R-1",
            matches_description=True,
            matches_pictures=False,
            condition=Condition.USED,
            evidence=("e1",),
        ),
    ),
    by_seller(
        EventType.EVIDENCE_ANNOUNCED,
        EvidenceAnnounced(
            return_id="R-1",
            evidence_id="e1",
            key="demo/x/e1",
            filename="a.jpg",
            kind=EvidenceKind.PHOTO,
            content_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            expires_at=AT,
        ),
    ),
    by_seller(EventType.DEADLINE_PASSED, DeadlinePassed(return_id="R-1", deadline="respond", instant=AT), Party.CLOCK),
]


@pytest.mark.parametrize("row", [OFFER, *OTHERS], ids=lambda row: row.happening.type)
def test_what_is_written_is_read_back(row):
    assert translate(write(row)) == row


def test_a_row_is_compact_and_leaves_out_what_is_absent():
    assert write(OFFER).decode() == (
        '{"type":"offer.made","timestamp":"2026-03-01T12:00:00.123456Z","by":"seller","data":{"order_number":"A-1001",'
        '"return_id":"R-1","offer_id":"R-1-s1","resolution":"partial_refund","amount":{"minor":500,"currency":"USD"},'
        '"expires_at":"2026-03-01T12:00:00.123456Z","text":"zwölf € 😀"}}'
    )


def test_every_type_of_ours_can_stand_in_a_row():
    assert set(FACTS) == set(EventType)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "offer.dreamt"}, "type:"),
        ({"by": "nobody"}, "by:"),
        ({"by": None}, "by:"),
        ({"timestamp": "2026-03-01"}, "timestamp:"),
        ({"data": {"return_id": "R-1"}}, "data.order_number:"),
        ({"data": {"order_number": "A-1", "return_id": "R-1"}}, "data.offer_id:"),
        ({"data": []}, "data:"),
    ],
)
def test_a_row_that_is_none_of_ours_is_not_understood(changes, field):
    with pytest.raises(NotUnderstood) as refusal:
        translate(json.dumps(json.loads(write(OFFER)) | changes).encode())
    assert refusal.value.reason.startswith(field)
