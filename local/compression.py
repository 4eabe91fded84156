"""Compresses large answers as API Gateway does. The deployment's configuration says what is large.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
"""

import gzip
import json
from dataclasses import replace

from local.exchange import Answer, Request
from ops.template import PROJECT

_LEVEL = 6


def smallest_compressed() -> int:
    """Return the size in bytes from which the deployed gateway compresses."""
    stage = json.loads((PROJECT / ".chalice" / "config.json").read_text())["stages"]["prod"]
    return int(stage["minimum_compression_size"])


def compressed(request: Request, answer: Answer, *, smallest: int | None) -> Answer:
    """Compress an answer if it is large enough and its client accepts gzip."""
    codings = {coding.partition(";")[0].strip() for coding in (request.header("accept-encoding") or "").split(",")}
    if smallest is None or "gzip" not in codings or len(answer.body) < smallest:
        return answer
    headers = (*answer.headers, ("content-encoding", "gzip"))
    return replace(answer, headers=headers, body=gzip.compress(answer.body, _LEVEL, mtime=0))
