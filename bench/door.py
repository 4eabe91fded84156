"""The cost of one webhook at the front door, beside the handler that tutorials write."""

import json
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

from bench.textbook import TextbookHandler
from bench.wire import SECRET, Tally, measured_in_turn, nobodys_account
from chalicelib.dialects.delivery import Request
from chalicelib.logbook import Logbook
from chalicelib.settings import Settings
from chalicelib.wiring import Recourse, utc_now

_TIMES = 1_000
_SIGNER = Webhook(SECRET)


def compare() -> list[str]:
    """Run both sides and return the lines that tell."""
    nobodys_account()
    textbook, door = TextbookHandler(SECRET), _recourse().front_door
    usual, ours, forged = measured_in_turn(
        lambda number: textbook.take(_headers(number), _body(number)),
        lambda number: door.receive("demo", _request(number)),
        lambda number: door.receive("demo", _request(number, signed=b"{}")),
        times=_TIMES,
    )
    return [
        f"front door, {_TIMES} first deliveries each; AWS answers at once, so CPU is the caller's own",
        f"{'':24}{'calls':>8}{'bytes out':>12}{'CPU':>10}{'ratio':>8}",
        _line("textbook handler", usual, usual),
        _line("Recourse", ours, usual),
        _line("Recourse, forged", forged, usual),
    ]


def _line(name: str, tally: Tally, beside: Tally) -> str:
    calls, sent = tally.calls.total() / _TIMES, tally.sent / _TIMES
    return f"{name:24}{calls:8.2f}{sent:12.0f}{tally.cpu * 1_000:7.2f} ms{tally.cpu / beside.cpu:8.2f}"


def _recourse() -> Recourse:
    settings = Settings(
        table="orders",
        bucket="evidence",
        mediation_queue_url="https://sqs.us-east-1.amazonaws.com/1/mediation.fifo",
        mediation_dlq_url="https://sqs.us-east-1.amazonaws.com/1/mediation-dlq.fifo",
        secrets_prefix="/bench/",
        requests_at_once=1_000_000_000,
    )
    return Recourse(settings, clock=utc_now, logbook=Logbook(lambda _line: None))


def _body(number: int) -> bytes:
    data = {
        "order_number": f"A-{number}",
        "return_id": "R-1",
        "customer": {"name": "Ada Buyer"},
        "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
        "wants": "return_and_refund",
        "lines": [{"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}],
    }
    return json.dumps({"type": "return.requested", "timestamp": "2026-03-01T12:00:00Z", "data": data}).encode()


def _headers(number: int, signed: bytes | None = None) -> dict[str, str]:
    now, delivery_id = datetime.now(UTC), f"evt_{number}"
    body = (signed or _body(number)).decode()
    return {
        "content-type": "application/json",
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": _SIGNER.sign(delivery_id, now, body),
    }


def _request(number: int, signed: bytes | None = None) -> Request:
    return Request.received(_headers(number, signed).items(), _body(number))
