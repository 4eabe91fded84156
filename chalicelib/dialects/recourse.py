"""The dialect of Recourse's own rows: the standard envelope with our own types, and the author of the fact."""

import json

from pydantic import BaseModel

from chalicelib.dialects.delivery import Translation
from chalicelib.dialects.reading import understood
from chalicelib.dialects.standard import Addressed
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.event_types import read_own_fact
from chalicelib.domain.events import Happening
from chalicelib.values.instants import Instant, format_instant
from chalicelib.values.vocabulary import EventType, Party

NAME = "recourse"


class _Envelope(BaseModel):
    type: EventType
    timestamp: Instant
    by: Party
    data: dict[str, object]


def write(translation: Translation) -> bytes:
    """Write one of our own facts as the body of its row, in compact JSON without absent fields. A row has one."""
    happening = translation.happening
    data = happening.fact.model_dump(mode="json", exclude_none=True)
    envelope = {
        "type": happening.type,
        "timestamp": format_instant(happening.at),
        "by": happening.by,
        "data": {"order_number": translation.order_number} | data,
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def translate(body: bytes) -> Translation:
    """Read the body of one of our own rows.

    Raises NotUnderstood for any other bytes.
    """
    envelope = understood("", _Envelope.model_validate, parse_object(body))
    order_number = understood("data", Addressed.model_validate, envelope.data).order_number
    fact = understood("data", read_own_fact, envelope.type, envelope.data)
    happening = Happening(type=envelope.type, at=envelope.timestamp, by=envelope.by, fact=fact)
    return Translation(order_number, (happening,))
