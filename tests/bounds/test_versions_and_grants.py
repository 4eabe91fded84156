"""Policy versions and upload grants have budgets of their own, because every reader of a case reads them all."""

from datetime import timedelta

from chalicelib.aws.event_rows import write_event_row
from chalicelib.aws.keys import announcement_row, policy_key
from chalicelib.aws.policy_versions import MOST_VERSIONS
from chalicelib.aws.put_many import put_many
from chalicelib.domain import evidence as own
from chalicelib.domain.events import Happening
from chalicelib.domain.uploads import MOST_GRANTS
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.vocabulary import EventType, EvidenceKind, Party
from tests.usecases.sending import log_of
from tests.world.uploads import Uploads


def put_policy(shop, merchant="demo"):
    policy = shop.api("GET", "/policy", merchant="other").json["policy"]
    return shop.api("PUT", "/policy", role="operator", merchant=merchant, json=policy)


def test_a_policy_has_a_largest_number_of_versions(shop):
    """It holds number 120 of docs/reliability.md. It is tried with 300 versions, and meant for 50,000."""
    assert put_policy(shop).status == 201
    table, first = shop.cloud.settings.table, policy_key("demo", 1)
    item = shop.cloud.dynamodb.get_item(TableName=table, Key=first)["Item"]
    copies = [item | policy_key("demo", number) for number in range(2, MOST_VERSIONS)]
    put_many(shop.cloud.dynamodb, table, copies)

    assert put_policy(shop).status == 201
    shop.cloud.wire.clear()
    full = put_policy(shop)

    assert (full.status, full.json["rule"]) == (409, "policy-full")
    assert "PutItem" not in shop.cloud.wire.calls()
    assert put_policy(shop, merchant="other").status == 201


def test_a_case_has_a_largest_number_of_grants_also_if_they_expired(shop):
    """It holds number 120 of docs/reliability.md. It is tried with 300 grants, and meant for 16,000."""
    uploads = Uploads(shop)
    put_many(shop.cloud.dynamodb, shop.cloud.settings.table, [grant(shop, number) for number in range(1, MOST_GRANTS)])
    shop.cloud.clock.forward(hours=1)

    assert uploads.announce().status == 201
    rows = log_of(shop.cloud, shop.order_number)
    full = uploads.announce()

    assert full.status == 409
    assert log_of(shop.cloud, shop.order_number) == rows
    assert f"{MOST_GRANTS} uploads" in full.json["detail"]
    shop.order_number = "A-2"
    assert Uploads(shop).announce().status == 201


def grant(shop, number: int):
    """Make the row of an upload that was asked for and never came."""
    now = shop.cloud.clock.now
    announced = own.EvidenceAnnounced(
        return_id=shop.return_id,
        evidence_id=f"e{number}",
        key=f"demo/case/e{number}",
        filename="mug.png",
        kind=EvidenceKind.PHOTO,
        content_type="image/png",
        size=5,
        sha256="0" * 64,
        expires_at=now + timedelta(minutes=15),
    )
    happening = Happening(type=EventType.EVIDENCE_ANNOUNCED, at=now, by=Party.SELLER, fact=announced)
    row = own_row(announcement_row(announced.evidence_id), shop.key.order, happening, received_at=now)
    return write_event_row(shop.key.order, row)
