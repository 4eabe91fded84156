"""Faults that others met in this work, replayed from outside against a running stack."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.stack import start
from tests.end_to_end.outside import Outside
from tests.field.expected_failures import EXPECTED_FAILURES
from tests.field.inputs import every_variant
from tests.field.many_lines import many_lines
from tests.field.player import Player
from tests.world.planted import quoted

pytestmark = pytest.mark.stack

_NUMBERS = itertools.count(9_100_000_000_000_000_001)  # as platforms count their orders: beyond 2^53
_AT_ONCE = 2  # more wait for each other: the stack is one process
_DOCUMENTS = {"currencies_and_their_decimals", "formulas_in_an_export"}
_VARIANTS = [*every_variant(), many_lines(300), many_lines(1000)]


@pytest.fixture(scope="module")
def outcomes(request):
    """Every variant that is to be tested, by id: how it ends is its future's result."""
    variants = [item.callspec.params["variant"] for item in request.session.items if _has_variant(item)]
    with start(desk=False) as stack, ThreadPoolExecutor(_AT_ONCE) as threads:
        outside = Outside(stack)
        yield {each.id: threads.submit(Player(outside, str(next(_NUMBERS))).play, each.steps) for each in variants}
        threads.shutdown(cancel_futures=True)
        assert quoted(stack.log.read_text().splitlines()) == []


def _has_variant(item):
    return item.module.__name__ == __name__ and "variant" in getattr(item, "fixturenames", ())


def _is_of_documents(variant):
    return variant.id.partition("-")[0] in _DOCUMENTS


def _with_marks(variants):
    return [pytest.param(variant, id=variant.id, marks=_marks(variant.id)) for variant in variants]


def _marks(variant_id):
    wrong = EXPECTED_FAILURES.get(variant_id)
    return [pytest.mark.xfail(strict=True, raises=AssertionError, reason=wrong)] if wrong else []


@pytest.mark.parametrize("variant", _with_marks(v for v in _VARIANTS if not _is_of_documents(v)))
def test_a_case_comes_out_right(outcomes, variant):
    """It plays numbers 97 to 113 and 115 to 117 of docs/reliability.md, and what held before."""
    outcomes[variant.id].result()


@pytest.mark.parametrize("variant", _with_marks(v for v in _VARIANTS if _is_of_documents(v)))
def test_a_document_says_what_is_right(outcomes, variant):
    """It plays formulas in exports, and amounts in the dossier."""
    outcomes[variant.id].result()


def test_only_known_variants_are_expected_to_fail():
    assert set(EXPECTED_FAILURES) <= {variant.id for variant in _VARIANTS}


def test_every_number_of_the_field_has_a_variant():
    numbers = {number for variant in _VARIANTS for number in variant.numbers}
    assert set(range(97, 118)) <= numbers
