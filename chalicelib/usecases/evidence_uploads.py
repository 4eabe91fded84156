"""Evidence uploads: grants to upload a file, and addresses to download it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from chalicelib.aws import evidence_keys, keys
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.evidence_bucket import EvidenceBucket, Upload
from chalicelib.aws.log import OrderLog
from chalicelib.aws.upload_index import UploadIndex
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.events import Happening
from chalicelib.domain.evidence import EvidenceAnnounced
from chalicelib.domain.situation import moment_after
from chalicelib.domain.uploads import UploadAsked, free_numbers, warnings
from chalicelib.usecases.case_commands import Once
from chalicelib.usecases.case_errors import Stale
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.usecases.own_rows import own_row, read_own_fact
from chalicelib.values.sentences import Sentence
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EventType, Party
from chalicelib.views.disposition import as_attachment

_DOWNLOADABLE = (EvidenceStatus.STORED, EvidenceStatus.LATE)


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission to upload one file.

    `warnings` say what the platform's own form would refuse.
    """

    evidence_id: str
    upload: Upload
    expires_at: datetime
    warnings: tuple[Sentence, ...]


class EvidenceUploads:
    """Grants uploads and downloads."""

    def __init__(
        self, *, log: OrderLog, index: UploadIndex, bucket: EvidenceBucket, clock: Callable[[], datetime]
    ) -> None:
        self._log = log
        self._index = index
        self._bucket = bucket
        self._clock = clock

    def announce(self, reading: CaseReading, upload: UploadAsked, once: Once) -> Grant:
        """Grant an upload on a case that was just read.

        Raises Refused, KeyReused or Stale otherwise. The number in the evidence id is the case's lock: if two requests
        want the same number, the second request gets the next number.
        """
        advice = tuple(warnings(reading.case, upload))
        earlier = once.find_row(reading.history.rows.events)
        if earlier is not None:
            return self._grant(earlier, advice)
        numbers = free_numbers(reading.case, now=reading.now)
        if numbers.start == 1:
            self._index.add(reading.case.key)
        for number in numbers:
            row = _announcement(reading, upload, number=number, once=once)
            earlier = self._log.append(reading.case.key.order, row)
            if earlier is None or once.find_row([earlier]):
                return self._grant(earlier or row, advice)
        raise Stale

    def download_url(self, file: EvidenceFile) -> str | None:
        """Make an address to download a file for some minutes.

        Returns None if it never arrived or was rejected.
        """
        if file.status not in _DOWNLOADABLE:
            return None
        return self._bucket.download_url(file, disposition=as_attachment(file.filename, file.content_type))

    def _grant(self, row: EventRow, advice: tuple[Sentence, ...]) -> Grant:
        fact = read_own_fact(row, EvidenceAnnounced)
        remaining = ceil((fact.expires_at - self._clock()).total_seconds())
        seconds = max(1, remaining)  # an expired grant gets the same answer again, and nobody can use it
        return Grant(fact.evidence_id, self._bucket.grant(fact, seconds=seconds), fact.expires_at, advice)


def _announcement(reading: CaseReading, upload: UploadAsked, *, number: int, once: Once) -> EventRow:
    case = reading.case.key
    file_id = evidence_keys.evidence_id(case, number)
    fact = EvidenceAnnounced(
        return_id=case.return_id,
        evidence_id=file_id,
        key=evidence_keys.object_key(case, file_id),
        expires_at=reading.now + timedelta(minutes=reading.case.policy.policy.evidence.upload_minutes),
        **upload.model_dump(),
    )
    at = moment_after(reading.history.file, reading.now)
    happening = Happening(type=EventType.EVIDENCE_ANNOUNCED, at=at, by=Party.SELLER, fact=fact)
    return own_row(
        keys.announcement_row(file_id),
        case.order,
        happening,
        received_at=reading.now,
        idempotency_key=once.key,
        request_sha256=once.sha256,
        person=once.person,
    )
