"""Rows of the first edition fold to the same cases, except for what the rules changed.

`first_edition.jsonl` has one table a line. The first edition wrote them in random histories with faults: its event and
effect rows as they are stored, and the facts of its cases as it showed them.
"""

import json
from base64 import b64decode
from datetime import datetime
from pathlib import Path

import pytest

from chalicelib.values.identifiers import OrderKey
from chalicelib.views.case import show_whole_case

TABLES = [json.loads(line) for line in Path(__file__).with_name("first_edition.jsonl").read_text().splitlines()]

FILING = ("take_up", "to_file")
REOPENED = 4, "A-1.R-2"  # the platform opened a mediation after this case had ended


def stored(value):
    """Return a value as the store takes it: bytes were written in base64."""
    (kind, content), *_ = value.items()
    return {kind: b64decode(content)} if kind == "B" else value


def read_cases(cloud, table):
    for row in table["rows"]:
        item = {name: stored(value) for name, value in row.items()}
        cloud.dynamodb.put_item(TableName=cloud.settings.table, Item=item)
    as_of = datetime.fromisoformat(table["as_of"])
    for order in sorted({name.partition(".")[0] for name in table["cases"]}):
        file = cloud.recourse().order_histories.of(OrderKey("demo", "alibaba", order), as_of=as_of).file
        for return_id, case in file.cases.items():
            yield f"{order}.{return_id}", json.loads(show_whole_case(file, case, now=as_of).model_dump_json())


def is_about_filing(entry):
    return any(f".{name}." in entry for name in FILING)


def facts(case, like):
    """Return the facts of a case that the first edition showed of it."""
    shown = {name: case[name] for name in ("status", "outcome")}
    shown["refund"] = {name: case["refund"][name] for name in like["refund"]}
    for name in ("offers", "rounds", "evidence"):
        named = like[name][0] if like[name] else {}
        shown[name] = [{field: row[field] for field in named} for row in case[name]]
    # Until a request is filed, filing is the seller's to do since the second edition: `take_up` is another deadline.
    shown["deadlines"] = [
        {"name": row["name"], "at": row["at"]} for row in case["deadlines"] if row["name"] not in FILING
    ]
    shown["timeline"] = [name for entry in case["timeline"] if not is_about_filing(name := entry["id"])]
    return shown


def without_filing(like):
    return like | {"timeline": [entry for entry in like["timeline"] if not is_about_filing(entry)]}


@pytest.mark.parametrize("number", range(len(TABLES)))
def test_a_table_of_the_first_edition_shows_the_same_cases(cloud, number):
    table = TABLES[number]
    cases = dict(read_cases(cloud, table))
    assert cases.keys() == table["cases"].keys()
    differing = [name for name, like in table["cases"].items() if facts(cases[name], like) != without_filing(like)]
    assert differing == [name for table_number, name in [REOPENED] if table_number == number]


def test_a_mediation_opened_after_the_end_reopens_a_case_of_the_first_edition(cloud):
    """The rule is one of the second edition ("After the end" in docs/rules.md)."""
    number, name = REOPENED
    case = dict(read_cases(cloud, TABLES[number]))[name]
    assert (case["status"], case["outcome"]) == ("in_mediation", None)
    assert [(row["status"], row["id"]) for row in case["rounds"]] == [("withdrawn", None), ("open", "M-1")]
