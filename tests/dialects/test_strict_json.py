"""Numbers 34 to 38 of docs/reliability.md: what is not JSON with one meaning is not understood, at a bounded price."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.strict_json import parse_object

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FRACTIONS = st.floats(allow_nan=False, allow_infinity=False)
SENSIBLE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | FRACTIONS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)

REFUSED = {
    "not-json": b"hello",
    "empty": b"",
    "cut-off": b'{"a": ',
    "trailing": b'{"a": 1} x',
    "single-quotes": b"{'a': 1}",
    "raw-newline-in-text": b'{"a": "\n"}',
    "byte-order-mark": b"\xef\xbb\xbf{}",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "not-utf-8": b'{"a": "\xff"}',
    "overlong-utf-8": b'{"a": "\xc0\xaf"}',
    "array": b"[]",
    "null": b"null",
    "number": b"1",
    "text": b'"{}"',
    "duplicate-key": b'{"a": 1, "a": 1}',
    "duplicate-key-inside": b'{"a": [{"b": 1, "b": 2}]}',
    "duplicate-key-by-escape": b'{"a": 1, "\\u0061": 2}',
    "nan": b'{"a": NaN}',
    "infinity": b'{"a": Infinity}',
    "minus-infinity": b'{"a": -Infinity}',
    "1e999": b'{"a": 1e999}',
    "5000-digits": b'{"a": ' + b"9" * 5_000 + b"}",
    "250000-digits": b'{"a": ' + b"9" * 250_000 + b"}",
    "100000-arrays": b'{"a": ' + b"[" * 100_000,
    "100000-objects": b'{"a":' * 100_000,
    "closed-again": b'{"a": ' + b"[" * 65 + b"]" * 65 + b"}",
    "after-an-open-text": b'{"a": "' + b"\\" * 100_001 + b"[" * 100_000,
    "lone-high-surrogate": b'{"a": ["\\ud800"]}',
    "lone-low-surrogate-in-key": b'{"\\udc00": 1}',
    "wrong-order": b'{"a": "\\udc00\\ud800"}',
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_not_understood(body):
    """It holds numbers 26 and 34 to 38 of docs/reliability.md."""
    started = time.perf_counter()
    with pytest.raises(NotUnderstood) as refusal:
        parse_object(body)
    assert time.perf_counter() - started < 2
    assert 0 < len(refusal.value.reason) < 200


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b" {} ", {}),
        (b'{"id": 1479266113491823456}', {"id": 1_479_266_113_491_823_456}),
        (b'{"a": "\\ud83d\\ude00 \\\\ud800"}', {"a": "😀 \\ud800"}),
        (b'{"brackets": "' + b"[{" * 500 + b'\\""}', {"brackets": "[{" * 500 + '"'}),
        (b'{"a": [' + b"[]," * 5_000 + b"{}]}", {"a": [[]] * 5_000 + [{}]}),
        (b'{"a": 0.1000000000000000055511151231257827}', {"a": 0.1}),
    ],
    ids=["empty", "beyond-2^53", "surrogate-pair", "brackets-in-text", "wide-not-deep", "long-fraction"],
)
def test_what_is_json_is_read_as_it_stands(body, found):
    assert parse_object(body) == found


def test_depth_is_bounded_at_64():
    assert parse_object(b'{"a": ' + b"[" * 63 + b"]" * 63 + b"}")
    with pytest.raises(NotUnderstood, match="64 deep"):
        parse_object(b'{"a": ' + b"[" * 64 + b"]" * 64 + b"}")


@given(st.dictionaries(TEXTS, SENSIBLE, max_size=4))
def test_every_sensible_object_survives_the_trip(found):
    assert parse_object(json.dumps(found).encode()) == found
    assert parse_object(json.dumps(found, ensure_ascii=False).encode()) == found
