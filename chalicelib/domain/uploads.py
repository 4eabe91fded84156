"""Uploads: the files that a case accepts, how many, and the limits of the platform's own form (G2.5b)."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.commands import refuse_unless
from chalicelib.domain.facts import Name, Text
from chalicelib.domain.policy import EvidenceClause
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import COUNTED, EvidenceStatus
from chalicelib.values.vocabulary import EvidenceKind

MEGABYTE = 1024 * 1024  # bytes
MOST_GRANTS = 300  # of one case, whatever became of them, because each stays in its log


class FileType(StrEnum):
    """The types of evidence, as its bytes show them. HEIF is the container of HEIC, and one file bears both names."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    HEIF = "image/heif"
    PDF = "application/pdf"
    MP4 = "video/mp4"
    QUICKTIME = "video/quicktime"
    TEXT = "text/plain"

    @property
    def is_video(self) -> bool:
        """True if the limits of videos apply."""
        return self in (FileType.MP4, FileType.QUICKTIME)

    def fits(self, found: "FileType | None") -> bool:
        """Tell whether a file that was announced as this type is it by its bytes."""
        return found is (FileType.HEIC if self is FileType.HEIF else self)


class UploadAsked(BaseModel):
    """A request to upload a file. `sha256` is hex, `size` is in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    filename: Name
    content_type: FileType
    size: Annotated[int, Field(strict=True, gt=0)]
    sha256: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-fA-F]{64}$")]
    kind: EvidenceKind
    description: Text | None = None

    @field_validator("size")
    @classmethod
    def _within_policy(cls, size: int, info: ValidationInfo[EvidenceClause]) -> int:
        limits = info.context
        video = info.data.get("content_type", FileType.MP4).is_video
        largest = limits.max_video_mb if video else limits.max_document_mb
        if size > largest * MEGABYTE:
            raise ValueError(f"{'a video' if video else 'an image or document'} has at most {largest} MB")
        return size

    @field_validator("sha256")
    @classmethod
    def _as_we_write_it(cls, sha256: str) -> str:
        return sha256.lower()


def read_upload(given: object, limits: EvidenceClause) -> UploadAsked:
    """Read a request to upload. Raises pydantic.ValidationError, which names everything that is wrong."""
    return UploadAsked.model_validate(given, context=limits)


def free_numbers(case: Case, *, now: datetime) -> range:
    """Return the numbers for a case's next uploads, as many as there is room for. Raises Refused if there is none."""
    limits = case.policy.policy.evidence
    refuse_unless(case.is_open, limits.rule, say("case-closed", "the case is closed: it takes no more evidence"))
    room = limits.max_files - sum(_holds_room(file, now) for file in case.evidence)
    full = say("files-full", "a case holds at most {most} files, uploads under way included", most=limits.max_files)
    refuse_unless(room > 0, limits.rule, full)
    asked = say(
        "grants-full",
        "{most} uploads were asked for on this case already, also those that expired or were rejected",
        most=MOST_GRANTS,
    )
    refuse_unless(len(case.evidence) < MOST_GRANTS, limits.rule, asked)
    first = len(case.evidence) + 1
    return range(first, first + room)


def warnings(case: Case, asked: UploadAsked) -> Iterator[Sentence]:
    """Yield the limits of the platform's own upload form that a file breaks."""
    form = case.policy.policy.evidence.platform
    if form is None:
        return
    if asked.content_type not in form.types:
        yield say("form-types", "the platform's form takes {types:and} only", types=form.types)
    if asked.size > form.max_mb * MEGABYTE:
        yield say("form-size", "the platform's form takes files of at most {most} MB", most=form.max_mb)
    if sum(_counts_as(file, asked.kind) for file in case.evidence) >= form.per_kind:
        yield say("form-count", "the platform's form takes at most {most} files of a kind", most=form.per_kind)


def _holds_room(file: EvidenceFile, now: datetime) -> bool:
    if file.status is EvidenceStatus.ANNOUNCED:
        return now < file.expires_at
    return file.status is not EvidenceStatus.REJECTED


def _counts_as(file: EvidenceFile, kind: EvidenceKind) -> bool:
    return file.kind is kind and file.status in COUNTED
