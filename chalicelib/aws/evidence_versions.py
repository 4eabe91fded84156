"""The versions of evidence files: an erasure puts a tombstone under each key and deletes every other version.

The tombstone stays, because a grant to upload is only good for a key that is empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from typing import Final

from botocore.client import BaseClient

from chalicelib.aws.failures import named_failures

TOMBSTONE: Final = b"erased\n"
_ETAG: Final = f'"{md5(TOMBSTONE, usedforsecurity=False).hexdigest()}"'
_MOST_KEYS = 1_000  # in one call


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One version of a file, or the mark that somebody deleted it."""

    key: str
    version_id: str


class EvidenceVersions:
    """Every version of every file, in the evidence bucket."""

    def __init__(self, client: BaseClient, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def unerased(self, prefix: str) -> list[FileVersion]:
        """List every version under a prefix that is no tombstone."""
        return list(self._unerased(prefix))

    def erase(self, versions: list[FileVersion]) -> None:
        """Put a tombstone under each key, then delete the versions for good."""
        with named_failures():
            for key in sorted({version.key for version in versions}):
                self._client.put_object(Bucket=self._bucket, Key=key, Body=TOMBSTONE, ContentType="text/plain")
            for start in range(0, len(versions), _MOST_KEYS):
                part = versions[start : start + _MOST_KEYS]
                objects = [{"Key": version.key, "VersionId": version.version_id} for version in part]
                self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})

    def _unerased(self, prefix: str) -> Iterator[FileVersion]:
        with named_failures():
            for page in self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix):
                for version in page.get("Versions", ()):
                    if version["ETag"] != _ETAG:
                        yield FileVersion(version["Key"], version["VersionId"])
                for marker in page.get("DeleteMarkers", ()):
                    yield FileVersion(marker["Key"], marker["VersionId"])
