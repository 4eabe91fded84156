"""The record of a case: what is kept of a return to learn from it (G3.1), small enough for its row in the lists.

Texts and lines are cut; the whole of them stands in the case.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.case import Case
from chalicelib.domain.facts import Line
from chalicelib.domain.freight import fault, freight
from chalicelib.domain.order import OrderFile
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.reading import as_read
from chalicelib.values.shortening import shortened

# Bytes of JSON: a case row has 4 KB for all.
_REASON, _ROOT_CAUSE, _LESSON, _CARRIER, _SKUS = 200, 200, 100, 60, 240


class Goods(BaseModel):
    """The pieces of one article that are asked back. `worth` is in minor units of the record's currency, if known."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    sku: str
    quantity: int
    worth: int | None


class Sum(BaseModel):
    """Amounts of one currency added up: without the limit that one amount has."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    minor: int
    currency: Annotated[str, Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})]


class CaseRecord(BaseModel):
    """A return in a few facts.

    `goods` may lack articles, `quantity` counts all of them.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    opened_at: Instant
    outcome: str | None
    reason: str
    fault: str
    reason_text: str | None
    wants: str | None
    goods: tuple[Goods, ...]
    quantity: int
    claim: Sum | None
    settled: Sum | None
    freight_payer: str | None
    carrier: str | None
    condition: str | None
    rounds: int
    root_cause: str | None
    lesson: str | None
    policy: str
    policy_version: int


def case_record(file: OrderFile, case: Case) -> CaseRecord:
    """Record a case as it stands."""
    words = case.reason.text if case.reason else None
    return CaseRecord(
        opened_at=case.opened_at,
        outcome=case.outcome,
        reason=case.reason_code,
        fault=fault(case),
        reason_text=_short(words, _REASON),
        wants=case.wants,
        goods=_goods(case.priced_lines),
        quantity=sum(line.quantity for line in case.lines),
        claim=_sum(case.claim),
        settled=_sum(case.settled),
        freight_payer=freight(case, file.order).payer,
        carrier=_short(_carrier(file, case), _CARRIER),
        condition=case.inspection.condition if case.inspection else None,
        rounds=len(case.rounds),
        root_cause=_short(case.root_cause, _ROOT_CAUSE),
        lesson=_short(case.lesson, _LESSON),
        policy=case.policy.policy.name,
        policy_version=case.policy.version,
    )


def _sum(amount: Money | None) -> Sum | None:
    return Sum(minor=amount.minor, currency=amount.currency) if amount else None


def _carrier(file: OrderFile, case: Case) -> str | None:
    """Return the carriers who brought the goods, because goods are lost and damaged on that way.

    Else who carried them back. Several carriers stand together, by the alphabet, because nobody says in which parcel
    the goods were.
    """
    brought = [parcel.carrier for parcel in file.order.parcels if parcel.carrier]
    back = [case.tracking.carrier] if case.tracking and case.tracking.carrier else []
    spellings = {as_read(name): name for name in reversed(brought or back)}
    return ", ".join(sorted(spellings.values(), key=as_read)) or None


def _goods(lines: Iterable[Line]) -> tuple[Goods, ...]:
    """The articles, lines of one together, the most first, as many as there is room for."""
    goods_by_name: dict[str, Goods] = {}
    for line in lines:
        name = as_read(line.sku)
        so_far = goods_by_name.get(name, Goods(sku=line.sku, quantity=0, worth=0))
        worth = None if so_far.worth is None or line.amount is None else so_far.worth + line.amount.minor
        goods_by_name[name] = Goods(sku=so_far.sku, quantity=so_far.quantity + line.quantity, worth=worth)
    kept: list[Goods] = []
    room = _SKUS
    for goods in sorted(goods_by_name.values(), key=lambda goods: (-goods.quantity, goods.sku)):
        room -= len(goods.model_dump_json().encode())
        if room < 0:
            break
        kept.append(goods)
    return tuple(kept)


def _short(text: str | None, most: int) -> str | None:
    return None if text is None else shortened(text, most)
