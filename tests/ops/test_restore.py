"""A restore to a point in time on moto: the twin table has the cases, lists and keys.

It holds number 130 of docs/reliability.md. moto copies the whole table and not a second of it, and attaches no stream.
"""

from dataclasses import replace

import pytest

from chalicelib.aws.api_keys import Principal
from chalicelib.values.roles import Role
from chalicelib.wiring import Recourse
from tests.world.cloud import Cloud


@pytest.fixture
def twin(shop):
    """The table restored under another name, with what a restore leaves out given back to it."""
    shop.sell()
    shop.request()
    dynamodb, table = shop.cloud.dynamodb, shop.cloud.settings.table
    on = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=on)
    dynamodb.restore_table_to_point_in_time(SourceTableName=table, TargetTableName="twin", UseLatestRestorableTime=True)
    dynamodb.update_continuous_backups(TableName="twin", PointInTimeRecoverySpecification=on)
    return replace(shop.cloud, settings=replace(shop.cloud.settings, table="twin"))


def restored(twin: Cloud) -> Recourse:
    return twin.recourse()


def test_the_comparison_brings_lists_up_before_the_desk_is_on(shop, twin):
    process = restored(twin)
    twin.clock.forward(days=1)

    first = process.reconciler.run(repair=True)
    second = process.reconciler.run(repair=True)

    assert (first.repaired["case_rows"], second.repaired.total()) == (1, 0)


def test_keys_and_connections_are_those_of_the_old_table(shop, twin):
    token = shop.recourse.api_keys.make(Principal("demo", Role.SELLER))
    process = restored(twin)

    assert process.api_keys.principal(token) is None
    assert [each.name for each in process.registry.all()] == [each.name for each in shop.recourse.registry.all()]


def test_a_case_of_the_twin_is_the_case_that_was(shop, twin):
    before = shop.recourse.case_reader.read(shop.key)

    assert restored(twin).case_reader.read(shop.key).case == before.case
