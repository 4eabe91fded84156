"""Erasing facts: no word of a person stays, and everything folds as before."""

from dataclasses import replace

import pytest
from hypothesis import given
from pydantic import BaseModel

from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.effects import effects
from chalicelib.domain.erasure import Marks, erased, names_in
from chalicelib.domain.event_types import FACTS
from chalicelib.domain.fold import fold
from chalicelib.domain.order_check import check_order
from chalicelib.domain.reported import REPORTED
from chalicelib.policies import policy_book
from chalicelib.values.identifiers import OrderKey
from tests.domain.generated import TELLINGS, histories
from tests.domain.histories import on

MARKS = Marks(b"a secret of the test")
ORDER = OrderKey("demo", "alibaba", "A-1")
_KINDS = sorted({*FACTS.values(), *(fact for fact, _ in REPORTED.values())}, key=lambda c: c.__name__)
# Every text that an erasure leaves, because it is an id, a code, a key, a word of a platform or of a list.
STAYS = {
    *("return_id", "offer_id", "evidence_id", "effect_id", "mediation_id", "appeal_id", "reference", "number"),
    *("sku", "order_sku", "title", "carrier", "code", "platform_status", "stage", "policy", "version", "channel"),
    *("key", "content_type", "sha256", "version_id", "deadline", "currency", "kind", "evidence", "resolution"),
    *(
        "grounds",
        "wants",
        "by",
        "opened_by",
        "in_favour_of",
        "freight_payer",
        "condition",
        "recorded_by",
        "instead_of",
        "ids",
    ),
}


def texts(model: type[BaseModel], seen: frozenset[type[BaseModel]] = frozenset()):
    """The fields of a model and of its parts that can hold a text, with those that are personal."""
    for name, field in model.model_fields.items():
        parts = _models(field.annotation)
        for part in parts:
            if part not in seen:
                yield from texts(part, seen | {part})
        if str in _types(field.annotation):
            yield name, "Personal" in str(field)


def _types(annotation):
    return {annotation} | {kind for arg in getattr(annotation, "__args__", ()) for kind in _types(arg)}


def _models(annotation):
    args = getattr(annotation, "__args__", ())
    own = [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
    return own + [model for arg in args for model in _models(arg)]


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_text_of_a_fact_is_personal_or_on_the_list_of_what_stays(kind):
    assert {name for name, personal in texts(kind) if not personal and name not in STAYS} == set()


def words(fact):
    return [value for value in _strings(fact.model_dump(mode="json")) if value]


def _strings(value):
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value] if isinstance(value, str) else [text for part in parts for text in _strings(part)]


def file_of(events):
    return fold(ORDER, events, policy_book(()), as_of=on(40))


def outcome(file):
    """The states, money and deadlines of each case, without its words."""
    return {
        name: (
            case.status,
            case.outcome,
            (case.payments, case.paid, case.failed, case.wants),
            case.lines,
            check_order(case, file.order).result,
            [(entry.id, entry.at, entry.type, entry.effect, entry.no_effect_because) for entry in case.timeline],
            [(found.name, found.at, found.who) for found in deadlines(case)],
            sorted(flag.rule for flag in case.reviews),
        )
        for name, case in file.cases.items()
    }


@given(histories())
def test_a_history_folds_to_the_same_states_money_and_effects(told):
    forgotten = [replace(event, fact=erased(event.fact, MARKS)) for event in told]

    before, after = file_of(told), file_of(forgotten)

    assert outcome(after) == outcome(before)
    assert [effect.id for effect in effects(after)] == [effect.id for effect in effects(before)]


def test_no_name_of_a_fact_stays():
    for told in (fact for kind in TELLINGS for _, _, fact in kind):
        gone = erased(told, MARKS)

        assert not set(names_in(told)) & set(words(gone)), told
        assert len(list(names_in(gone))) == len(list(names_in(told))), told


def test_erasing_twice_changes_nothing_that_a_fold_reads():
    [told] = [fact for kind in TELLINGS for _, _, fact in kind if "ADA buyer" in repr(fact)][:1]

    again = erased(erased(told, MARKS), MARKS)

    assert list(names_in(again)) != list(names_in(told))
    assert again.model_copy(update={"customer": told.customer, "reason": told.reason}) == told


def test_names_compare_as_they_did():
    assert MARKS.name("Ada  Buyer") == MARKS.name("ADA bUyer") != MARKS.name("Eve Other")
    assert MARKS.text("Ada") != MARKS.text("ADA")
    assert MARKS.name("Ada Buyer") != Marks(b"another erasure").name("Ada Buyer")
