"""Messages to the mediation desk: CloudEvents 1.0 as JSON, always under 256 KiB (docs/message.schema.json)."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Literal

from chalicelib.domain.effects import Effect
from chalicelib.domain.evidence import Sha256
from chalicelib.domain.order import OrderFile
from chalicelib.values.every import for_every
from chalicelib.values.instants import Instant
from chalicelib.values.shortening import shortened
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EvidenceKind, Party, RoundKind
from chalicelib.views.case import CaseShape, show_case
from chalicelib.views.dossier import Dossier
from chalicelib.views.fitting import LARGEST, Cut, fitted
from chalicelib.views.mediator import seen_by_mediator
from chalicelib.views.shapes import ResourceShape, Shape
from chalicelib.views.sized_shapes import SizedShape

_ROOM = 240 * 1024  # bytes of a message; SQS allows 256 KiB with attributes
_FOR_MESSAGE = 300_000  # bytes of a filing that its dossier leaves to the message
_LONGEST_NAME = 120  # bytes of JSON, so that 100 files still fit into one message
_TYPES = for_every(
    RoundKind, {RoundKind.MEDIATION: "recourse.mediation.requested", RoundKind.APPEAL: "recourse.appeal.filed"}
)
_WITHDRAWALS = {
    "recourse.mediation.requested": "recourse.mediation.withdrawn",
    "recourse.appeal.filed": "recourse.appeal.withdrawn",
}
_CUTS = (Cut(8_000, 500), Cut(1_000, 60), Cut(200, 20), Cut(200, 5), Cut(200, 1))


class FileShape(Shape):
    """A file of the evidence manifest: its name, its key in the bucket, and its expected hash."""

    id: str
    filename: str
    kind: EvidenceKind
    sha256: Sha256
    size: int
    type: str
    key: str
    version_id: str | None


class ManifestShape(Shape):
    """The evidence by bucket and key, as it was when the request was filed."""

    bucket: str
    files: tuple[FileShape, ...]


class RequestShape(Shape):
    """The request to the platform: its reason, its author and its round."""

    kind: RoundKind
    round: int
    by: Party
    why: str | None
    evidence: tuple[str, ...]


class RequestData(SizedShape):
    """The content of a message.

    `withdraws` is the effect id of a withdrawn request.
    """

    merchant: str
    marketplace: str
    case: CaseShape
    request: RequestShape
    withdraws: Sha256 | None = None
    evidence: ManifestShape


class Message(Shape):
    """A CloudEvent of the mediation queue.

    `id` is the effect id, and a withdrawal has its own.
    """

    specversion: Literal["1.0"] = "1.0"
    id: Sha256
    source: Literal["/recourse"] = "/recourse"
    type: Literal[
        "recourse.mediation.requested",
        "recourse.mediation.withdrawn",
        "recourse.appeal.filed",
        "recourse.appeal.withdrawn",
    ]
    subject: str
    time: Instant
    datacontenttype: Literal["application/json"] = "application/json"
    data: RequestData


def write_request(file: OrderFile, effect: Effect, *, bucket: str, resources: tuple[ResourceShape, ...] = ()) -> bytes:
    """Write the message of a request, as of the order's file."""
    round_, case = effect.round, effect.case
    data = RequestData(
        merchant=case.key.order.merchant,
        marketplace=case.key.order.marketplace,
        case=show_case(file, case, now=file.as_of, resources=resources),
        request=RequestShape(
            kind=round_.kind, round=round_.number, by=round_.opened_by, why=round_.why, evidence=round_.evidence
        ),
        evidence=ManifestShape(bucket=bucket, files=tuple(_files(effect))),
    )
    message = Message(
        id=effect.id,
        type=_TYPES[round_.kind],
        subject=case.key.case_id,
        time=round_.requested_at or file.as_of,
        data=data,
    )
    return _written(_fitting(message).model_dump(mode="json"))


def write_withdrawal(request: bytes, *, at: Instant) -> bytes:
    """Write the message that withdraws a request, from the exact bytes of the request."""
    message = json.loads(request)
    message["data"]["withdraws"] = message["id"]
    message |= {
        "id": sha256(f"{message['id']} withdrawn".encode()).hexdigest(),
        "type": _WITHDRAWALS[message["type"]],
        "time": at.isoformat().replace("+00:00", "Z"),
    }
    return _written(message)


def write_filing(request: bytes, dossier: Dossier) -> bytes:
    """Write the filing for a marketplace: the message of the request, with the dossier in its data.

    Both together have at most 5 MB. The case in it is as a mediator may see it.
    """
    message = _for_mediator(request)
    message["data"]["dossier"] = fitted(dossier, room=LARGEST - _FOR_MESSAGE).model_dump(mode="json")
    return _written(message)


def write_withdrawal_filing(withdrawal: bytes) -> bytes:
    """Write the withdrawal for a marketplace, with the case as a mediator may see it."""
    return _written(_for_mediator(withdrawal))


def _for_mediator(queued: bytes) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(queued)
    message["data"]["case"] = seen_by_mediator(message["data"]["case"])
    return message


def _files(effect: Effect) -> Iterator[FileShape]:
    for file in effect.case.evidence:
        if file.status is EvidenceStatus.STORED:
            yield FileShape(
                id=file.evidence_id,
                filename=shortened(file.filename, _LONGEST_NAME),
                kind=file.kind,
                sha256=file.sha256,
                size=file.size,
                type=file.content_type,
                key=file.key,
                version_id=file.version_id,
            )


def _fitting(message: Message) -> Message:
    """Cut the case and the request.

    The manifest stays: it has no words, and a case has a largest number of files.
    """
    manifest = message.data.evidence
    data = message.data.model_copy(update={"evidence": manifest.model_copy(update={"files": ()})})
    around = len(_written(message.model_dump(mode="json"))) - _size(data)
    smaller = fitted(data, room=_ROOM - around, size=_size, cuts=_CUTS)
    return message.model_copy(update={"data": smaller.model_copy(update={"evidence": manifest})})


def _size(data: RequestData) -> int:
    return len(_written(data.model_dump(mode="json")))


def _written(message: dict[str, Any]) -> bytes:
    """Write ASCII with escaped control characters.

    Why: SQS refuses some raw ones (number 48 of docs/reliability.md).
    """
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def message_id(message: bytes) -> str:
    """Read the CloudEvent id of a message, by which the queue drops repetitions."""
    return str(json.loads(message)["id"])
