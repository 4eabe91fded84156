"""Case rows as the projector writes them: small, only if they changed, and in the index of open cases."""

import pytest

from tests.world.order import line, usd
from tests.world.sizes import UNIT, item_size

ORDER_NUMBER, RETURN = "208812345678901234", "RMA-20260302-00017"


@pytest.fixture
def shop(shop):
    shop.order_number, shop.return_id = ORDER_NUMBER, RETURN
    return shop


def row(shop):
    (found,) = [item for item in shop.cloud.rows() if item["SK"]["S"].startswith("CASE#")]
    return found


def test_an_ordinary_case_row_is_one_write_unit_from_request_to_close(shop):
    sizes = []

    def step(kind, **told):
        shop.tell(kind, **told)
        shop.flow()
        sizes.append(item_size(row(shop)))

    lines = [
        line("CANVAS-TOTE-NAVY-40", quantity=40, minor=48000),
        line("CANVAS-TOTE-RED-40", quantity=12, minor=14400),
    ]
    customer = {"name": "Aleksandra Kowalska-Wiśniewska"}
    shop.tell("order.placed", customer=customer, lines=lines)
    reason = {"code": "colour_difference", "text": "We ordered navy and the whole carton is black, see the photos."}
    step("return.requested", customer=customer, reason=reason, wants="return_and_refund", lines=lines)
    step(
        "offer.made", offer_id="o-1", resolution="partial_refund", amount=usd(24000), text="Half back and we keep them"
    )
    shop.done("accept_return")
    step("return.shipped", tracking={"carrier": "DHL Express", "number": "TN9002001234"})
    step("return.delivered")
    shop.done("record_inspection", matches_description=True, matches_pictures=True, condition="as_sent")
    step("refund.settled", amount=usd(62400), reference="P-1")
    shop.done(
        "close_case", root_cause="The supplier mixed up two dye lots.", lesson="Photograph cartons before packing."
    )
    step("message.posted", text="Thank you")

    assert max(sizes) < UNIT, sizes
    assert "open_pk" not in row(shop)


def test_a_row_that_stands_already_is_not_written_again(shop):
    shop.sell()
    shop.request()
    shop.flow()
    shop.cloud.wire.clear()

    shop.cloud.recourse().projector.project(shop.key.order)

    assert shop.cloud.wire.calls()["PutItem"] == 0


def test_a_case_that_an_event_of_another_changes_not_is_written_for_its_count_only(shop):
    """The count says whose fold is newer, so it has to rise in every row of the order."""
    shop.sell()
    shop.request()
    shop.return_id = "R-2"
    shop.request()
    shop.flow()
    before = {item["SK"]["S"]: item for item in shop.cloud.rows()}["CASE#R-2"]
    shop.return_id = RETURN
    shop.tell("message.posted", text="hello?")
    shop.flow()
    after = {item["SK"]["S"]: item for item in shop.cloud.rows()}["CASE#R-2"]

    assert {name for name in after if after[name] != before[name]} == {"seen"}


@pytest.mark.parametrize("kind", ["return.withdrawn", "refund.settled"])
def test_a_closed_case_waits_for_its_root_cause_among_the_cases_with_work(shop, kind):
    shop.sell()
    shop.request()
    shop.tell(kind, **({"amount": usd(2400), "reference": "P-1"} if kind == "refund.settled" else {}))
    shop.flow()
    assert row(shop)["open_sk"]["S"].startswith("wrap_up#")

    shop.done("close_case", root_cause="another dye lot")
    shop.flow()
    assert "open_sk" not in row(shop)
