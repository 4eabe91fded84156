"""The evidence clerk: looks at what really arrived under a granted key, and says once whether it is in evidence.

An event is only a hint: it may come twice, out of order or never. What counts is the first version under the key, its
bytes, and the grant in the order's log; the sweep does the same for uploads whose event was lost.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.aws import evidence_keys, keys
from chalicelib.aws.evidence_bucket import Arrival, EvidenceBucket
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.upload_index import UploadIndex
from chalicelib.dialects.delivery import Translation
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceFile
from chalicelib.domain.evidence import EvidenceRejected, EvidenceStored
from chalicelib.domain.situation import moment_after
from chalicelib.logbook import Logbook
from chalicelib.usecases.file_contents import Look, look
from chalicelib.usecases.order_history import Histories, History
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EventType, Party

# S3 asks for the signature when an upload begins and dates the object when it ends.
_SLOW_UPLOAD = timedelta(minutes=5)


class EvidenceClerk:
    """Gives verdicts on uploads."""

    def __init__(
        self,
        *,
        histories: Histories,
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
        """Look at what arrived under a key; whether there is a verdict now that was not there before.

        StoreUnavailable where AWS does not answer: the event comes again, and the sweep after it.
        """
        try:
            return self._inspect(object_key)
        except StoreUnavailable as failure:
            self._logbook.failure("inspection_delayed", code=failure.code, alarming=failure.needs_person)
            raise

    def sweep(self, history: History) -> int:
        """Look at all that arrived for an order and waits for a verdict; returns how many there are new."""
        return sum(self._sweep(history, case) for case in history.file.cases.values() if any(_waiting(case)))

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
        if file.status is not EvidenceStatus.ANNOUNCED:
            return False
        arrival = self._bucket.arrivals(file.key).get(file.key)
        return arrival is not None and self._give_verdict(history, case, file, arrival)

    def _sweep(self, history: History, case: Case) -> int:
        arrivals = self._bucket.arrivals(evidence_keys.case_prefix(case.key))
        found = [(file, arrivals[file.key]) for file in _waiting(case) if file.key in arrivals]
        return sum(self._give_verdict(history, case, file, arrival) for file, arrival in found)

    def _never_granted(self, place: evidence_keys.EvidencePlace | None) -> bool:
        """Somebody who can write to the bucket did so without a grant; the key is told only where it is one of ours."""
        self._logbook.alarm(
            "upload_never_granted",
            merchant=place.merchant if place else None,
            evidence_id=place.evidence_id if place else None,
        )
        return False

    def _give_verdict(self, history: History, case: Case, file: EvidenceFile, arrival: Arrival) -> bool:
        fact = self._verdict(case, file, arrival)
        now = self._clock()
        kind = EventType.EVIDENCE_STORED if isinstance(fact, EvidenceStored) else EventType.EVIDENCE_REJECTED
        told = Translation(kind, moment_after(history.file, now), history.file.key.order_number, Party.SYSTEM, fact)
        row = own_row(keys.verdict_row(file.evidence_id), told, received_at=now)
        return self._log.append(history.file.key, row) is None

    def _verdict(self, case: Case, file: EvidenceFile, arrival: Arrival) -> EvidenceStored | EvidenceRejected:
        named = {"return_id": case.key.return_id, "evidence_id": file.evidence_id}
        if arrival.arrived_at > file.expires_at + _SLOW_UPLOAD:
            return EvidenceRejected(**named, reason="it was uploaded after the grant had expired")
        if arrival.size != file.size:
            sizes = f"it has {arrival.size} bytes, {file.size} were announced"
            return EvidenceRejected(**named, reason=sizes)
        contents = self._bucket.read(arrival)
        if contents.claimed_type.lower() != file.content_type:
            return EvidenceRejected(**named, reason="it was uploaded under another type than announced")
        why_not = _objection(file, look(contents.chunks))
        if why_not is not None:
            return EvidenceRejected(**named, reason=why_not)
        return EvidenceStored(**named, version_id=arrival.version_id, content_type=file.content_type)


def _waiting(case: Case) -> Iterable[EvidenceFile]:
    return (file for file in case.evidence if file.status is EvidenceStatus.ANNOUNCED)


def _objection(file: EvidenceFile, seen: Look) -> str | None:
    if seen.size != file.size:
        return f"it has {seen.size} bytes, {file.size} were announced"
    if seen.sha256 != file.sha256:
        return "its SHA-256 is not the one announced"
    if seen.type != file.content_type:
        found = f"it is {seen.type}" if seen.type else "it is none of the types that are evidence"
        return f"by its bytes {found}, {file.content_type} was announced"
    return f"{seen.hides} hides in it" if seen.hides else None
