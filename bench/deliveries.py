"""The deliveries of a marketplace, as the events in which API Gateway hands them to a function."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from standardwebhooks.webhooks import Webhook

from bench.item_size import Item
from bench.world import SECRET

Event = dict[str, object]

_SIGNER = Webhook(SECRET)
_STREAMED = {"ApproximateCreationDateTime": 1_772_366_400.0, "SizeBytes": 900, "StreamViewType": "NEW_IMAGE"}
_AMOUNT = {"minor": 2400, "currency": "USD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery: its id, its type, and its data. It is dated some minutes ago."""

    id: str
    kind: str
    data: Mapping[str, object]
    minutes_ago: float = 3

    def event(self, *, forged: bool = False) -> Event:
        """Write it as an event of a REST API, signed now, or by somebody else."""
        now = datetime.now(UTC)
        at = (now - timedelta(minutes=self.minutes_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = json.dumps({"type": self.kind, "timestamp": at, "data": self.data})
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "marketplace/1.0",
            "Host": "abcdefghij.execute-api.us-east-1.amazonaws.com",
            "X-Forwarded-For": "203.0.113.7",
            "X-Forwarded-Port": "443",
            "X-Forwarded-Proto": "https",
            "X-Amzn-Trace-Id": "Root=1-65e0c0de-0123456789abcdef01234567",
            "webhook-id": self.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": _SIGNER.sign(self.id, now, body + " " * forged),
        }
        return _proxied(headers, body)


def opened(number: str, *, id: str | None = None) -> Delivery:  # noqa: A002 - a delivery's own word
    """A return of an order is requested."""
    data = {
        "order_number": number,
        "return_id": "R-1",
        "customer": {"name": "Ada Buyer"},
        "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
        "wants": "return_and_refund",
        "lines": [{"sku": "MUG-01", "quantity": 2, "amount": _AMOUNT}],
    }
    return Delivery(id=id or f"evt_{number}", kind="return.requested", data=data)


def said(number: str, word: str) -> Delivery:
    """The customer writes a message, which moves no deadline."""
    data = {"order_number": number, "return_id": "R-1", "text": f"When do I get an answer? ({word})"}
    return Delivery(id=f"evt_{number}_{word}", kind="message.posted", data=data, minutes_ago=2)


def offered(number: str) -> Delivery:
    """The customer makes an offer that ends in a day, which is the next deadline from then on."""
    data = {
        "order_number": number,
        "return_id": "R-1",
        "offer_id": "O-1",
        "resolution": "partial_refund",
        "amount": _AMOUNT,
        "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }
    return Delivery(id=f"evt_{number}_offer", kind="offer.made", data=data, minutes_ago=1)


def stream_event(appended: Sequence[Item], *, whole: bool = False) -> Event:
    """Write new rows as the event in which DynamoDB's stream hands them to the projector.

    Only a whole row goes into the feed. Without it the projection is measured alone.
    """
    records = [
        {
            "eventID": str(number),
            "eventName": "INSERT",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "dynamodb": {
                "Keys": {"PK": row["PK"], "SK": row["SK"]},
                **({"NewImage": row} if whole else {}),
                "SequenceNumber": str(number),
                **_STREAMED,
            },
            "eventSourceARN": "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/label",
        }
        for number, row in enumerate(appended, 1)
    ]
    return {"Records": records}


def _proxied(headers: Mapping[str, str], body: str) -> Event:
    path = "/webhooks/bench"
    return {
        "resource": "/webhooks/{connection}",
        "path": path,
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"connection": "bench"},
        "stageVariables": None,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abcdefghij",
            "stage": "v1",
            "requestId": "8b1f0c3e-6c1e-4f7c-9f0e-3b1f0c3e6c1e",
            "requestTimeEpoch": int(datetime.now(UTC).timestamp() * 1000),
            "resourcePath": "/webhooks/{connection}",
            "path": f"/v1{path}",
            "httpMethod": "POST",
            "protocol": "HTTP/1.1",
            "identity": {"sourceIp": "203.0.113.7", "userAgent": "marketplace/1.0"},
        },
        "body": body,
        "isBase64Encoded": False,
    }
