"""The messages on the queue: our own, of any version, and any text that somebody else puts there."""

import json

import pytest

from chalicelib.usecases.queued_request import NotOurs, QueuedRequest, read_queued
from chalicelib.values.identifiers import CaseKey, OrderKey

CASE = CaseKey(OrderKey("demo", "alibaba", "A.1"), "R-1")
ID, OTHER = "a" * 64, "b" * 64


def message(*, data=None, **changed):
    whole = {"specversion": "1.0", "id": ID, "subject": "alibaba.A~1.R-1", "data": {"merchant": "demo"} | (data or {})}
    return json.dumps({name: value for name, value in (whole | changed).items() if value is not None})


def test_a_request_is_about_its_own_id():
    assert read_queued(message()) == QueuedRequest(CASE, ID, withdrawal=False)


def test_a_withdrawal_names_the_request_that_it_withdraws():
    assert read_queued(message(data={"withdraws": OTHER})) == QueuedRequest(CASE, OTHER, withdrawal=True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"text"',
        "{",
        "[" * 100_000,
        "\ud800",
        '{"id": NaN}',
        message(specversion="2.0"),
        message(id=None),
        message(id="short"),
        message(id="a" * 63 + "#"),
        message(subject="alibaba.A-1"),
        message(subject="alibaba.A-1.R-1.more"),
        message(subject="alibaba.A#1.R-1"),
        message(subject=None),
        message(data={"merchant": "a#b"}),
        message(data={"withdraws": "what"}),
    ],
    ids=str,
)
def test_any_other_text_is_not_ours(body):
    """It holds number 76 of docs/reliability.md."""
    with pytest.raises(NotOurs):
        read_queued(body)
