"""Histories as nobody would write them: every kind of fact, told by anybody, at dates that meet and cross."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.commands import Refused
from chalicelib.domain.event_types import read_own_fact
from chalicelib.domain.events import UNREADABLE, Event
from chalicelib.domain.facts import Fact, ReturnMoved, Unknown
from chalicelib.domain.guards import available_actions
from chalicelib.domain.reported import REPORTED, read_marketplace_fact
from chalicelib.domain.situation import Situation
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party
from tests.domain.histories import Story, evidence, line, on, placed, requested, story, usd
from tests.domain.specimens import DATA, OF_THE_ORDER

_OFFERS = ("C-1", "C-2", "R-1-s1", "R-2-s1")
_PROCEEDINGS = ("X-1", "X-2")
_OPENERS = ("customer", "seller", "platform")

# Other tellings of a kind than its specimen's; a return_id is set where the fact has one.
VARIANTS: dict[E, list[dict[str, Any]]] = {
    E.ORDER_PLACED: [
        {"customer": {"name": "Ada Buyer"}, "lines": [line(), line("PLATE-02", 1, 1600)]},
        {"customer": {"name": "Eve Other"}, "lines": [line(quantity=1, minor=1200)], "total": usd(1000)},
    ],
    E.ORDER_RECORDED: [
        DATA[E.ORDER_RECORDED] | {"lines": [line(quantity=1, minor=900)], "delivered_at": on(3)},
        DATA[E.ORDER_RECORDED]
        | {"parcels": [{"carrier": "SF", "number": "P1", "shipped_at": on(1), "delivered_at": on(2)}]},
    ],
    E.ORDER_SHIPPED: [{"tracking": {"carrier": "SF", "number": number}} for number in ("P1", "P2", None)],
    E.ORDER_DELIVERED: [{"tracking": {"carrier": "SF", "number": number}} for number in ("P1", "P2", None)],
    E.RETURN_REQUESTED: [
        {},
        {"customer": {"name": "Ada Buyer"}, "reason": {"code": "change_of_heart"}, "wants": "return_and_refund"},
        {"lines": [line()], "reason": {"code": "defective"}, "wants": "exchange", "customer": {"name": "ADA buyer"}},
    ],
    E.RETURN_UPDATED: [
        {"lines": [line(quantity=1, minor=900)]},
        {"lines": [line("8800", 1, 900), line("mug-01 ", 1, 1200)]},
        {"reason": {"code": "NO_SUCH_WORD"}},
    ],
    E.OFFER_MADE: [
        {"offer_id": name, "resolution": resolution} | amount | expiry
        for name, resolution, amount, expiry in (
            ("C-1", "partial_refund", {"amount": usd(500)}, {"expires_at": on(6)}),
            ("C-2", "exchange", {}, {"expires_at": on(1)}),
            ("C-2", "return_and_refund", {}, {}),
            ("R-1-s1", "refund_without_return", {"amount": usd(3000)}, {}),
        )
    ],
    E.OFFER_ACCEPTED: [{"offer_id": name} for name in _OFFERS],
    E.OFFER_DECLINED: [{"offer_id": name} for name in _OFFERS],
    E.OFFER_WITHDRAWN: [{"offer_id": name} for name in _OFFERS],
    E.MEDIATION_OPENED: [{"mediation_id": m, "opened_by": by} for m in _PROCEEDINGS for by in _OPENERS],
    E.MEDIATION_DECIDED: [
        {"mediation_id": "X-1", "in_favour_of": "customer", "refund": usd(900)},
        {"mediation_id": "X-2", "in_favour_of": "seller", "appeal_until": on(2)},
    ],
    E.APPEAL_OPENED: [
        {"appeal_id": a, "opened_by": by, "evidence_due": on(9)} for a in _PROCEEDINGS for by in _OPENERS
    ],
    E.APPEAL_DECIDED: [{"appeal_id": a, "in_favour_of": "split", "refund": usd(300)} for a in _PROCEEDINGS],
    E.REFUND_SETTLED: [
        {"amount": usd(2400)},
        {"amount": usd(300), "reference": "P-1"},
        {"amount": usd(0)},
        {"amount": usd(1), "reference": "P-1"},
        {"amount": usd(2400), "reference": "P-2"},
        {"amount": {"minor": 17000, "currency": "CNY"}, "reference": "P-3"},
    ],
    E.REFUND_FAILED: [
        *({"reference": name} for name in ("P-1", "P-2", "P-3")),
        {"amount": usd(2400)},
        {"amount": usd(2400), "time": on(3)},
    ],
    E.LINES_MATCHED: [{"lines": [{"sku": sku, "order_sku": None}]} for sku in ("8800", "mug-01")],
    E.RETURN_ACCEPTED: [
        *(DATA[E.RETURN_ACCEPTED] | {"goods": {"cancelled": cancelled, "lost": False}} for cancelled in (True, False)),
        {"resolution": "exchange"},
        {"resolution": "partial_refund", "amount": usd(10**15)},
    ],
    E.DEADLINE_PASSED: [{"deadline": "next", "instant": on(9)}],
}
_AUTHORS = {E(kind): by for kind, (_, by) in REPORTED.items()}


def _read(kind: E, data: dict[str, Any]) -> Fact:
    return read_marketplace_fact(kind, data)[0] if kind in REPORTED else read_own_fact(kind, data)


Telling = tuple[str, Party, Fact]


def _tellings(kind: E) -> list[Telling]:
    cases: list[dict[str, Any]] = (
        [{}] if kind in OF_THE_ORDER else [{"return_id": name} for name in ("R-1", "R-1", "R-2")]
    )
    authors = {_AUTHORS.get(kind, Party.SELLER)} | ({Party.SELLER} if kind.startswith("offer.") else set())
    told = [_read(kind, data | case) for data in (DATA[kind], *VARIANTS.get(kind, ())) for case in cases]
    return [(kind, by, fact) for by in sorted(authors) for fact in told]


def _recorded() -> list[Telling]:
    """The customer's words as the seller records them, under ids that the marketplace may use as well."""
    words: dict[E, list[dict[str, Any]]] = {
        E.OFFER_MADE: [{"offer_id": "R-1-c1", "resolution": "exchange"}, *VARIANTS[E.OFFER_MADE]],
        E.OFFER_ACCEPTED: VARIANTS[E.OFFER_ACCEPTED],
        E.OFFER_DECLINED: VARIANTS[E.OFFER_DECLINED],
    }
    mark = {"return_id": "R-1", "recorded_by": "seller"}
    return [(kind, Party.CUSTOMER, read_own_fact(kind, data | mark)) for kind in words for data in words[kind]]


