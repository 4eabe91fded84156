"""The outsiders of a story, who know only the API: a marketplace that signs, and a seller."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
from standardwebhooks.webhooks import Webhook

from local.aws_calls import HEADER

_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One delivery that was posted, and the answer to it."""

    id: str
    type: str
    body: str
    status: int
    answer: dict[str, Any]
    aws_calls: int


class Marketplace:
    """A marketplace that posts events to one connection by Standard Webhooks. `posted` are all its deliveries."""

    def __init__(self, stack: dict[str, Any], connection: str) -> None:
        self.secret: str = stack["connections"][connection]["secret"]
        self._url = f"{stack['api_url']}/webhooks/{connection}"
        self._signer = Webhook(self.secret)
        self._session = requests.Session()
        self.posted: list[Delivery] = []

    def tell(self, kind: str, data: dict[str, Any], *, at: datetime | None = None) -> Delivery:
        """Post that something happened, now or at an instant."""
        happened = (at or datetime.now(UTC)).isoformat().replace("+00:00", "Z")
        body = json.dumps({"type": kind, "timestamp": happened, "data": data})
        return self._post(f"evt_{secrets.token_hex(6)}", kind, body)

    def tell_again(self, earlier: Delivery) -> Delivery:
        """Post a delivery again, as a marketplace does that missed the answer: same id and body, signed anew."""
        return self._post(earlier.id, earlier.type, earlier.body)

    def forge(self, earlier: Delivery) -> Delivery:
        """Post somebody else's version of a delivery: the signature is not the body's."""
        return self._post(earlier.id, earlier.type, earlier.body.replace("R-", "X-"), signed=earlier.body)

    def _post(self, delivery_id: str, kind: str, body: str, *, signed: str | None = None) -> Delivery:
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": delivery_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(delivery_id, now, signed or body),
        }
        got = self._session.post(self._url, data=body.encode(), headers=headers, timeout=_SECONDS)
        delivery = Delivery(
            id=delivery_id,
            type=kind,
            body=body,
            status=got.status_code,
            answer=got.json() if "json" in got.headers.get("content-type", "") else {},
            aws_calls=int(got.headers.get(HEADER, "0")),
        )
        self.posted.append(delivery)
        return delivery


class Seller:
    """Works on one case through the API."""

    def __init__(self, stack: dict[str, Any], case_id: str, *, merchant: str = "demo", role: str = "seller") -> None:
        self._url = stack["api_url"]
        self._case = f"{self._url}/cases/{case_id}"
        self._session = requests.Session()
        self._session.headers["authorization"] = f"Bearer {stack['api_keys'][merchant][role]}"

    def case(self) -> dict[str, Any]:
        """Read the case. Returns an empty dictionary if there is no case yet."""
        got = self._session.get(self._case, timeout=_SECONDS)
        read: dict[str, Any] = got.json() if got.ok else {}
        return read

    def is_listed(self) -> bool:
        """Tell if the lists have the case as it is."""
        order_number = self._case.rpartition("/")[2].split(".")[1]
        got = self._session.get(f"{self._url}/cases", params={"order": order_number}, timeout=_SECONDS)
        return [case["version"] for case in got.json()["cases"]] == [self.case()["version"]]

    def ask(self, command: str, **fields: Any) -> requests.Response:
        """Give a command."""
        body = {"command": command} | fields
        return self._session.post(f"{self._case}/commands", json=body, timeout=_SECONDS)

    def upload(self, filename: str, content: bytes, *, content_type: str, kind: str, description: str) -> str:
        """Announce a file and upload it as the grant says.

        Returns its evidence id.
        """
        announced: dict[str, Any] = {
            "filename": filename,
            "content_type": content_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "kind": kind,
            "description": description,
        }
        granted = self._session.post(f"{self._case}/evidence", json=announced, timeout=_SECONDS)
        granted.raise_for_status()
        upload = granted.json()["upload"]
        put = requests.request(
            upload["method"], upload["url"], data=content, headers=upload["headers"], timeout=_SECONDS
        )
        put.raise_for_status()
        evidence_id: str = granted.json()["evidence_id"]
        return evidence_id

    def dossier(self) -> dict[str, Any]:
        """Read what a mediator gets."""
        got = self._session.get(f"{self._case}/dossier", timeout=_SECONDS)
        got.raise_for_status()
        read: dict[str, Any] = got.json()
        return read
