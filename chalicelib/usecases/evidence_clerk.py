"""The evidence clerk: inspects what was uploaded under a granted key, and stores or rejects it once.

An event is only a hint: it may come twice, out of order or never. What counts is the first version under the key, its
bytes, and the grant in the order's log. The sweep does the same for uploads whose event was lost.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.aws import evidence_keys, keys
from chalicelib.aws.evidence_bucket import Arrival, EvidenceBucket
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.upload_index import UploadIndex
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.events import Happening
from chalicelib.domain.evidence import EvidenceRejected, EvidenceStored
from chalicelib.domain.rejections import HIDES, OTHER_SIZE, OTHER_TYPE
from chalicelib.domain.situation import moment_after
from chalicelib.domain.uploads import FileType
from chalicelib.logbook import Logbook, about
from chalicelib.usecases.file_contents import FileContents, read_contents
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.own_rows import own_row
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.values.sentences import say
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EventType, Party

# S3 checks the signature when an upload begins, and dates the object when the upload ends.
_SLOW_UPLOAD = timedelta(minutes=5)


class EvidenceClerk:
    """Stores or rejects uploads."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
        log: OrderLog,
        index: UploadIndex,
        bucket: EvidenceBucket,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._index = index
        self._bucket = bucket
        self._clock = clock
        self._logbook = logbook

    def inspect(self, object_key: str) -> bool:
        """Inspect the upload under a key.

        Returns True if this call recorded its verdict. StoreUnavailable if AWS does not answer: then the event comes
        again, and after it the sweep. A damaged row raises an alarm, because another event would not help.
        """
        place = evidence_keys.read_object_key(object_key)
        with about(merchant=place.merchant if place else None, evidence=place.evidence_id if place else None):
            return self._try_to_inspect(object_key)

    def _try_to_inspect(self, object_key: str) -> bool:
        try:
            return self._inspect(object_key)
        except StoreUnavailable as failure:
            self._logbook.failure("inspection_delayed", code=failure.code, alarming=failure.needs_person)
            raise
        except POISON as error:
            self._logbook.alarm("upload_poisoned", error=type(error).__name__)
            return False

    def sweep(self, history: OrderHistory) -> int:
        """Inspect every upload of an order that waits for a verdict, and count the new verdicts."""
        return sum(self._try_to_sweep(history, case) for case in history.file.cases.values() if any(_waiting(case)))

    def _inspect(self, object_key: str) -> bool:
        place = evidence_keys.read_object_key(object_key)
        case_key = self._index.find(place) if place else None
        if place is None or case_key is None:
            return self._never_granted(place)
        history = self._histories.of(case_key.order, as_of=self._clock())
        case = history.file.cases.get(case_key.return_id)
        file = case.file(place.evidence_id) if case else None
        if case is None or file is None:
            return self._never_granted(place)
        return file.status is EvidenceStatus.ANNOUNCED and self._inspect_file(history, case, file)

    def _inspect_file(self, history: OrderHistory, case: Case, file: EvidenceFile) -> bool:
        arrival = self._bucket.arrivals(file.key).get(file.key)
        return arrival is not None and self._record_verdict(history, case, file, arrival)

    def _try_to_sweep(self, history: OrderHistory, case: Case) -> int:
        try:
            return self._sweep(history, case)
        except POISON as error:
            report_poison(self._logbook, history.file.key, error)
            return 0

    def _sweep(self, history: OrderHistory, case: Case) -> int:
        arrivals = self._bucket.arrivals(evidence_keys.case_prefix(case.key))
        uploads = [(file, arrivals[file.key]) for file in _waiting(case) if file.key in arrivals]
        return sum(self._record_verdict(history, case, file, arrival) for file, arrival in uploads)

    def _never_granted(self, place: evidence_keys.EvidencePlace | None) -> bool:
        """Alarm about an upload without a grant, which somebody with write access to the bucket made.

        The line names the key only if it has the form of our keys.
        """
        self._logbook.alarm(
            "upload_never_granted",
            merchant=place.merchant if place else None,
            evidence_id=place.evidence_id if place else None,
        )
        return False

    def _record_verdict(self, history: OrderHistory, case: Case, file: EvidenceFile, arrival: Arrival) -> bool:
        fact = self._verdict(case, file, arrival)
        now = self._clock()
        kind = EventType.EVIDENCE_STORED if isinstance(fact, EvidenceStored) else EventType.EVIDENCE_REJECTED
        happening = Happening(type=kind, at=moment_after(history.file, now), by=Party.SYSTEM, fact=fact)
        row = own_row(keys.verdict_row(file.evidence_id), history.file.key, happening, received_at=now)
        return self._log.append(history.file.key, row) is None

    def _verdict(self, case: Case, file: EvidenceFile, arrival: Arrival) -> EvidenceStored | EvidenceRejected:
        named = {"return_id": case.key.return_id, "evidence_id": file.evidence_id}
        if arrival.arrived_at > file.expires_at + _SLOW_UPLOAD:
            return EvidenceRejected(**named, reason="it was uploaded after the grant had expired")
        if arrival.size != file.size:
            return EvidenceRejected(**named, reason=_other_size(file, arrival.size))
        contents = self._bucket.read(arrival)
        if contents.claimed_type.lower() != file.content_type:
            return EvidenceRejected(**named, reason="it was uploaded under another type than announced")
        why_not = _objection(file, read_contents(contents.chunks))
        if why_not is not None:
            return EvidenceRejected(**named, reason=why_not)
        return EvidenceStored(**named, version_id=arrival.version_id, content_type=file.content_type)


def _waiting(case: Case) -> Iterable[EvidenceFile]:
    return (file for file in case.evidence if file.status is EvidenceStatus.ANNOUNCED)


def _objection(file: EvidenceFile, contents: FileContents) -> str | None:
    if contents.size != file.size:
        return _other_size(file, contents.size)
    if contents.sha256 != file.sha256:
        return "its SHA-256 is not the one announced"
    if not FileType(file.content_type).fits(contents.type):
        its_type = contents.media_type or "none of the types that are evidence"
        return str(say(*OTHER_TYPE, found=its_type, announced=file.content_type))
    return str(say(*HIDES, hidden=contents.hides)) if contents.hides else None


def _other_size(file: EvidenceFile, size: int) -> str:
    return str(say(*OTHER_SIZE, size=size, announced=file.size))
