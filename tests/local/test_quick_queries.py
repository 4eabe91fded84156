import boto3
import pytest
from moto.dynamodb.models.table import Table

from local.quick_queries import motos_query, quick_query

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


@pytest.mark.parametrize("query", QUERIES)
def test_answers_stay_motos_own(answer, monkeypatch, query):
    expected = [answer(query, partition) for partition in PARTITIONS]
    monkeypatch.setattr(Table, "query", quick_query)
    assert [answer(query, partition) for partition in PARTITIONS] == expected
    assert any(items for items, _, _ in expected)
    assert Table.query is not motos_query


def test_looks_at_one_partition_only(answer, monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        "local.quick_queries.motos_query",
        lambda table, *arguments, **named: (
            looked_at.append(len(table.all_items())) or motos_query(table, *arguments, **named)
        ),
    )
    monkeypatch.setattr(Table, "query", quick_query)
    answer(QUERIES[0], "a")
    assert looked_at == [30]


def test_half_an_index_key_is_in_no_index(answer, monkeypatch):
    monkeypatch.setattr(Table, "query", quick_query)
    assert answer({"IndexName": "by_deadline", "KeyConditionExpression": "due_pk = :hash"}, "a") == ([], 0, None)
