"""Brings the whole system up in this process, step by step, and takes it down again in reverse."""

import importlib
import os
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import boto3

from chalicelib.aws.api_keys import ApiKeys
from local.api_server import serving_api
from local.child import Child
from local.gateway import chalice_gateway
from local.port import take_port
from local.pump import PumpThread
from local.pumps import make_pumps
from local.resources import Resources, create_resources
from local.seed import make_api_keys, new_connections, put_connections, put_session_secret
from local.settings import Settings
from local.stack_file import stack_description
from ops.template import Template, deployed_template

_NOBODY = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class System:
    """The running system.

    `aws` is None where the endpoint is somebody else's.
    """

    description: dict[str, Any]
    aws: Child | None

    @property
    def whole(self) -> bool:
        """True while every part of it runs."""
        return self.aws is None or self.aws.alive


@contextmanager
def running(settings: Settings) -> Iterator[System]:
    """Bring it up, answering.

    At the end of the block nothing of it is left.
    """
    with ExitStack() as ending:
        listener = ending.enter_context(take_port(settings.port))
        aws = _start_aws(settings, ending)
        template = deployed_template()
        resources = create_resources(template)
        os.environ.update(resources.environment())
        description = seed(settings, resources)
        app = importlib.import_module("app")
        url = ending.enter_context(serving_api(chalice_gateway(app.app), listener))
        _pump(app, resources, template=template, desk=settings.desk, ending=ending)
        urllib.request.urlopen(f"{url}/health", timeout=30).close()  # noqa: S310 (our own server)
        yield System(_where(url) | description | {"pid": os.getpid()}, aws)


def _start_aws(settings: Settings, ending: ExitStack) -> Child | None:
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    if settings.aws_endpoint_url:
        return None
    aws = ending.enter_context(Child("local.aws_server", "--port", str(settings.aws_port)))
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ.update(_NOBODY, AWS_ENDPOINT_URL=aws.wait_ready()["url"])
    return aws


def seed(settings: Settings, resources: Resources) -> dict[str, Any]:
    """Put two merchants there, and return what a stack.json tells of them."""
    dynamodb = boto3.client("dynamodb")
    connections = new_connections(settings.filing_urls)
    put_connections(dynamodb, boto3.client("ssm"), resources=resources, connections=connections)
    put_session_secret(boto3.client("ssm"), resources=resources)
    api_keys = make_api_keys(ApiKeys(dynamodb, resources.table, clock=lambda: datetime.now(UTC)))
    return stack_description(resources, connections=connections, api_keys=api_keys)


def _pump(app: ModuleType, resources: Resources, *, template: Template, desk: bool, ending: ExitStack) -> None:
    stop = threading.Event()
    threads = [PumpThread(pump, stop) for pump in make_pumps(app, resources, template, desk=desk)]
    for thread in threads:
        thread.start()
        ending.callback(thread.join, _STOP_SECONDS)
    ending.callback(stop.set)


def _where(url: str) -> dict[str, str]:
    return {
        "api_url": url,
        "aws_endpoint_url": os.environ["AWS_ENDPOINT_URL"],
        "region": os.environ["AWS_DEFAULT_REGION"],
    }
