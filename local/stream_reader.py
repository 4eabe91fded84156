"""Reads a table's stream from its beginning, a batch at a time."""

from typing import Any

from local.stream_record import as_lambda_sends, sequence_number


class StreamReader:
    """Remembers how far each shard was read.

    Moto has one shard, which never closes.
    """

    def __init__(self, streams: Any, stream_arn: str) -> None:
        self._streams = streams
        self._stream_arn = stream_arn
        self._last_read: dict[str, str | None] = {}

    def read(self, limit: int) -> list[dict[str, Any]]:
        """Return the next records, at most so many of a shard.

        None when there are no more.
        """
        if not self._last_read:
            shards = self._streams.describe_stream(StreamArn=self._stream_arn)["StreamDescription"]["Shards"]
            self._last_read = {shard["ShardId"]: None for shard in shards}
        return [record for shard in self._last_read for record in self._read_shard(shard, limit)]

    def _read_shard(self, shard: str, limit: int) -> list[dict[str, Any]]:
        iterator = self._streams.get_shard_iterator(
            StreamArn=self._stream_arn, ShardId=shard, **_after(self._last_read[shard])
        )["ShardIterator"]
        records = self._streams.get_records(ShardIterator=iterator, Limit=limit)["Records"]
        if records:
            self._last_read[shard] = sequence_number(records[-1])
        return [as_lambda_sends(record, self._stream_arn) for record in records]


def _after(last_read: str | None) -> dict[str, str]:
    if last_read is None:
        return {"ShardIteratorType": "TRIM_HORIZON"}
    return {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last_read}
