"""Every dialect against authentic deliveries with bad content (section B of docs/reliability.md)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.dialects.delivery import AboutNoOrder, NotUnderstood, Translation
from chalicelib.values.identifiers import is_identifier
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType
from tests.dialects.samples import EVERY_SAMPLE, EVERY_SAMPLE_ID, Sample, marketplaces

# Number 34 to 38 of docs/reliability.md.
NOT_JSON = {
    "34-not-json": b"<xml/>",
    "35-array": b"[]",
    "35-null": b"null",
    "35-number": b"1",
    "36-duplicate-keys": b'{"id": 1, "id": 2}',
    "37-nan": b'{"id": NaN}',
    "37-infinity": b'{"id": -Infinity}',
    "37-1e999": b'{"id": 1e999}',
    "37-5000-digits": b'{"id": ' + b"9" * 5000 + b"}",
    "38-nested": b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "surrogate": b'{"id": "\\ud800"}',
}
# Numbers 39, 42, 43, 44, 45 and 47 of docs/reliability.md.
WRONG: list[object] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**19,
    "",
    " ",
    "\u200b",
    "../x",
    "A#1",
    "\0",
    "x" * 2_049,
    [],
    {},
    [{}],
    "1e9",
]
WRONG += ["9999-12-31T00:00:00Z", "1970-01-01T00:00:00Z", 99_999_999_999_999, "\u202e<b>\r\n", "y" * 9_000, "USD"]

every_sample = pytest.mark.parametrize(("name", "sample"), EVERY_SAMPLE, ids=EVERY_SAMPLE_ID)


def translated(name: str, sample: Sample, message: dict[str, Any]) -> Translation | None:
    """The translation of a changed message, or None if it is not understood. Nothing else may come of it."""
    try:
        return DIALECTS[name].translate(marketplaces()[name].write(message), sample.headers)
    except NotUnderstood:
        return None


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(inner, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at a path, or without the path if the value is `...`."""
    if not path:
        return new
    copy = list(value) if isinstance(value, list) else dict(value)
    if new is ... and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(copy[path[0]], path[1:], new)
    return copy


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON.keys())
@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_no_object_of_json_is_not_understood(name, body):
    """It holds numbers 34 to 38 of docs/reliability.md."""
    sample = marketplaces()[name].samples[0]
    bodies = [body]
    if marketplaces()[name].is_signed_inside:
        whole = marketplaces()[name].read(sample.body)
        bodies.append(marketplaces()[name].write(whole | {"data": body.decode()}))
    for each in bodies:
        with pytest.raises(NotUnderstood):
            DIALECTS[name].translate(each, sample.headers)


@every_sample
def test_a_missing_or_wrong_field_is_understood_or_not_and_nothing_else(name, sample):
    """It holds numbers 39, 42, 43, 44, 45 and 47 of docs/reliability.md."""
    message = marketplaces()[name].read(sample.body)
    for path in leaves(message):
        for wrong in (..., *WRONG):
            found = translated(name, sample, changed(message, path, wrong))
            if found is not None:
                assert is_identifier(found.order_number)
                assert found.happenings
                assert all(happening.fact is not None for happening in found.happenings)


@every_sample
def test_a_field_that_nobody_knows_is_ignored(name, sample):
    """It holds number 39 of docs/reliability.md."""
    message = marketplaces()[name].read(sample.body)
    objects = [(), *(path for path in leaves(message) if isinstance(at(message, path), dict))]
    for path in objects:
        more = changed(message, path, at(message, path) | {"never_documented": [1, {"x": None}]})
        assert translated(name, sample, more) == translated(name, sample, message)


@every_sample
def test_ids_and_times_are_the_same_as_numbers_and_as_text(name, sample):
    """Platforms send the same field as a number or as text. Beyond 2^53 every digit counts."""
    message = marketplaces()[name].read(sample.body)
    right = translated(name, sample, message)
    for path in leaves(message):
        value = at(message, path)
        if isinstance(value, int) and not isinstance(value, bool):
            assert translated(name, sample, changed(message, path, str(value))) in (right, None)
        if isinstance(value, str) and value.isdigit() and len(value) < 19 and value[0] != "0":
            assert translated(name, sample, changed(message, path, int(value))) in (right, None)


@every_sample
def test_a_word_that_no_document_lists_is_kept_and_means_nothing_else(name, sample):
    """It holds numbers 40 and 111 of docs/reliability.md."""
    message = marketplaces()[name].read(sample.body)
    for path in leaves(message):
        if path[-1] in marketplaces()[name].words:
            found = translated(name, sample, changed(message, path, "NEVER_DOCUMENTED"))
            assert found is not None
            stages = [getattr(happening.fact, "stage", None) for happening in found.happenings]
            kinds = {happening.type for happening in found.happenings}
            # Shopify's topic says it all, what is only kept is no event of ours, and 1688's refundsuccess counts.
            says_more = name == "shopify" or kinds.isdisjoint(EventType) or stages == [Stage.OVER]
            assert Stage.UNKNOWN in stages or says_more
            assert not kinds & {"refund.settled", "return.withdrawn"}


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "standard"])
def test_a_sample_has_each_field_whose_words_are_looked_up(name):
    """Without them the test before this one would change nothing, and pass."""
    marketplace = marketplaces()[name]
    messages = [marketplace.read(sample.body) for sample in marketplace.samples]
    fields = {path[-1] for message in messages for path in leaves(message)}
    assert marketplace.words
    assert marketplace.words <= fields


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "standard"])
def test_a_delivery_about_no_order_is_no_fault(name):
    marketplace = marketplaces()[name]
    with pytest.raises(AboutNoOrder):
        DIALECTS[name].translate(marketplace.about_no_order, marketplace.samples[0].headers)


@every_sample
def test_a_sample_says_the_same_each_time(name, sample):
    first, again = (DIALECTS[name].translate(sample.body, sample.headers) for _ in range(2))
    assert first == again
    assert json.loads(json.dumps([happening.type for happening in first.happenings]))
