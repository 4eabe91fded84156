import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.values.identifiers import CaseKey, OrderKey, is_identifier, parse_case_id

PARTS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True)


@given(PARTS, PARTS, PARTS)
def test_a_case_id_reads_back_as_the_case_it_names(marketplace, order_number, return_id):
    case = CaseKey(OrderKey("demo", marketplace, order_number), return_id)
    assert parse_case_id("demo", case.case_id) == case


def test_a_dot_inside_a_part_is_written_as_a_tilde():
    assert CaseKey(OrderKey("demo", "alibaba", "A.1001"), "R.1").case_id == "alibaba.A~1001.R~1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "alibaba",
        "alibaba.A-1",
        "a.b.c.d",
        "alibaba..R-1",
        "alibaba.A-1.R-1\n",
        "../A-1.R-1",
        "a.b#.c",
        "a.b.~c",
        "é.b.c",
    ],
)
def test_what_names_no_case_is_none(text):
    assert parse_case_id("demo", text) is None


@pytest.mark.parametrize("text", ["", "-a", ".a", "_a", "a b", "a/b", "a#b", "a\n", "a\x00", "ä", "a" * 65, "a~b"])
def test_a_text_that_is_no_identifier_is_refused(text):
    assert not is_identifier(text)


@given(PARTS)
def test_an_allowed_text_is_an_identifier(text):
    assert is_identifier(text)
