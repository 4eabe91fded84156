"""A seller who uploads, a bucket that takes it, and the event that tells of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.usecases.order_history import OrderHistory
from tests.world.api import Answered
from tests.world.files import png
from tests.world.shop import Shop
from tests.world.sources import event_of

ROUTE = "/cases/{case_id}/evidence"


@dataclass
class Uploads:
    """The uploads of a shop's case; the shop's clock goes with the real one, for it is S3 that dates objects."""

    shop: Shop

    def __post_init__(self) -> None:
        self.shop.cloud.clock.now = datetime.now(UTC)
        self.shop.request()

    # What the seller does.

    def announce(self, body: bytes = png(), *, key: str | None = None, **changed: Any) -> Answered:
        """Announce a file as what it is, but for what is changed.

        `...` leaves a field out.
        """
        asked = {"role": "seller", "merchant": "demo", "case_id": self.shop.case_id}
        asked = {name: changed.pop(name, value) for name, value in asked.items()}
        told = {
            "filename": "mug.png",
            "content_type": "image/png",
            "size": len(body),
            "sha256": sha256(body).hexdigest(),
            "kind": "photo",
        }
        sent = {name: value for name, value in (told | changed).items() if value is not ...}
        headers = [("Idempotency-Key", key)] if key else []
        return self.shop.api("POST", ROUTE, **asked, headers=headers, json=sent)

    def granted(self, body: bytes = png(), **changed: Any) -> str:
        """Announce a file that must be granted.

        Its id.
        """
        answered = self.announce(body, **changed)
        assert answered.status == 201, answered.text
        return str(answered.json["evidence_id"])

    def arrive(
        self, body: bytes = png(), *, sent: bytes | None = None, claimed: str | None = None, **changed: Any
    ) -> str:
        """Have a file announced, sent (perhaps otherwise than announced) and looked at.

        Its id.
        """
        evidence_id = self.granted(body, **changed)
        key = self.key_of(evidence_id)
        self.put(key, body if sent is None else sent, claimed or changed.get("content_type", "image/png"))
        self.look(key)
        return evidence_id

    # What AWS does.

    def put(self, key: str, body: bytes, content_type: str = "image/png") -> None:
        """Put an object, as the signature lets one.

        Moto asks for none.
        """
        self.shop.cloud.clients.s3.put_object(Bucket="evidence", Key=key, Body=body, ContentType=content_type)

    def look(self, key: str) -> None:
        """Have S3 tell of an object under a key."""
        detail = {"bucket": {"name": "evidence"}, "object": {"key": key, "size": 1}, "reason": "PutObject"}
        self.shop.world.call("inspect_upload", event_of(detail))

    # What they see.

    def record(self, evidence_id: str, **asked: Any) -> Answered:
        """Look a file up."""
        return self.shop.api(
            "GET", ROUTE + "/{evidence_id}", **{"case_id": self.shop.case_id, "evidence_id": evidence_id, **asked}
        )

    def stands(self, evidence_id: str) -> tuple[str, str | None]:
        """Return the state of a file, and its reason."""
        found = self.record(evidence_id).json
        return found["status"], found["reason"]

    def history(self) -> OrderHistory:
        """The order as its log folds now."""
        return self.shop.recourse.case_reader.read(self.shop.key).history

    @property
    def case(self) -> Case:
        return self.history().file.cases[self.shop.return_id]

    def key_of(self, evidence_id: str) -> str:
        """Return the key of a file."""
        file = self.case.file(evidence_id)
        assert file is not None
        return file.key

    def verdicts(self) -> int:
        """Return the number of verdicts in the log."""
        return sum(str(row["SK"]["S"]).endswith("#verdict") for row in self.shop.cloud.rows())
