"""The evidence bucket: exact grants to upload, the first arrival under a key, and safe downloads."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.aws.failures import named_failures
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.evidence import EvidenceAnnounced

if TYPE_CHECKING:
    from botocore.client import BaseClient

_CHUNK = 1024 * 1024  # bytes
_DOWNLOAD_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Upload:
    """A granted upload: the client sends the file with these headers, and S3 refuses any other file."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The first version that arrived under a key.

    `size` is in bytes.
    """

    key: str
    version_id: str
    size: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of one version as a stream, and the type that the client claimed."""

    claimed_type: str
    chunks: Iterator[bytes]


class EvidenceBucket:
    """The files of all cases, in one versioned bucket."""

    def __init__(self, client: "BaseClient", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def grant(self, file: EvidenceAnnounced, *, seconds: int) -> Upload:
        """Sign an upload of exactly this size, type and content, to a key that is still empty.

        Size, type, checksum and `if-none-match` are signed as headers. The grant does not list the length, because
        every client sends it by itself and browsers do not let a page set it.
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
        """Sign a download of the inspected version for five minutes.

        Why as an attachment without a type: S3 cannot send `nosniff`, and so a browser has nothing to guess.
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

    @property
    def address(self) -> str:
        """The address of an upload, which tells a page the origin of the bucket. Nobody can use it for long."""
        with named_failures():
            url: str = self._client.generate_presigned_url(
                "put_object", Params={"Bucket": self._bucket, "Key": "-"}, ExpiresIn=1
            )
        return url

    def arrivals(self, prefix: str) -> Mapping[str, Arrival]:
        """Find the first version under each key with this prefix.

        Later versions of a key do not count.
        """
        first: dict[str, Arrival] = {}
        for version in self._versions(prefix):  # S3 lists the newest version of a key first
            arrival = Arrival(version["Key"], version["VersionId"], version["Size"], version["LastModified"])
            first[arrival.key] = arrival
        return first

    def read(self, arrival: Arrival) -> Contents:
        """Open one version.

        Its bytes are read as a stream.
        """
        with named_failures():
            response = self._client.get_object(Bucket=self._bucket, Key=arrival.key, VersionId=arrival.version_id)
        return Contents(response.get("ContentType", ""), _chunks(response["Body"]))

    def _versions(self, prefix: str) -> Iterator[dict[str, Any]]:
        with named_failures():
            pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix)
            for page in pages:
                yield from page.get("Versions", ())


def _chunks(body: Any) -> Iterator[bytes]:
    with named_failures():
        yield from body.iter_chunks(_CHUNK)
