"""Sample cases of merchant demo in every state, made from outside: by signed webhooks and through the API."""

import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import StringIO
from typing import Any, Final

from local.outsiders import Marketplace, Seller
from local.sample_files import small_document

_CUSTOMERS: Final = ("Anna Kowalska", "Jonas Weber", "Marie Dubois", "Luca Bianchi", "Sofía Ortega", "Yuki Tanaka")
_GOODS: Final = (("TOTE", "Canvas tote", 480), ("LAMP", "Desk lamp", 2_400), ("MUG-01", "Mug, navy", 1_200))
_REASONS: Final = (
    ("defective", "it does not switch on"),
    ("wrong_item", "this is not what we ordered"),
    ("colour_difference", "ordered navy, got black"),
    ("damaged_in_transit", "the carton was crushed"),
)
_WAIT: Final = 30.0  # seconds


class SamplesFailedError(Exception):
    """A sample case is not what it should be."""


class Sample:
    """One return, and both sides of it."""

    def __init__(self, stack: dict[str, Any], marketplace: Marketplace, number: int) -> None:
        self.number = number
        self._marketplace = marketplace
        self._ids = {"order_number": f"S-{1000 + number}", "return_id": f"R-{number}"}
        self.case_id = f"alibaba.S-{1000 + number}.R-{number}"
        self.seller = Seller(stack, self.case_id)
        sku, title, price = _GOODS[number % len(_GOODS)]
        quantity = 1 + number % 5
        self.price: dict[str, Any] = {"minor": price * quantity, "currency": "EUR" if number % 4 == 0 else "USD"}
        self._lines = [{"sku": sku, "title": title, "quantity": quantity, "amount": self.price}]

    def open(self, *, wants: str) -> None:
        """Let the order be placed and delivered, and its return requested."""
        order = {"order_number": self._ids["order_number"]}
        customer = {"name": _CUSTOMERS[self.number % len(_CUSTOMERS)]}
        code, text = _REASONS[self.number % len(_REASONS)]
        hours = 2 + 7 * self.number % 60
        self.tell("order.placed", ago=timedelta(days=12), **order, customer=customer, lines=self._lines)
        self.tell("order.delivered", ago=timedelta(days=4), **order)
        request = {"customer": customer, "lines": self._lines, "reason": {"code": code, "text": text}, "wants": wants}
        self.tell("return.requested", ago=timedelta(hours=hours), **self._ids, **request)

    def say(self, kind: str, **data: Any) -> None:
        """Let the marketplace tell something about the return, now."""
        self.tell(kind, ago=timedelta(0), **self._ids, **data)

    def tell(self, kind: str, *, ago: timedelta, **data: Any) -> None:
        """Let the marketplace tell something that happened some time ago."""
        answer = self._marketplace.tell(kind, data, at=datetime.now(UTC) - ago)
        if answer.status != HTTPStatus.ACCEPTED:
            raise SamplesFailedError(f"{self.case_id}: {kind} is answered {answer.status}")

    def give(self, command: str, **fields: Any) -> None:
        """Give a command of the seller."""
        answered = self.seller.ask(command, **fields)
        if answered.status_code != HTTPStatus.CREATED:
            raise SamplesFailedError(f"{self.case_id}: {command} is answered {answered.status_code}: {answered.text}")

    def upload(self, kind: str) -> str:
        """Upload a file as evidence, and return its id."""
        kind_of_file = {"content_type": "application/pdf", "kind": kind, "description": f"{kind}, as it was sent"}
        return self.seller.upload(f"{kind}.pdf", small_document(), **kind_of_file)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something follows by itself."""
        end = time.monotonic() + _WAIT
        while not until():
            if time.monotonic() > end:
                raise SamplesFailedError(f"{self.case_id}: not within {_WAIT:.0f} s")
            time.sleep(0.1)


def tell_samples(stack: dict[str, Any], count: int) -> None:
    """Make so many cases, the states in turn, and wait until the lists have them."""
    if not count:
        return
    print(f"Making {count} sample cases ...", flush=True)
    marketplace = Marketplace(stack, "demo")
    samples = [Sample(stack, marketplace, number) for number in range(count)]
    with redirect_stdout(StringIO()):  # a line of the log for each delivery would hide what is said next
        for sample in samples:
            wants, reach = _STATES[sample.number % len(_STATES)]
            sample.open(wants=wants)
            reach(sample)
        for sample in samples:
            sample.wait(sample.seller.is_listed)


def _negotiating(sample: Sample) -> None:
    amount = {**sample.price, "minor": sample.price["minor"] // 2}
    if sample.number % 2:
        sample.give("make_offer", resolution="partial_refund", amount=amount, text="Keep it, half of it back?")
    else:
        sample.say("offer.made", offer_id="O-1", resolution="partial_refund", amount=amount, text="Half back?")


def _agreed(sample: Sample) -> None:
    sample.give("accept_return")


def _returning(sample: Sample) -> None:
    _agreed(sample)
    sample.say("return.shipped", tracking={"carrier": "DHL", "number": f"TN{9000 + sample.number}"})


def _inspecting(sample: Sample) -> None:
    _returning(sample)
    sample.say("return.delivered")


def _refused(sample: Sample) -> None:
    sample.give("refuse_return", reason="It is as it was described.")


def _mediation_requested(sample: Sample) -> None:
    sample.give("make_offer", resolution="partial_refund", amount={**sample.price, "minor": 100}, text="1.00 back?")
    sample.say("offer.declined", offer_id=f"R-{sample.number}-s1", text="No.")
    sample.give("escalate", reason="no agreement")


def _in_mediation(sample: Sample) -> None:
    _mediation_requested(sample)
    sample.say("mediation.opened", mediation_id="M-1", opened_by="seller")


def _decided(sample: Sample) -> None:
    _in_mediation(sample)
    sample.say("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=sample.price)


def _appeal_requested(sample: Sample) -> None:
    _decided(sample)
    uploads = [sample.upload(kind) for kind in ("logistics", "photo")]
    sample.wait(lambda: all(file["status"] == "stored" for file in sample.seller.case()["evidence"]))
    sample.give("file_appeal", grounds="The waybill shows it.", evidence=uploads)


def _in_appeal(sample: Sample) -> None:
    _in_mediation(sample)
    sample.say("mediation.decided", mediation_id="M-1", in_favour_of="seller")
    sample.say("appeal.opened", appeal_id="P-1", opened_by="customer")


def _closed(sample: Sample) -> None:
    if sample.number % 2:
        sample.say("return.withdrawn", text="We keep it.")
    else:
        sample.give("accept_return")
        sample.say("refund.settled", amount=sample.price, reference=f"PAY-{sample.number}")


_STATES: Final[tuple[tuple[str, Callable[[Sample], None]], ...]] = (
    ("return_and_refund", lambda _: None),
    ("return_and_refund", _negotiating),
    ("return_and_refund", _agreed),
    ("exchange", _returning),
    ("return_and_refund", _inspecting),
    ("refund_without_return", _agreed),
    ("return_and_refund", _refused),
    ("return_and_refund", _mediation_requested),
    ("exchange", _in_mediation),
    ("return_and_refund", _decided),
    ("return_and_refund", _appeal_requested),
    ("return_and_refund", _in_appeal),
    ("refund_without_return", _closed),
)
