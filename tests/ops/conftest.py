from functools import cache

import boto3
import pytest
from click.testing import CliRunner

from ops.__main__ import main
from tests.world.documented import answers_are_judged  # noqa: F401 - pytest finds the fixture by its name

_CLIENT = cache(boto3.client)  # parsing botocore's data takes longer than a test


@pytest.fixture
def run(cloud, monkeypatch):
    """Run one command on the account of the test. Returns its standard output."""
    monkeypatch.setattr("boto3.client", _CLIENT)
    monkeypatch.setattr("chalicelib.aws.clients.Clients", lambda: cloud.clients)
    settings = cloud.settings
    environment = {
        "RECOURSE_TABLE": settings.table,
        "RECOURSE_BUCKET": settings.bucket,
        "RECOURSE_MEDIATION_QUEUE_URL": settings.mediation_queue_url,
        "RECOURSE_MEDIATION_DLQ_URL": settings.mediation_dlq_url,
        "RECOURSE_SECRETS_PREFIX": settings.secrets_prefix,
    }

    def command(*arguments, code=0, typed=None, says=""):
        ended = CliRunner().invoke(main, arguments, env=environment, input=typed)
        assert ended.exit_code == code, ended.output
        assert says in ended.output
        return ended.stdout

    return command
