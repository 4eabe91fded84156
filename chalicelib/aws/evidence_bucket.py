"""The evidence bucket: uploads granted to the byte, what arrived under a key, and downloads that no browser renders."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.client import BaseClient

from chalicelib.aws.failures import named_failures
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.evidence import EvidenceAnnounced

_CHUNK = 1024 * 1024  # bytes
_DOWNLOAD_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Upload:
    """A granted upload: send the file with these headers; whatever differs, S3 refuses."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The version that arrived first under a key; `size` in bytes."""

    key: str
    version_id: str
    size: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """One version's bytes as they stream in, and the type that the client gave them."""

    claimed_type: str
    chunks: Iterator[bytes]


class EvidenceBucket:
    """The files of all cases, in one versioned bucket."""

    def __init__(self, client: BaseClient, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def grant(self, file: EvidenceAnnounced, *, seconds: int) -> Upload:
        """Sign an upload of exactly this size, type and content, to a key that is still empty.

        Size, type, checksum and `if-none-match` are signed as headers. The length is not among those to be sent:
        every client sends it by itself, and browsers let nobody set it.
        """
        checksum = base64.b64encode(bytes.fromhex(file.sha256)).decode()
        signed = {
            "Bucket": self._bucket,
            "Key": file.key,
            "ContentLength": file.size,
            "ContentType": file.content_type,
            "ChecksumSHA256": checksum,
            "IfNoneMatch": "*",
        }
        with named_failures():
            url = self._client.generate_presigned_url("put_object", Params=signed, ExpiresIn=seconds)
        headers = {"content-type": file.content_type, "x-amz-checksum-sha256": checksum, "if-none-match": "*"}
        return Upload("PUT", url, headers)

    def download_url(self, file: EvidenceFile, *, disposition: str) -> str:
        """Sign a download, for five minutes, of the version that was looked at.

        S3 cannot be told to send `nosniff`; bytes of no type, as an attachment, leave a browser nothing to sniff.
        """
        wanted = {
            "Bucket": self._bucket,
            "Key": file.key,
            "ResponseContentDisposition": disposition,
            "ResponseContentType": "application/octet-stream",
            "ResponseCacheControl": "no-store",
        }
        version = {"VersionId": file.version_id} if file.version_id else {}
        with named_failures():
            url: str = self._client.generate_presigned_url(
                "get_object", Params=wanted | version, ExpiresIn=_DOWNLOAD_SECONDS
            )
        return url

    def arrivals(self, prefix: str) -> Mapping[str, Arrival]:
        """What arrived first under each key that begins so: of the versions of a key the first one counts."""
        first: dict[str, Arrival] = {}
        for version in self._versions(prefix):  # of one key the newest comes first
            found = Arrival(version["Key"], version["VersionId"], version["Size"], version["LastModified"])
            first[found.key] = found
        return first

    def read(self, arrival: Arrival) -> Contents:
        """Open one version; its bytes stream in as they are taken."""
        with named_failures():
            found = self._client.get_object(Bucket=self._bucket, Key=arrival.key, VersionId=arrival.version_id)
        return Contents(found.get("ContentType", ""), _chunks(found["Body"]))

    def _versions(self, prefix: str) -> Iterator[dict[str, Any]]:
        with named_failures():
            pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix)
            for page in pages:
                yield from page.get("Versions", ())


def _chunks(body: Any) -> Iterator[bytes]:
    with named_failures():
        yield from body.iter_chunks(_CHUNK)
