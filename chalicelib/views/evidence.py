"""Evidence, as the API shows it."""

from collections.abc import Mapping
from typing import Literal

from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.rejections import why_rejected
from chalicelib.values.instants import Instant
from chalicelib.views.formats import Address, Id
from chalicelib.views.said import Said
from chalicelib.views.shapes import EvidenceShape, Shape


class UploadShape(Shape):
    """The way to send the file: a method, a URL and headers."""

    method: Literal["PUT"]
    url: Address
    headers: Mapping[str, str]


class GrantShape(Shape):
    """A granted upload, with `warnings` about what the platform's own form would refuse."""

    evidence_id: Id
    upload: UploadShape
    expires_at: Instant
    warnings: tuple[Said, ...]


class DownloadableShape(EvidenceShape):
    """A file's record with an address to download it for some minutes, null if it cannot be downloaded."""

    download_url: Address | None


def show_evidence(file: EvidenceFile) -> EvidenceShape:
    """Show a file as a case does. The reason why it is rejected or late is ours."""
    shown = EvidenceShape.model_validate(file)
    return shown.model_copy(update={"reason": why_rejected(file.reason)}) if file.reason is not None else shown


def show_file(file: EvidenceFile, download_url: str | None) -> DownloadableShape:
    """Show a file's record."""
    return DownloadableShape(**dict(show_evidence(file)), download_url=download_url)