# By kind, so that each is as likely as every other; and our own words in a stranger's mouth as one kind.
TELLINGS: list[list[Telling]] = [
    *(_tellings(kind) for kind in E),
    _recorded(),
    [(kind, Party.PLATFORM, Unknown(return_id="R-1")) for kind in E],
    [(UNREADABLE, Party.SYSTEM, Unknown())],
]
OPENINGS = [_tellings(E.RETURN_REQUESTED)]
# What a marketplace tells of a case that goes on.
STEPS = [_tellings(kind) for kind in map(E, REPORTED) if kind not in OF_THE_ORDER and kind != E.RETURN_WITHDRAWN]
# Dates meet on half days, where the deadlines are too, and on their grace; most lie within the days of talking.
_HALF_DAYS = st.one_of(st.integers(2, 18), st.integers(2, 18), st.integers(0, 60))
DATES = st.builds(on, _HALF_DAYS.map(lambda half: half / 2), minutes=st.sampled_from([0, 0, 0, 1, 15, 16]))
# How far a foreign clock differs from ours, and how long a delivery is under way, both in seconds: whole seconds,
# slow clocks, clocks ahead, and deliveries that come days later.
_DRIFTS = st.sampled_from([0, 0, 0, 0, 0, -0.4, -1, -20, -299, -3600, 270]).map(
    lambda seconds: timedelta(seconds=seconds)
)
_DELAYS = st.sampled_from([0, 0, 0, 0, 0, 0, 60, 3600, 3 * 86_400, -270]).map(
    lambda seconds: timedelta(seconds=seconds)
)


