"""Stream records as Lambda gives them to a function: as JSON, with the bytes and dates of boto3 as text."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def as_lambda_sends(record: Mapping[str, Any], stream_arn: str) -> dict[str, Any]:
    """Return the record with binaries in base64, its date in epoch seconds, and the ARN it comes from."""
    carried: dict[str, Any] = json.loads(json.dumps(record, default=_carry))
    return carried | {"eventSourceARN": stream_arn}


def sequence_number(record: Mapping[str, Any]) -> str:
    """Return the record's place in its shard."""
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


def _carry(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"a stream record has no {type(value).__name__}")
