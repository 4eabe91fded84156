"""Evidence as its routes answer it."""

from collections.abc import Mapping

from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.values.instants import Instant
from chalicelib.views.shapes import EvidenceShape, Shape


class UploadShape(Shape):
    """How to send the file: by this method, to this URL, with these headers."""

    method: str
    url: str
    headers: Mapping[str, str]


class GrantShape(Shape):
    """A granted upload; `warnings` tell what the platform's own form would not take."""

    evidence_id: str
    upload: UploadShape
    expires_at: Instant
    warnings: tuple[str, ...]


class DownloadableShape(EvidenceShape):
    """A file's record with where to fetch it for some minutes, null for what cannot be fetched."""

    download_url: str | None


def show_file(file: EvidenceFile, download_url: str | None) -> DownloadableShape:
    """Show a file's record."""
    return DownloadableShape(**dict(EvidenceShape.model_validate(file)), download_url=download_url)
