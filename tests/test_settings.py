"""The environment is read once, and what lacks is named."""

import pytest

from chalicelib.settings import MissingSetting, Settings, read_settings

COMPLETE = {
    "RECOURSE_TABLE": "orders",
    "RECOURSE_BUCKET": "evidence",
    "RECOURSE_MEDIATION_QUEUE_URL": "https://queue",
    "RECOURSE_MEDIATION_DLQ_URL": "https://dlq",
    "RECOURSE_SECRETS_PREFIX": "/recourse/prod/",
}


def test_settings_come_from_the_environment():
    assert read_settings(COMPLETE | {"HOME": "/root"}) == Settings(
        table="orders",
        bucket="evidence",
        mediation_queue_url="https://queue",
        mediation_dlq_url="https://dlq",
        secrets_prefix="/recourse/prod/",
    )


@pytest.mark.parametrize("name", COMPLETE)
def test_a_variable_that_lacks_or_is_empty_is_named(name):
    for environment in (COMPLETE | {name: ""}, {other: value for other, value in COMPLETE.items() if other != name}):
        with pytest.raises(MissingSetting, match=name):
            read_settings(environment)
