"""The shapes that outsiders rely on, name by name, written a second time beside chalicelib/views/shapes.py."""

from tests.world.checks import Check, instant, many, maybe, number, one_of, shape, text, truth

STATUSES = (
    *("requested", "negotiating", "agreed", "returning", "inspecting", "settling", "refused"),
    *("mediation_requested", "in_mediation", "decided", "appeal_requested", "in_appeal", "closed"),
)
OUTCOMES = (
    *("refunded", "partially_refunded", "exchanged", "refused", "withdrawn", "cancelled", "expired"),
    *("ruled_customer", "ruled_seller", "ruled_split"),
)
RESOLUTIONS = ("return_and_refund", "exchange", "partial_refund", "refund_without_return")

money = shape(minor=number, currency=text)
payer = one_of("seller", "customer")
reason = shape(code=text, fault=one_of("seller", "carrier", "customer", "unknown"), text=maybe(text))
customer = shape(name=text)
line = shape(sku=text, quantity=number, amount=maybe(money))
offer = shape(
    offer_id=text,
    by=payer,
    resolution=one_of(*RESOLUTIONS),
    amount=maybe(money),
    freight_payer=maybe(payer),
    expires_at=maybe(instant),
    text=maybe(text),
    status=one_of("open", "accepted", "declined", "expired", "replaced", "withdrawn"),
    at=instant,
    recorded_by=maybe(one_of("seller")),
)
recorded = maybe(one_of("seller"))
parcel = shape(
    carrier=maybe(text),
    number=maybe(text),
    shipped_at=maybe(instant),
    delivered_at=maybe(instant),
    recorded_by=recorded,
)
goods_of_order: dict[str, Check] = {
    "known": truth,
    "lines": many(shape(sku=text, quantity=number, amount=money)),
    "total": maybe(money),
    "placed_at": maybe(instant),
    "shipped_at": maybe(instant),
    "delivered_at": maybe(instant),
    "parcels": many(parcel),
}
whole_order = shape(
    **goods_of_order,
    marketplace=text,
    order_number=text,
    customer=maybe(customer),
    disclosures=many(shape(policy=text, version=text, channel=text, at=instant, recorded_by=recorded)),
    told_by=maybe(shape(by=one_of("marketplace", "seller"), at=instant)),
    cases=many(text),
)
order_check = shape(
    result=one_of("confirmed", "mismatch", "incomplete", "unknown_order"),
    fields=many(shape(field=text, return_=text, order=text)),
    overridden=maybe(shape(reason=text, at=instant)),
)
eligibility = shape(eligible=truth, rules=many(shape(rule=text, holds=truth, why=text)), days_left=maybe(number))
condition = one_of("as_sent", "used", "damaged", "wrong_goods", "other_goods", "empty")
inspection = shape(
    matches_description=truth,
    matches_pictures=truth,
    condition=condition,
    note=maybe(text),
    evidence=many(text),
    lines=many(shape(sku=text, quantity=number, condition=condition)),
    at=instant,
)
refusal = shape(reason=text, grounds=many(text), without_grounds=truth, at=instant, contested_at=maybe(instant))
freight = shape(
    payer=maybe(payer),
    rule=text,
    policy=text,
    reclaim_from=maybe(one_of("carrier")),
    differs=maybe(shape(policy=text, payer=payer)),
)
round_ = shape(
    kind=one_of("mediation", "appeal"),
    number=number,
    id=maybe(text),
    effect_id=maybe(text),
    opened_by=text,
    status=one_of("requested", "filed", "open", "decided", "withdrawn", "failed"),
    reference=maybe(text),
    requested_at=maybe(instant),
    to_file_by=maybe(instant),
    decided_at=maybe(instant),
    in_favour_of=maybe(one_of("customer", "seller", "split")),
    refund=maybe(money),
    freight_payer=maybe(payer),
    appeal_until=maybe(instant),
)
evidence = shape(
    evidence_id=text,
    kind=text,
    filename=text,
    description=maybe(text),
    content_type=text,
    size=number,
    sha256=text,
    status=one_of("announced", "stored", "rejected", "late"),
    reason=maybe(text),
    at=instant,
)
readiness = shape(
    ready_for=maybe(one_of("mediation", "appeal")),
    ready=truth,
    missing=many(shape(kind=text, needed=number, have=number)),
    new_since_ruling=many(text),
)
deadline = shape(
    name=text,
    at=instant,
    since=instant,
    who=one_of("customer", "seller", "platform"),
    if_silent=text,
    silence=text,
    rule=text,
)
turn = shape(who=one_of("us", "customer", "platform", "carrier", "nobody"), code=text, text=text)
next_step = shape(code=text, text=text)
review = shape(id=text, rule=text, detail=text, acknowledged=maybe(shape(by=text, at=instant)))
entry = shape(
    id=text,
    at=instant,
    received_at=instant,
    by=one_of("customer", "seller", "platform", "clock", "system"),
    type=text,
    text=maybe(text),
    effect=maybe(text),
    no_effect_because=maybe(text),
    person=maybe(text),
)
case_without_timeline = shape(
    case_id=text,
    version=text,
    turn=turn,
    next=next_step,
    merchant=text,
    marketplace=text,
    order_number=text,
    return_id=text,
    status=one_of(*STATUSES),
    outcome=maybe(one_of(*OUTCOMES)),
    platform_status=maybe(text),
    customer=maybe(customer),
    reason=reason,
    wants=maybe(one_of(*RESOLUTIONS)),
    lines=many(shape(sku=text, title=maybe(text), order_sku=maybe(text), quantity=number, amount=maybe(money))),
    order=shape(**goods_of_order),
    order_check=order_check,
    eligibility=eligibility,
    offers=many(offer),
    refusal=maybe(refusal),
    inspection=maybe(inspection),
    at_stake=maybe(money),
    freight=freight,
    refund=shape(
        due=maybe(money),
        settled=maybe(money),
        failed=many(shape(amount=maybe(money), reference=maybe(text), at=instant)),
        other=many(money),
    ),
    rounds=many(round_),
    evidence=many(evidence),
    readiness=readiness,
    deadline=maybe(deadline),
    deadlines=many(deadline),
    available_actions=many(text),
    needs_review=many(review),
    tasks=many(shape(kind=text, effect_id=maybe(text), text=text)),
    next_steps=many(text),
    resources=many(shape(title=text, url=text, why=text)),
    policy=shape(name=text, version=number),
    opened_at=instant,
    changed_at=instant,
)
timeline = shape(timeline=many(entry), timeline_total=number)
summary = shape(
    case_id=text,
    version=text,
    marketplace=text,
    turn=turn,
    next=next_step,
    wants=maybe(one_of(*RESOLUTIONS)),
    at_stake=maybe(money),
    tasks=number,
    evidence=shape(have=number, needed=number),
    opened_at=instant,
    order_number=text,
    return_id=text,
    status=one_of(*STATUSES),
    outcome=maybe(one_of(*OUTCOMES)),
    reason=reason,
    customer=maybe(customer),
    deadline=maybe(deadline),
    needs_review=many(review),
    changed_at=instant,
)
file = shape(id=text, kind=text, sha256=text, size=number, type=text, key=text)
message = shape(
    specversion=one_of("1.0"),
    id=text,
    source=one_of("/recourse"),
    type=one_of(
        *("recourse.mediation.requested", "recourse.mediation.withdrawn"),
        *("recourse.appeal.filed", "recourse.appeal.withdrawn"),
    ),
    subject=text,
    time=instant,
    datacontenttype=one_of("application/json"),
    data=shape(
        merchant=text,
        marketplace=text,
        case=case_without_timeline,
        request=shape(kind=one_of("mediation", "appeal"), round=number, by=text, why=maybe(text)),
        withdraws=maybe(text),
        evidence=shape(bucket=text, files=many(file)),
    ),
)


def whole_case(value: object, place: str = "case") -> None:
    """A case as `GET /cases/{case_id}` answers it.

    Its deadline is the earliest of its deadlines.
    """
    case_without_timeline(value, place)
    timeline(value, place)
    assert isinstance(value, dict)
    first = min(value["deadlines"], key=lambda found: found["at"], default=None)
    assert (value["deadline"] or {}).get("at") == (first or {}).get("at"), f"{place}.deadline is not the earliest"
    shown = [entry["at"] for entry in value["timeline"]]
    assert shown == sorted(shown), f"{place}.timeline is not oldest first"
    assert len(shown) == min(500, value["timeline_total"]), f"{place}.timeline is not the newest 500"
