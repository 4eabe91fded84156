"""Faults that others met in this work, replayed from outside against a running stack (HOSTILE, G)."""

import itertools

import pytest

from local.stack import start
from tests.end_to_end.outside import Outside
from tests.field.expected_failures import EXPECTED_FAILURES
from tests.field.inputs import every_variant
from tests.field.player import Player
from tests.planted import quoted

pytestmark = pytest.mark.stack

_NUMBERS = itertools.count(9_100_000_000_000_000_001)  # as platforms count their orders: beyond 2^53
_OF_DOCUMENTS = {"currencies_and_their_decimals", "formulas_in_an_export"}
_VARIANTS = list(every_variant())


@pytest.fixture(scope="module")
def outside():
    with start(desk=False) as stack:
        yield Outside(stack)
        assert quoted(stack.log.read_text().splitlines()) == []


@pytest.fixture
def player(outside):
    return Player(outside, str(next(_NUMBERS)))


def _is_of_documents(variant):
    return variant.id.partition("-")[0] in _OF_DOCUMENTS


def _marked(variants):
    return [pytest.param(variant, id=variant.id, marks=_marks(variant.id)) for variant in variants]


def _marks(variant_id):
    wrong = EXPECTED_FAILURES.get(variant_id)
    return [pytest.mark.xfail(strict=True, raises=AssertionError, reason=wrong)] if wrong else []


@pytest.mark.parametrize("variant", _marked(v for v in _VARIANTS if not _is_of_documents(v)))
def test_a_case_comes_out_right(player, variant):
    """HOSTILE 97 to 113 and 115 to 117, and what held before."""
    player.play(variant.steps)


@pytest.mark.parametrize("variant", _marked(v for v in _VARIANTS if _is_of_documents(v)))
def test_a_document_says_what_is_right(player, variant):
    """HOSTILE 114, and amounts in the dossier."""
    player.play(variant.steps)


def test_only_known_variants_are_expected_to_fail():
    assert set(EXPECTED_FAILURES) <= {variant.id for variant in _VARIANTS}
