"""The player itself: an input that is wrong, or a case that is not as it must be, fails."""

import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from tests.field.inputs import Do, How, Missing, See, Tell, Upload, every_variant, read_fault
from tests.field.player import Player
from tests.field.seen import faults_of, value_at
from tests.field.spreadsheet import formulas, record_of
from tests.field.times import instant_of, moment_of, with_instants

NOW = datetime(2026, 3, 1, 12, 0, 5, 400_000, tzinfo=UTC)
CASE = {
    "status": "closed",
    "refund": {"due": {"minor": 2400, "currency": "USD"}, "settled": None},
    "offers": [{"status": "declined"}, {"status": "accepted"}],
    "deadlines": [{"name": "settle"}],
    "needs_review": [],
}


class Answer:
    """An answer of a stack that answers everything alike."""

    def __init__(self, status_code, body):
        self.status_code, self.body, self.text = status_code, body, json.dumps(body)
        self.ok = status_code < 400

    def json(self):
        return self.body


class Stranger:
    """Outside of no stack at all."""

    def __init__(self, status_code=200, body=None):
        self.answer, self.sent = Answer(status_code, body or {}), []

    def deliver(self, body, *, delivery_id=None):
        self.sent.append((delivery_id, json.loads(body)))
        return self.answer

    def ask(self, method, path, **sent):
        self.sent.append((method, path, sent))
        return self.answer


def fault(*expected, either=()):
    return faults_of(See(see="R-1", all=expected, any=either), CASE)


@pytest.mark.parametrize(
    "expected",
    [
        ("status", "=", "closed"),
        ("status", "not", "agreed"),
        ("refund.due.minor", "<=", 2400),
        ("refund.due.minor", ">=", 2400),
        ("refund.settled", "null"),
        ("refund.settled.minor", "null"),
        ("offers.-1.status", "=", "accepted"),
        ("offers.2.status", "null"),
        ("offers", "not empty"),
        ("needs_review", "empty"),
        ("deadlines", "without", "appeal"),
    ],
)
def test_a_case_as_it_must_be_is_right(expected):
    assert fault(expected) == []


@pytest.mark.parametrize(
    "expected",
    [
        ("status", "=", "agreed"),
        ("status", "not", "closed"),
        ("refund.due.minor", "<=", 2399),
        ("refund.due.minor", ">=", 2401),
        ("refund.settled.minor", "<=", 1000),
        ("refund.due", "null"),
        ("offers.0.status", "=", "accepted"),
        ("needs_review", "not empty"),
        ("refund.settled", "not empty"),
        ("refund.settled", "empty"),
        ("offers", "empty"),
        ("deadlines", "without", "settle"),
    ],
)
def test_a_case_that_is_otherwise_is_wrong_and_the_fault_says_how(expected):
    (words,) = fault(expected)

    assert words.startswith(f"{expected[0]} must be {expected[1]}")
    assert repr(value_at(expected[0], CASE)) in words


def test_every_fault_of_all_is_told_and_one_that_holds_of_any_is_enough():
    wrong, right = ("status", "=", "agreed"), ("status", "=", "closed")

    assert len(fault(wrong, wrong, right)) == 2
    assert fault(either=(wrong, right)) == []
    assert len(fault(either=(wrong, wrong))) == 1
    assert len(fault(wrong, either=(wrong,))) == 2


def test_a_field_that_no_case_has_is_no_null():
    with pytest.raises(AssertionError, match=r"refunds\.due is not shown"):
        fault(("refunds.due", How.NULL))


@pytest.mark.parametrize("step", [{"tell": "x", "oops": 1}, {"see": "R-1", "all": [["status", "is", 1]]}, {"say": "x"}])
def test_an_input_with_a_step_that_nobody_can_take_is_an_error(step):
    text = {"title": "", "right": "", "numbers": [], "variants": {"only": [step]}}
    with pytest.raises(ValidationError):
        read_fault(json.dumps(text))


def test_every_variant_ends_with_something_that_can_be_wrong():
    for variant in every_variant():
        last = variant.steps[-1]
        checks = isinstance(last, Do) and last.answers is not None
        assert checks or not isinstance(last, Tell | Do) or last.answers == "quarantined", variant.id


def test_a_time_is_relative_to_the_clock_or_an_instant_of_its_own():
    assert instant_of("-5h", now=NOW) == "2026-03-01T07:00:05.400000Z"
    assert instant_of("+5s", now=NOW, whole=True) == "2026-03-01T12:00:10Z"
    assert instant_of("2026-03-30T06:30:00+02:00", now=NOW) == "2026-03-30T06:30:00+02:00"
    body = {"expires_at": "-1m", "text": "-1m", "lines": [{"at": "2026-01-01T00:00:00Z"}]}
    assert with_instants(body, now=NOW) == body | {"expires_at": "2026-03-01T11:59:05.400000Z"}
    with pytest.raises(ValueError, match="yesterday"):
        moment_of("yesterday", now=NOW)


def test_a_fact_told_twice_between_two_commands_has_one_date_and_a_named_delivery_one_id():
    stranger = Stranger(202, {"status": "accepted"})
    player = Player(stranger, "9")
    player.play((Tell(tell="return.requested", of="R-1", at="-5h", id="fix"),) * 2)

    first, again = stranger.sent
    assert first == again
    assert first[0] == "9-fix"
    assert first[1]["data"] == {"order_number": "9", "return_id": "R-1"}


@pytest.mark.parametrize(
    ("step", "status_code", "body"),
    [
        (Tell(tell="order.placed"), 202, {"status": "quarantined"}),
        (Tell(tell="order.placed", answers="quarantined"), 202, {"status": "accepted"}),
        (Tell(tell="order.placed"), 409, {}),
        (Do(do="accept_return", of="R-1", answers=201), 409, {}),
        (Do(do="accept_return", of="R-1", answers=409), 201, {}),
        (Do(do="accept_return", of="R-1"), 422, {}),
        (Missing(missing="R-1"), 200, {}),
        (Upload(upload="00", filename="a", type="image/png", kind="photo", becomes="stored"), 422, {}),
    ],
)
def test_an_answer_that_is_not_the_right_one_fails(step, status_code, body):
    with pytest.raises(AssertionError):
        Player(Stranger(status_code, body), "9").take(step)


@pytest.mark.parametrize(
    ("cell", "formula_cells"),
    [
        ("fine", set()),
        ("'=1+1", set()),
        ("=1+1", {"=1+1"}),
        ("  -1", {"  -1"}),
        ('"ok;=1+1"', {'=1+1",end'}),
        ("ok\t@A1", {"@A1,end"}),
        ('"two\r\n+1"', {'+1",end'}),
    ],
)
def test_a_cell_counts_as_a_formula_under_each_separator(cell, formula_cells):
    export = f"case_id,text,end\r\nother,=2,end\r\nmine,{cell},end\r\n"
    record = record_of("mine", export)

    assert set(formulas(record)) == formula_cells
    assert record_of("nobody", export) == ""
