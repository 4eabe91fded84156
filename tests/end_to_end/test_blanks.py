"""The hook of schemathesis leaves out what the contract takes, and nothing else."""

from types import SimpleNamespace

import pytest

from tests.end_to_end.blanks_count_as_missing import filter_case
from tests.world.order import CUSTOMER, line

PARCEL = {"carrier": "SF", "number": "P1"}


@pytest.mark.parametrize(
    ("changed", "is_sent"),
    [
        ({}, True),
        ({"disclosures": []}, True),
        ({"disclosures": {}}, False),
        ({"parcels": [PARCEL | {"delivered_at": ""}]}, False),
        ({"parcels": [PARCEL | {"delivered_at": "soon"}]}, True),
        ({"parcels": [PARCEL | {"number": ""}]}, True),
        ({"lines": []}, True),
        ({"customer": {"name": ""}}, True),
    ],
)
def test_a_body_is_left_out_only_for_a_blank_that_counts_as_missing(changed, is_sent):
    operation = SimpleNamespace(path="/orders/{marketplace}/{order_number}", method="PUT")
    body = {"customer": CUSTOMER, "lines": [line()]} | changed

    assert filter_case(None, SimpleNamespace(operation=operation, body=body)) is is_sent
