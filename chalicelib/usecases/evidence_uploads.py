"""Evidence: uploads are granted, and what is stored is handed out again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from chalicelib.aws import evidence_keys, keys
from chalicelib.aws.evidence_bucket import EvidenceBucket, Upload
from chalicelib.aws.log import EventRow, OrderLog
from chalicelib.aws.upload_index import UploadIndex
from chalicelib.dialects import recourse as own
from chalicelib.dialects.delivery import Translation
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.evidence import EvidenceAnnounced
from chalicelib.domain.situation import moment_after
from chalicelib.domain.uploads import UploadAsked, free_numbers, warnings
from chalicelib.usecases.case_commands import Once, Stale
from chalicelib.usecases.case_reader import CaseReading
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EventType, Party
from chalicelib.views.disposition import as_attachment

_KEPT = (EvidenceStatus.STORED, EvidenceStatus.LATE)


@dataclass(frozen=True, slots=True)
class Grant:
    """An upload that may be made until then; `warnings` tell what the platform's own form would not take."""

    evidence_id: str
    upload: Upload
    expires_at: datetime
    warnings: tuple[str, ...]


class Evidence:
    """Grants uploads and downloads."""

    def __init__(
        self, *, log: OrderLog, index: UploadIndex, bucket: EvidenceBucket, clock: Callable[[], datetime]
    ) -> None:
        self._log = log
        self._index = index
        self._bucket = bucket
        self._clock = clock

    def announce(self, found: CaseReading, asked: UploadAsked, once: Once) -> Grant:
        """Grant an upload on a case as it was just read; Refused, KeyReused or Stale otherwise.

        The number in the id is the case's lock: of two that take the same one, the second takes the next.
        """
        rows = found.history.rows.events
        given, told = once.given_in(rows), tuple(warnings(found.case, asked))
        if given is not None:
            return self._granted(given, told)
        numbers = free_numbers(found.case, now=found.now)
        if numbers.start == 1:
            self._index.add(found.case.key)
        for number in numbers:
            row = _announcement(found, asked, number=number, once=once)
            standing = self._log.append(found.case.key.order, row)
            if standing is None:
                return self._granted(row, told)
            if once.given_in([standing]):
                return self._granted(standing, told)
        raise Stale

    def download_url(self, file: EvidenceFile) -> str | None:
        """Where a file can be fetched for some minutes; None for what never arrived or was rejected."""
        if file.status not in _KEPT:
            return None
        return self._bucket.download_url(file, disposition=as_attachment(file.filename, file.content_type))

    def _granted(self, row: EventRow, told: tuple[str, ...]) -> Grant:
        fact = own.translate(row.body).fact
        assert isinstance(fact, EvidenceAnnounced)
        left = ceil((fact.expires_at - self._clock()).total_seconds())
        seconds = max(1, left)  # a grant that is over is answered as it was; nobody can use it
        return Grant(fact.evidence_id, self._bucket.grant(fact, seconds=seconds), fact.expires_at, told)


def _announcement(found: CaseReading, asked: UploadAsked, *, number: int, once: Once) -> EventRow:
    case = found.case.key
    file_id = evidence_keys.evidence_id(case, number)
    fact = EvidenceAnnounced(
        return_id=case.return_id,
        evidence_id=file_id,
        key=evidence_keys.object_key(case, file_id),
        expires_at=found.now + timedelta(minutes=found.case.policy.policy.evidence.upload_minutes),
        **asked.model_dump(),
    )
    at = moment_after(found.history.file, found.now)
    told = Translation(EventType.EVIDENCE_ANNOUNCED, at, case.order.order_number, Party.SELLER, fact)
    return own_row(
        keys.announcement_row(file_id),
        told,
        received_at=found.now,
        idempotency_key=once.key,
        request_sha256=once.sha256,
    )
