"""A DynamoDB stream into a handler, with Lambda's rules for batches that fail.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local.event_pattern import matches
from local.invocation import Failed, Handler, invoke
from local.stream_reader import StreamReader
from local.stream_record import sequence_number
from ops.template import Properties

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRules:
    """The settings of a stream's delivery: its filter, its batch size, and its retries.

    `retries` is -1 if only the age of a record ends them.
    """

    patterns: tuple[Mapping[str, Any], ...] = ()
    batch_size: int = 100
    retries: int = 5
    oldest: float = 24 * 3600.0  # seconds
    bisect: bool = True

    @classmethod
    def of_source(cls, source: Properties) -> "StreamRules":
        """Read the rules of a deployed event source."""
        return cls(
            patterns=tuple(json.loads(each["Pattern"]) for each in source["FilterCriteria"]["Filters"]),
            retries=source["MaximumRetryAttempts"],
            oldest=source["MaximumRecordAgeInSeconds"],
            bisect=source["BisectBatchOnFunctionError"],
        )

    def wants(self, record: Record) -> bool:
        """Tell whether the filter lets the record through."""
        return not self.patterns or any(matches(pattern, record) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class _Batch:
    records: list[Record]
    attempts: int = 0


class StreamPump:
    """Delivers a stream in order.

    A failing batch is halved until the poison is alone, tried and given up.
    """

    name = "project"

    def __init__(
        self,
        reader: StreamReader,
        handler: Handler,
        *,
        rules: StreamRules,
        give_up: Callable[[Record, int], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._reader = reader
        self._handler = handler
        self._rules = rules
        self._give_up = give_up
        self._clock = clock
        self._waiting: deque[_Batch] = deque()

    @property
    def pending(self) -> int:
        """Records fetched and neither accepted nor given up."""
        return sum(len(batch.records) for batch in self._waiting)

    def pump_once(self) -> int:
        """Deliver one batch, or what is left of one that failed.

        Return how many records that settles.
        """
        if not self._waiting:
            self._fetch()
        if not self._waiting:
            return 0
        batch = self._waiting[0]
        outcome = invoke(self._handler, {"Records": batch.records}, name=self.name)
        rest = self._rest(batch, _accepted(outcome, batch.records))
        self._waiting.popleft()
        self._waiting.extendleft(reversed(rest))
        return len(batch.records) - sum(len(each.records) for each in rest)

    def _fetch(self) -> None:
        while records := self._reader.read(self._rules.batch_size):
            wanted = [record for record in records if self._rules.wants(record)]
            if wanted:
                self._waiting.append(_Batch(wanted))
                return

    def _rest(self, batch: _Batch, accepted: int) -> list[_Batch]:
        if accepted == len(batch.records):
            return []
        if accepted:
            return [_Batch(batch.records[accepted:])]
        middle = len(batch.records) // 2
        if middle and self._rules.bisect:
            return [_Batch(batch.records[:middle]), _Batch(batch.records[middle:])]
        if self._may_retry(batch):
            return [_Batch(batch.records, batch.attempts + 1)]
        for record in batch.records:
            self._give_up(record, batch.attempts + 1)
        return []

    def _may_retry(self, batch: _Batch) -> bool:
        age = self._clock() - batch.records[0]["dynamodb"]["ApproximateCreationDateTime"]
        tries_left = self._rules.retries < 0 or batch.attempts < self._rules.retries
        return tries_left and age <= self._rules.oldest


def _accepted(outcome: Any, records: list[Record]) -> int:
    """Return how many records are done. Lambda continues at the first record that failed."""
    if isinstance(outcome, Failed):
        return 0
    failures = (outcome or {}).get("batchItemFailures") or []
    places = {sequence_number(record): place for place, record in enumerate(records)}
    return min((places.get(failure.get("itemIdentifier"), 0) for failure in failures), default=len(records))
