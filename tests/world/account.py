"""The resources of the tests' account, put into moto itself, because each test has an account of its own.

Made by calls of AWS they take ten times as long, and there are thousands of tests.
"""

import copy
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlparse

from moto import backend_index
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

_REGION = "us-east-1"
_SERVICES = {
    "cloudformation",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "s3",
    "s3bucket_path",
    "sns",
    "sqs",
    "ssm",
    "sts",
}

# moto registers the addresses of every service for each account, and looks through them for each call.
backend_index.backend_url_patterns[:] = [each for each in backend_index.backend_url_patterns if each[0] in _SERVICES]


def copy_of_table(name: str) -> Table:
    """Copy a table with its items."""
    return copy.deepcopy(_tables()[name])


def put_table(table: Table) -> None:
    """Put a copy of a table into the account."""
    _tables()[table.name] = copy.deepcopy(table)


def make_bucket(name: str) -> None:
    """Make a bucket that keeps versions."""
    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    backend.create_bucket(name, _REGION)
    backend.put_bucket_versioning(name, "Enabled")


def make_queue(name: str) -> str:
    """Make a FIFO queue and return its address."""
    queue = sqs_backends[DEFAULT_ACCOUNT_ID][_REGION].create_queue(name, FifoQueue="true")
    return queue.url(urlparse(f"https://sqs.{_REGION}.amazonaws.com"))


def put_parameters(parameters: Mapping[str, str]) -> None:
    """Put secrets into the parameter store."""
    backend = ssm_backends[DEFAULT_ACCOUNT_ID][_REGION]
    rest: dict[str, Any] = {"description": "", "allowed_pattern": "", "keyid": "alias/aws/ssm", "tags": []}
    for name, value in parameters.items():
        backend.put_parameter(
            name,
            value=value,
            parameter_type="SecureString",
            overwrite=False,
            data_type="text",
            tier=None,
            policies=None,
            **rest,
        )


def _tables() -> dict[str, Table]:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][_REGION].tables
