"""Ids of cases in addresses."""

import pytest


@pytest.mark.parametrize(
    "case_id",
    [
        "A-1001",
        "alibaba.A-1001",
        "alibaba.A-1001.R-1.x",
        "demo#alibaba.A-1001.R-1",
        "..",
        "alibaba.A-1001.R-2",
        "é.é.é",
    ],
)
def test_a_case_that_is_not_there_is_not_found(shop, case_id):
    answered = shop.api("GET", "/cases/{case_id}", case_id=case_id)

    assert (answered.status, answered.is_problem) == (404, True)


def test_a_dot_inside_a_part_of_a_case_id_is_a_tilde(shop):
    shop.order_number, shop.return_id = "A.1", "R.1"
    shop.request()

    assert shop.case["case_id"] == "alibaba.A~1.R~1"
