"""Texts cut to a size in JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.values.shortening import shortened, some_of


def size(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(min_value=3, max_value=50))
def test_a_text_keeps_within_its_bytes_and_stays_whole_where_it_fits(text, most):
    short = shortened(text, most)
    assert size(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]) and size(text) > most)


@pytest.mark.parametrize(
    ("text", "short"),
    [("ordered navy", "ordered navy"), ("ordered navy, got", "ordered n…"), ("\0" * 9, "\0…"), ("色" * 9, "色色色…")],
)
def test_control_characters_and_other_scripts_take_the_room_they_take(text, short):
    assert shortened(text, 12) == short


def test_a_long_list_is_named_in_part_and_counted():
    assert some_of(["a", "b"]) == "a, b"
    assert some_of(list("abcde")) == "a, b, c, d, e"
    assert some_of(list("abcdefgh")) == "a, b, c, d, e, and 3 more"
