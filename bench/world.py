"""The account in which every entry works: its tables, its parameters, and the environment of the functions."""

import json
from collections.abc import Mapping

from bench.item_size import Item
from bench.tables import Index, Table
from ops.template import Properties, deployed_template

SECRET = "whsec_c2VjcmV0IG9mIHRoZSBiZW5jaG1hcmsgY29ubmVjdGlvbg=="  # noqa: S105 (nobody's)
CONNECTION = {"merchant": "bench", "marketplace": "alibaba", "dialect": "standard", "filing_url": None}
PARAMETERS = {"/recourse/bench/connections/bench": json.dumps({"secrets": [{"secret": SECRET, "until": None}]})}
_FIRST_ORDERS = "first-orders"  # the table of the first edition


def tables() -> dict[str, Table]:
    """Return all tables, new and empty but for the registry."""
    ours = {
        name: Table(("PK", "SK"), tuple(_indexes(deployed_template().properties("OrdersTable"))))
        for name in ("orders", _FIRST_ORDERS)
    }
    registry: Item = {
        "PK": {"S": "REGISTRY"},
        "SK": {"S": "CONNECTIONS"},
        "connections": {"S": json.dumps({"bench": CONNECTION})},
    }
    for table in ours.values():
        table.partitions["REGISTRY"]["CONNECTIONS"] = registry
    peers = {f"{peer}-deliveries": Table(("id",)) for peer in ("textbook", "lean", "powertools", "fastapi")}
    cases = {
        f"{peer}-cases": Table(("order_number", "return_id")) for peer in ("textbook", "lean", "powertools", "fastapi")
    }
    return ours | peers | cases


def _indexes(properties: Properties) -> list[Index]:
    return [
        Index(
            each["IndexName"],
            tuple(part["AttributeName"] for part in each["KeySchema"]),
            whole=each["Projection"]["ProjectionType"] == "ALL",
        )
        for each in properties["GlobalSecondaryIndexes"]
    ]


def surroundings(name: str, *, url: str) -> Mapping[str, str]:
    """Return the environment of an entry's functions. Ours and the peers' need different names."""
    queue = f"{url}/1/cases"
    return {
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": url,
        "RECOURSE_TABLE": _FIRST_ORDERS if name == "first edition" else "orders",
        "RECOURSE_BUCKET": "evidence",
        "RECOURSE_MEDIATION_QUEUE_URL": queue,
        "RECOURSE_MEDIATION_DLQ_URL": queue,
        "RECOURSE_SECRETS_PREFIX": "/recourse/bench/",
        "RECOURSE_REQUESTS_AT_ONCE": "1000000000",
        "DELIVERIES_TABLE": f"{name}-deliveries",
        "CASES_TABLE": f"{name}-cases",
        "QUEUE_URL": queue,
        "WEBHOOK_SECRET": SECRET,
        "POWERTOOLS_SERVICE_NAME": name,
    }
