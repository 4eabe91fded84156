"""Erased deliveries: the facts are read back without a person's words, and nothing else is read."""

import pytest

from chalicelib.dialects import DIALECTS, TRANSLATORS, erased
from chalicelib.dialects.delivery import NotUnderstood, Translation
from chalicelib.domain.erasure import Marks
from chalicelib.domain.erasure import erased as without_words
from chalicelib.domain.events import Happening
from chalicelib.domain.interventions import MediationEnded
from chalicelib.domain.openings import UnnamedMediation
from chalicelib.domain.reported import REPORTED
from chalicelib.values.vocabulary import Party
from tests.domain.generated import TELLINGS
from tests.domain.histories import on

MARKS = Marks(b"a secret of the test")
REPORTS = [(kind, by, fact) for tellings in TELLINGS for kind, by, fact in tellings if kind in REPORTED]


def test_every_fact_that_a_marketplace_tells_is_read_back_as_it_was_erased():
    for kind, by, fact in REPORTS:
        told = Happening(type=kind, at=on(2.25), by=by, fact=without_words(fact, MARKS))
        translation = Translation("A-1", (told,))

        assert erased.translate(erased.write(translation)) == translation


def test_it_is_a_dialect_of_rows_and_of_no_connection():
    assert erased.NAME in TRANSLATORS
    assert erased.NAME not in DIALECTS


def test_a_delivery_of_several_facts_keeps_their_sequence():
    told = [Happening(type=kind, at=on(2), by=by, fact=without_words(fact, MARKS)) for kind, by, fact in REPORTS[:7]]

    assert erased.translate(erased.write(Translation("A-1", tuple(told)))).happenings == tuple(told)


def test_facts_that_only_one_dialect_states_are_read_back():
    for fact in (UnnamedMediation(return_id="R-1", opened_by=Party.PLATFORM), MediationEnded(return_id="R-1")):
        told = Happening(type="mediation.opened", at=on(2), by=Party.PLATFORM, fact=fact)
        [read] = erased.translate(erased.write(Translation("A-1", (told,)))).happenings

        assert (type(read.fact), read) == (type(fact), told)


@pytest.mark.parametrize(
    "body",
    [erased.TOMBSTONE, b"", b"{}", b"[]", b'{"order_number": "A-1", "erased": []}', b"\xff"],
)
def test_any_other_bytes_are_not_understood(body):
    with pytest.raises(NotUnderstood):
        erased.translate(body)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_a_tombstone_is_not_understood_in_any_dialect(dialect):
    with pytest.raises(NotUnderstood):
        dialect.translate(erased.TOMBSTONE, {})
