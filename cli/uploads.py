"""One file on its way into a case: announced, sent to the bucket, and looked at."""

import hashlib
import mimetypes
import time
from collections.abc import Mapping
from http import HTTPStatus

from .api import Answer, Api, case_path
from .failures import Failure, UnavailableError

_EVERY = 0.5  # seconds


def upload(api: Api, case_id: str, content: bytes, about: Mapping[str, str | None]) -> tuple[str, Answer]:
    """Announce a file and send it as the grant says. Return its evidence id, and the way that was granted.

    `about` has its filename, kind, description, and perhaps its content type.
    """
    name = about.get("filename") or "file"
    kind = about.get("content_type") or mimetypes.guess_type(name)[0]
    if kind is None:
        raise Failure(f"{name}: its name tells no type of file, name it by --content-type")
    digest = hashlib.sha256(content).hexdigest()
    announcement = dict(about) | {"content_type": kind, "size": len(content), "sha256": digest}
    granted = api.post(f"{case_path(case_id)}/evidence", announcement)
    _send(api, granted["upload"], content, name)
    return str(granted["evidence_id"]), granted["upload"]


def verdict(api: Api, case_id: str, evidence_id: str, *, seconds: float) -> Answer:
    """Wait until the file was looked at, and return its record as it is then."""
    end = time.monotonic() + seconds
    while True:
        record = api.get(f"{case_path(case_id)}/evidence/{evidence_id}")
        if record["status"] != "announced" or time.monotonic() > end:
            return record
        time.sleep(_EVERY)


def _send(api: Api, grant: Answer, content: bytes, name: str) -> None:
    sent = api.fetch(grant["method"], grant["url"], data=content, headers=grant["headers"])
    if sent.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise UnavailableError(f"{name}: the store answers {sent.status_code}, send it again")
    if sent.status_code >= HTTPStatus.BAD_REQUEST:
        raise Failure(f"{name}: the store does not take it [{sent.status_code}]")
