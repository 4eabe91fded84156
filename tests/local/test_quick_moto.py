import boto3
import pytest
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models.table import Table

from local.quick_moto import motos_query, motos_structure, quick_query, quick_structure
from local.stream_reader import StreamReader

PARTITIONS = ("a", "b", "missing")
QUERIES = [
    {"KeyConditionExpression": "PK = :hash"},
    {"KeyConditionExpression": "PK = :hash", "ScanIndexForward": False, "Limit": 3},
    {"KeyConditionExpression": "PK = :hash AND begins_with(SK, :start)", "more": {":start": {"S": "EVENT#1"}}},
    {
        "KeyConditionExpression": "PK = :hash",
        "ExclusiveStartKey": {"PK": {"S": "a"}, "SK": {"S": "EVENT#15"}},
        "FilterExpression": "list_pk = :list",
        "more": {":list": {"S": "b"}},
    },
    {"IndexName": "by_change", "KeyConditionExpression": "list_pk = :hash"},
    {
        "IndexName": "by_change",
        "KeyConditionExpression": "list_pk = :hash AND list_sk < :end",
        "more": {":end": {"S": "3"}},
    },
    {"IndexName": "by_change", "KeyConditionExpression": "list_pk = :hash", "ScanIndexForward": False, "Limit": 2},
]


@pytest.fixture
def answer(resources, put_row):
    dynamodb = boto3.client("dynamodb")
    for partition, number in [(partition, number * 7 % 30) for number in range(30) for partition in "ab"]:
        index = {"list_pk": {"S": "ab"[number % 2]}, "list_sk": {"S": str(number % 5)}} if number % 3 else {}
        index |= {"due_pk": {"S": partition}} if number == 1 else {}  # half an index key: in no index
        put_row(f"EVENT#{number}", PK={"S": partition}, **index)

    def ask(query, partition):
        given = dict(query)
        values = {":hash": {"S": partition}, **given.pop("more", {})}
        got = dynamodb.query(TableName=resources.table, ExpressionAttributeValues=values, **given)
        return got["Items"], got["ScannedCount"], got.get("LastEvaluatedKey")

    return ask


@pytest.fixture
def moto_is(monkeypatch):
    def install(*, quick):
        monkeypatch.setattr(Table, "query", quick_query if quick else motos_query)
        structure = quick_structure if quick else motos_structure
        monkeypatch.setattr(BaseJSONSerializer, "_serialize_type_structure", structure)

    return install


@pytest.mark.parametrize("query", QUERIES)
def test_answers_stay_motos_own(answer, moto_is, query):
    moto_is(quick=False)
    expected = [answer(query, partition) for partition in PARTITIONS]
    moto_is(quick=True)
    assert [answer(query, partition) for partition in PARTITIONS] == expected
    assert any(items for items, _, _ in expected)


VALUES = {
    "text": {"S": "navy"},
    "none": {"S": ""},
    "number": {"N": "12.50"},
    "bytes": {"B": b"\x00\xff navy"},
    "nothing": {"NULL": True},
    "yes": {"BOOL": False},
    "list": {"L": [{"S": "a"}, {"B": b"b"}, {"M": {"c": {"N": "1"}}}]},
    "map": {"M": {"S": {"S": "a"}, "deep": {"L": [{"BOOL": True}]}}},
    "texts": {"SS": ["a", "b"]},
    "blobs": {"BS": [b"a", b"b"]},
}


def test_values_stay_motos_own(resources, put_row, moto_is):
    put_row("EVENT#1", **VALUES)
    row, change = {"PK": {"S": "ORDER#1"}, "SK": {"S": "EVENT#1"}, **VALUES}, []
    for quick in (False, True):
        moto_is(quick=quick)
        found = boto3.client("dynamodb").scan(TableName=resources.table)["Items"]
        assert [_sorted_sets(item) for item in found] == [row]
        change.append(StreamReader(boto3.client("dynamodbstreams"), resources.stream_arn).read(9)[0]["dynamodb"])
    assert change[0] == change[1]
    assert change[0]["NewImage"]["text"] == {"S": "navy"}


def _sorted_sets(item):
    return {
        name: {kind: sorted(told) if kind in ("SS", "BS") else told}
        for name, value in item.items()
        for kind, told in value.items()
    }


def test_looks_at_one_partition_only(answer, moto_is, monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        "local.quick_moto.motos_query",
        lambda table, *arguments, **named: (
            looked_at.append(len(table.all_items())) or motos_query(table, *arguments, **named)
        ),
    )
    moto_is(quick=True)
    answer(QUERIES[0], "a")
    assert looked_at == [30]


def test_half_an_index_key_is_in_no_index(answer, moto_is):
    moto_is(quick=True)
    assert answer({"IndexName": "due", "KeyConditionExpression": "due_pk = :hash"}, "a") == ([], 0, None)
