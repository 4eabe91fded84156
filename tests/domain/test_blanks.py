"""Whatever is optional may also be blank: it counts as missing, and keeps nothing else from counting.

It holds number 109 of docs/reliability.md.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import reduce
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from chalicelib.domain.event_types import FACTS
from chalicelib.domain.facts import Fact
from chalicelib.domain.reported import REPORTED
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType as E
from tests.domain.histories import line, opened, placed, requested, rules_flagged, story, told_of, usd
from tests.domain.specimens import DATA

Path = tuple[str | int, ...]

MODELS: Mapping[str, type[Fact]] = {kind: fact for kind, (fact, _) in REPORTED.items()} | {
    E.ORDER_RECORDED: FACTS[E.ORDER_RECORDED]
}
JAN = "2026-01-01T00:00:00Z"
# A value of every field that a marketplace, or a seller's order record, may leave out. A new field needs one here.
FILLED: dict[str, Any] = {
    "customer": {"name": "Ada Buyer"},
    "reason": {"code": "defective", "text": "it leaks"},
    "wants": "exchange",
    "lines": [line() | {"title": "A mug"}, line("PLATE-02", 1, 1600) | {"title": "A plate"}],
    "total": usd(4000),
    "tracking": {"carrier": "DHL", "number": "JD01"},
    "platform_status": "SOMETHING",
    "stage": "open",
    "text": "the customer's words",
    "amount": usd(100),
    "refund": usd(100),
    "freight_payer": "seller",
    "reference": "P-1",
    "time": "2026-03-01T00:00:00Z",
    "at": "2026-03-01T00:00:00Z",
    "expires_at": "2026-06-01T00:00:00Z",
    "evidence_due": "2026-06-01T00:00:00Z",
    "appeal_until": "2026-06-01T00:00:00Z",
    "respond_until": {"at": "2026-06-01T00:00:00Z", "if_silent": "it decides for the customer"},
    "parcels": [
        {
            "carrier": "DHL",
            "number": "JD01",
            "shipped_at": "2026-03-01T00:00:00Z",
            "delivered_at": "2026-03-02T00:00:00Z",
        }
    ],
    "disclosures": [{"policy": "guide", "version": "1", "channel": "listing", "at": "2026-03-01T00:00:00Z"}],
    "placed_at": "2026-03-01T00:00:00Z",
    "delivered_at": "2026-03-02T00:00:00Z",
}
BLANKS: dict[str, Any] = {
    "null": None,
    "empty": "",
    "spaces": "  ",
    "line break": "\r\n\t",
    "no-break space": "\u00a0",
    "zero width": "\u200b",
    "byte order mark": "\ufeff",
    "empty object": {},
    "empty list": [],
    "object of blanks": {"name": "", "code": None, "text": " ", "minor": None, "currency": "", "carrier": {}},
}


def _filled(kind: str) -> dict[str, Any]:
    """Every field of a kind, the optional ones too."""
    data = DATA[E(kind)] | {"return_id": "R-1"}
    optional = (name for name, field in MODELS[kind].model_fields.items() if not field.is_required())
    return deepcopy({name: FILLED[name] for name in optional} | data | _richer(data))


def _richer(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: FILLED[name] for name in data if name in ("lines", "customer")}


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_within, get_args(annotation))), None)


def _paths(model: type[BaseModel], data: Any, *, required: bool) -> Iterator[tuple[Path, type[BaseModel] | None]]:
    """The paths to all fields of a model that are required or not, each with the model of its value."""
    for name, field in model.model_fields.items():
        inner = _model_within(field.annotation)
        if field.is_required() is required:
            yield (name,), inner
        if inner is not None and name in data:
            first: Path = (name, 0) if isinstance(data[name], list) else (name,)
            below = data[name][0] if isinstance(data[name], list) else data[name]
            yield from ((first + path, found) for path, found in _paths(inner, below, required=required))


def _all_paths(*, required: bool) -> list[tuple[str, Path, type[BaseModel] | None]]:
    return [(kind, *found) for kind in MODELS for found in _paths(MODELS[kind], _filled(kind), required=required)]


_LISTS = {"lines", "parcels", "disclosures"}
OPTIONAL = [(kind, path) for kind, path, _ in _all_paths(required=False)]
OBJECTS = [(kind, path, model) for kind, path, model in _all_paths(required=False) if model and path[-1] not in _LISTS]
# Inside a part that may be left out, a field that the part requires is still required, unless all of the part is blank.
REQUIRED = [(kind, path) for kind, path, _ in _all_paths(required=True) if 0 in path or len(path) == 1]


def _within(data: Any, path: Path) -> Any:
    return reduce(lambda part, step: part[step], path[:-1], data)


def put(kind: str, path: Path, value: Any) -> Fact:
    data = _filled(kind)
    _within(data, path)[path[-1]] = value
    return MODELS[kind].model_validate(data)


def left_out(kind: str, path: Path) -> Fact:
    data = _filled(kind)
    del _within(data, path)[path[-1]]
    return MODELS[kind].model_validate(data)


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("name", ["time", "at"])
def test_a_field_of_two_names_may_be_blank_under_either(name, blank):
    named = {"return_id": "R-1", "reference": "P-1"}
    model = MODELS[E.REFUND_FAILED]
    assert model.model_validate(named | {name: BLANKS[blank]}) == model.model_validate(named)


def test_the_places_are_those_of_the_contract():
    assert {("return.requested", ("lines", 0, "amount")), ("order.placed", ("total",))} <= set(OPTIONAL)
    assert ("order.placed", ("lines", 0, "amount")) not in OPTIONAL
    assert len(OPTIONAL) > 60


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(("kind", "path"), OPTIONAL, ids=str)
def test_a_blank_in_an_optional_place_is_missing(kind, path, blank):
    assert put(kind, path, BLANKS[blank]) == left_out(kind, path) != MODELS[kind].model_validate(_filled(kind))


@pytest.mark.parametrize("blank", [None, "", " \u200b", {}, []])
@pytest.mark.parametrize(("kind", "path", "model"), OBJECTS, ids=str)
def test_an_object_whose_own_fields_are_all_blank_is_missing(kind, path, model, blank):
    blanks = dict.fromkeys(model.model_fields, blank)
    assert put(kind, path, blanks) == left_out(kind, path)
    assert put(kind, path, blanks | {"of_no_meaning": 42}) == left_out(kind, path)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u200b", {}, []])
@pytest.mark.parametrize(("kind", "path"), REQUIRED, ids=str)
def test_a_blank_in_a_required_place_is_not_understood(kind, path, blank):
    if path == ("text",) and isinstance(blank, str):
        assert put(kind, path, blank).text == blank  # a message without words may be a picture
        return
    with pytest.raises(ValidationError) as refused:
        put(kind, path, blank)
    assert refused.value.errors()[0]["loc"][: len(path)] == path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total", {"value": 2400, "currency_code": "USD"}),
        ("total", {"minor": 2400, "currency": ""}),
        ("total", {"minor": 0}),
        ("customer", {"full_name": "Ada Buyer"}),
        ("customer", {"name": 0}),
    ],
)
def test_what_is_misspelt_or_half_said_is_no_blank(name, value):
    kind = E.ORDER_PLACED if name == "total" else E.RETURN_REQUESTED
    with pytest.raises(ValidationError):
        put(kind, (name,), value)


@pytest.mark.parametrize("customer", [{"name": ""}, {"name": None}, {}, None, "", {"name": "\u200b", "id": 7}])
def test_a_return_whose_customer_was_made_anonymous_opens_its_case(customer):
    case = opened(customer=customer).case(3)
    assert (case.customer, case.claim) == (None, Money(minor=2400, currency="USD"))


def test_a_reason_without_a_code_keeps_its_words_and_is_to_be_classified():
    told = opened(reason={"code": "", "text": "it broke"})
    case = told.case(3)
    assert (case.reason_code, case.reason and case.reason.text) == ("unknown", "it broke")
    assert "classify_reason" in told.actions(3)
    assert "G1.1" in rules_flagged(case)
    known = told.then(told_of("return.updated", 4, reason={"code": "defective"})).case(5)
    assert (known.reason_code, "G1.1" in rules_flagged(known)) == ("defective", False)


def test_an_update_with_words_alone_keeps_the_code_that_is_known():
    update = told_of("return.updated", 3, reason={"code": " ", "text": "still not navy"})
    case = opened().then(update).case(4)
    assert (case.reason_code, case.reason and case.reason.text) == ("colour_difference", "still not navy")


def test_blank_tracking_does_not_take_the_place_of_the_parcel_that_is_known():
    shipped = told_of("return.shipped", 3, tracking={"carrier": "DHL", "number": "JD01"})
    arrived = told_of("return.delivered", 4, tracking={"carrier": "", "number": None, "url": "https://dhl.example"})
    tracking = opened().then(shipped, arrived).case(5).tracking
    assert tracking is not None
    assert tracking.number == "JD01"


def test_a_blank_total_leaves_the_sum_of_the_lines():
    assert story(placed(total={"minor": None, "currency": ""}), requested()).file(3).order.total == Money(
        minor=4000, currency="USD"
    )


def test_a_request_told_again_with_blanks_says_nothing_else():
    again = requested(2, customer={"name": ""}, reason=None, wants="", lines=[], text=" ")
    assert rules_flagged(opened().then(again).case(3)) == set()