@st.composite
def events(draw: st.DrawFn, tellings: Sequence[list[Telling]] = TELLINGS) -> Event:
    """Any event at any date.

    The same one told again under another id now and then.
    """
    kinds = tellings[draw(st.integers(0, len(tellings) - 1))]
    kind, by, fact = kinds[draw(st.integers(0, len(kinds) - 1))]
    at, delivery = draw(DATES), draw(st.sampled_from("aab"))
    ours = by in (Party.SELLER, Party.SYSTEM) and not isinstance(fact, ReturnMoved)
    received_at = at
    if not ours:
        at += draw(_DRIFTS)
        received_at = at + draw(_DELAYS)
    name = sha256(repr((kind, by, fact, at, received_at, delivery)).encode()).hexdigest()[:12]
    return Event(id=f"delivery#{name}", type=kind, at=at, received_at=received_at, by=by, fact=fact, ours=ours)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Any set of events, most often with a return among them."""
    opening = draw(st.lists(events(OPENINGS), max_size=2))
    wild = draw(st.lists(events(), min_size=draw(st.sampled_from([0, 4, 8])), max_size=16))
    return [*opening, *wild, *draw(st.lists(events(STEPS), max_size=6))]


# What a seller or a desk may try, and what the other side and the platform may do about it.
ATTEMPTS: list[tuple[str, dict[str, Any]]] = [
    ("accept_return", {}),
    ("refuse_return", {"reason": "no"}),
    ("make_offer", {"resolution": "partial_refund", "amount": usd(900)}),
    ("make_offer", {"resolution": "refund_without_return", "amount": usd(3000), "expires_at": "2026-03-09T12:00:00Z"}),
    ("make_offer", {"resolution": "refund_without_return", "amount": usd(3000), "goodwill": True}),
    ("make_offer", {"resolution": "return_and_refund"}),
    ("make_offer", {"resolution": "exchange", "freight_payer": "seller"}),
    ("accept_offer", {"offer_id": "C-1"}),
    ("accept_offer", {"offer_id": "C-2"}),
    ("accept_offer", {"offer_id": "C-2", "goodwill": True}),
    ("match_lines", {"lines": [{"sku": "8800", "order_sku": "PLATE-02"}]}),
    ("match_lines", {"lines": [{"sku": "8800", "order_sku": None}]}),
    ("decline_offer", {"offer_id": "C-1"}),
    ("withdraw_offer", {"offer_id": "R-1-s1"}),
    ("record_customer_offer", {"resolution": "exchange"}),
    ("record_customer_offer", {"resolution": "partial_refund", "amount": usd(700), "at": "2026-03-05T12:00:00Z"}),
    ("record_customer_answer", {"offer_id": "R-1-s1", "answer": "accepted"}),
    ("record_customer_answer", {"offer_id": "R-1-s1", "answer": "accepted", "at": "2026-03-04T00:00:00Z"}),
    ("record_customer_answer", {"offer_id": "R-1-s2", "answer": "declined", "at": "2026-03-04T12:00:00Z"}),
    ("record_inspection", {"matches_description": False, "matches_pictures": True, "condition": "damaged"}),
    ("escalate", {"reason": "no agreement"}),
    ("record_settlement", {"kind": "refund"}),
    ("record_settlement", {"kind": "refund", "amount": usd(300), "reference": "P-1"}),
    ("record_settlement", {"kind": "exchange"}),
    ("close_case", {"root_cause": "a dark photo"}),
    ("classify_reason", {"code": "change_of_heart", "reason": "said so"}),
    ("complete_details", {"wants": "exchange", "lines": [line("PLATE-02", 1, 1600)]}),
    ("override_order_check", {"reason": "sold by phone"}),
    ("post_message", {"text": "hello"}),
    ("record_ruling", {"kind": "mediation", "id": "X-1", "in_favour_of": "customer", "refund": usd(900)}),
    ("record_ruling", {"kind": "appeal", "id": "X-1", "in_favour_of": "seller"}),
    ("file_appeal", {"grounds": "look again", "evidence": ["E-1", "E-2"]}),
]
BEGINNINGS = (
    story(placed(), requested(1), *evidence(1.5, "E-1", "photo"), *evidence(1.5, "E-2", "logistics")),
    story(placed(), requested(1), requested(1.5, return_id="R-2")),
    story(placed(), requested(1), requested(2, return_id="R-2", lines=[line("PLATE-02", 1, 1600)])),
    story(
        placed(), requested(1), requested(2, return_id="R-2", lines=[line("8800", 1, 1600), line("mug-01", 1, 1500)])
    ),
    story(requested(1, wants="exchange")),
)


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[Story, str, dict[str, Any], str, Any]]:
    """A story in which seller, desk, customer and platform take turns.

    Each command as (before, asked, now).
    """
    told, now = draw(st.sampled_from(BEGINNINGS)), on(2)
    asked = []
    for _ in range(draw(st.integers(2, 14))):
        now += timedelta(days=draw(st.sampled_from([0, 0.25, 0.5, 0.5, 1, 2, 3, 7])))
        if draw(st.sampled_from([True, False, False])):
            step = draw(events(STEPS))
            told = told.then(replace(step, id=f"{step.id}-{len(told.events)}", at=now, received_at=now))
            continue
        file = told.file(now)
        case = draw(st.sampled_from(sorted(file.cases)))
        offered = available_actions(Situation.of(file, file.cases[case], now=now))
        likely = [attempt for attempt in ATTEMPTS if attempt[0] in offered]
        tried = draw(st.sampled_from([likely, likely, ATTEMPTS])) or ATTEMPTS
        command, fields = draw(st.sampled_from(tried))
        asked.append((told, command, fields, case, now))
        try:
            told = told.give(now, command, return_id=case, **fields)
        except Refused:
            continue
    return asked
