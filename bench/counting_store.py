"""The counting store: what DynamoDB, SSM and SQS answer, held in memory, with the cost of every call.

It knows the few forms of requests that the entries of this benchmark send, and stops at every other form. Each item and
each entry of an index is billed by its size, as the documents of DynamoDB say.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.item_size import Item, item_size, units_of
from bench.requests import Request, changes_of, holds, item_of, mapping, value_of
from bench.tables import Table

_PAGE = 1_000_000  # bytes of one page of a Query


class Refusal(Exception):
    """An error of AWS, by its code, with the row that DynamoDB returns with it."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


@dataclass(slots=True)
class Cost:
    """The cost of some calls. Write units are counted by table or index, and read units in halves."""

    calls: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    partitions: Counter[str] = field(default_factory=Counter)
    received: int = 0
    sent: int = 0


class CountingStore:
    """All tables, parameters and queues of one benchmark, and the cost of the calls since the last look."""

    def __init__(self, tables: Mapping[str, Table], parameters: Mapping[str, str]) -> None:
        self._tables = tables
        self._parameters = parameters
        self._operations: Mapping[str, Callable[[Request], object]] = {
            "BatchWriteItem": self._batch_write,
            "DeleteItem": self._delete,
            "GetItem": self._get,
            "GetParameter": self._parameter,
            "GetParameters": self._several_parameters,
            "PutItem": self._put,
            "Query": self._query,
            "SendMessage": self._send,
            "UpdateItem": self._update,
        }
        self.cost = Cost()
        self.appended: list[Item] = []

    def answer(self, operation: str, body: bytes) -> tuple[int, bytes]:
        """Answer a request with a status and a body, and count it."""
        self.cost.calls[operation] += 1
        self.cost.received += len(body)
        try:
            answer, status = self._operations[operation](json.loads(body)), 200
        except Refusal as refusal:
            answer, status = {"__type": f"x#{refusal.code}", "message": refusal.code, **refusal.fields}, 400
        written = json.dumps(answer).encode()
        self.cost.sent += len(written)
        return status, written

    def look(self) -> dict[str, object]:
        """Return the cost since the last look, and the rows that were appended to logs meanwhile."""
        cost, self.cost = self.cost, Cost()
        appended, self.appended = self.appended, []
        return {
            "calls": cost.calls,
            "units": cost.units,
            "partitions": cost.partitions,
            "received": cost.received,
            "sent": cost.sent,
            "appended": appended,
        }

    def _write(self, table_name: str, item: Item) -> None:
        table = self._tables[table_name]
        partition, sort = table.place(item)
        old = table.partitions[partition].get(sort)
        table.partitions[partition][sort] = item
        self._bill(table_name, partition, old, item)
        if sort.startswith("EVENT#") and old is None:
            self.appended.append(item)

    def _bill(self, table_name: str, partition: str, old: Item | None, new: Item | None) -> None:
        table = self._tables[table_name]
        self.cost.partitions[partition] += 1
        kind = partition.partition("#")[0] if table.indexes else table_name
        self.cost.units[kind] += max(units_of(each) for each in (old, new, {}) if each is not None)
        for index in table.indexes:
            self.cost.units[f"index {index.name}"] += index.units(old, new, table.key)

    def _put(self, request: Request) -> object:
        table, item = self._table(request), item_of(request["Item"])
        partition, sort = table.place(item)
        old = table.partitions[partition].get(sort)
        if not holds(str(request.get("ConditionExpression", "")), old, request):
            self._bill(str(request["TableName"]), partition, old, old)
            row = {"Item": old} if request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else {}
            raise Refusal("ConditionalCheckFailedException", **row)
        self._write(str(request["TableName"]), item)
        return {}

    def _update(self, request: Request) -> object:
        table, key = self._table(request), item_of(request["Key"])
        partition, sort = table.place(key)
        self._write(str(request["TableName"]), {**table.partitions[partition].get(sort, key), **changes_of(request)})
        return {}

    def _delete(self, request: Request) -> object:
        table = self._table(request)
        partition, sort = table.place(item_of(request["Key"]))
        self._bill(str(request["TableName"]), partition, table.partitions[partition].pop(sort, None), None)
        return {}

    def _batch_write(self, request: Request) -> object:
        for name, writes in mapping(request["RequestItems"]).items():
            for write in writes if isinstance(writes, list) else ():
                self._write(name, item_of(write["PutRequest"]["Item"]))
        return {"UnprocessedItems": {}}

    def _get(self, request: Request) -> object:
        table = self._table(request)
        partition, sort = table.place(item_of(request["Key"]))
        self.cost.partitions[partition] += 1
        stored = table.partitions[partition].get(sort)
        return {} if stored is None else {"Item": stored}

    def _query(self, request: Request) -> object:
        if "IndexName" in request:
            raise NotImplementedError("no measured path reads an index")
        values = [value_of(value) for value in item_of(request["ExpressionAttributeValues"]).values()]
        self.cost.partitions[values[0]] += 1
        start = value_of(item_of(request["ExclusiveStartKey"])["SK"]) if "ExclusiveStartKey" in request else ""
        stored = self._table(request).partitions[values[0]]
        page, is_whole = _page(_after(stored, start, begin=(*values, "")[1]))
        last = {} if is_whole else {"LastEvaluatedKey": {name: page[-1][name] for name in ("PK", "SK")}}
        return {"Items": page, "Count": len(page), "ScannedCount": len(page), **last}

    def _parameter(self, request: Request) -> object:
        name = str(request["Name"])
        if name not in self._parameters:
            raise Refusal("ParameterNotFound")
        return {"Parameter": {"Name": name, "Value": self._parameters[name]}}

    def _several_parameters(self, request: Request) -> object:
        names = [str(name) for name in request["Names"]] if isinstance(request["Names"], list) else []
        listed = [{"Name": name, "Value": self._parameters[name]} for name in names if name in self._parameters]
        return {"Parameters": listed, "InvalidParameters": [name for name in names if name not in self._parameters]}

    def _send(self, request: Request) -> object:
        body = str(request["MessageBody"]).encode()
        return {"MessageId": "m", "MD5OfMessageBody": hashlib.md5(body).hexdigest()}  # noqa: S324 - as SQS does

    def _table(self, request: Request) -> Table:
        return self._tables[str(request["TableName"])]


def _after(stored: Mapping[str, Item], start: str, *, begin: str) -> Iterator[Item]:
    return (stored[sort] for sort in sorted(stored) if sort > start and sort.startswith(begin))


def _page(items: Iterator[Item]) -> tuple[list[Item], bool]:
    page: list[Item] = []
    size = 0
    for item in items:
        if size > _PAGE:
            return page, False
        page.append(item)
        size += item_size(item)
    return page, True
