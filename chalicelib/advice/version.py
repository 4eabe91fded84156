"""The version of a case: a hash of what a decision rests on.

A seller who decides on an old page names the version that the page showed. If the case has another one by now, the
decision is refused. A note, a photo and another person change no version, and the end of a deadline changes it.
"""

import json
from collections.abc import Iterator
from hashlib import sha256

from chalicelib.domain.at_stake import at_stake
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer, Round
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.freight import fault, freight
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_check import check_order
from chalicelib.domain.situation import Situation

_LENGTH = 20  # hexadecimal digits


def case_version(file: OrderFile, case: Case) -> str:
    """Return the version of a case. It is the same for every order of arrival of the same facts.

    Limits: it holds no id of the order or of its facts, because none of them says what a decision is about.
    """
    # Money, instants and the customer write themselves as text.
    written = json.dumps([*_request(file, case), *_course(file, case)], default=str)
    return sha256(written.encode()).hexdigest()[:_LENGTH]


def _request(file: OrderFile, case: Case) -> Iterator[object]:
    check = check_order(case, file.order)
    yield [case.status, case.outcome, case.customer, case.wants, case.due, case.settled]
    yield [case.reason_code, fault(case), case.reason.code if case.reason else None]
    yield [[line.sku, line.quantity, line.amount] for line in case.priced_lines]
    yield [[match.sku, match.order_sku] for match in case.matched]
    yield [check.result, check.overridden is not None, [[field.returned, field.ordered] for field in check.fields]]
    yield [case.policy.policy.name, case.policy.version, at_stake(Situation.of(file, case, now=file.as_of))]


def _course(file: OrderFile, case: Case) -> Iterator[object]:
    yield [_offer(offer) for offer in case.offers]
    yield [_round(round_) for round_ in case.rounds]
    seen = case.inspection
    yield [seen.matches_description, seen.matches_pictures, seen.condition, seen.at] if seen else None
    yield freight(case, file.order).payer
    yield [[failure.amount, failure.at] for failure in case.failed]
    yield list(case.other)
    yield [[deadline.name, deadline.at] for deadline in deadlines(case)]


def _offer(offer: Offer) -> list[object]:
    terms = [offer.resolution, offer.amount, offer.freight_payer, offer.expires_at, offer.text]
    return [offer.by, offer.status, offer.at, *terms]


def _round(round_: Round) -> list[object]:
    ruling = [round_.decided_at, round_.in_favour_of, round_.refund, round_.freight_payer, round_.appeal_until]
    return [round_.kind, round_.number, round_.status, round_.opened_by, *ruling]
