"""The package as it would deploy: every function in a process of its own, between API, stream, queues and clock."""

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from werkzeug import Request

from local.api_server import serving_api
from local.child import Child
from local.gateway import Declared, Gateway
from local.pump import Pump
from local.pumps import make_pumps
from local.resources import LOCAL, Resources, create_resources
from local.settings import Settings
from local.system import seed
from local.wsgi_server import serving_wsgi
from ops.template import Properties, Template
from ops.template_parameters import resolved
from tests.ops.rights import Right, Wire, granted
from tests.ops.runtime import Function, put_beside

_ACCOUNT = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_SECRET_ACCESS_KEY": "nobodys"}


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """The running functions, and their parts.

    `description` is what a stack.json would say.
    """

    template: Template
    functions: dict[str, Function]
    wire: Wire
    description: dict[str, Any]
    pumps: dict[str, Pump]
    asked_when_idle: dict[str, set[Right]]

    def settle(self, name: str) -> None:
        """Pump until nothing is left for a function."""
        while self.pumps[name].pump_once():
            pass

    def granted(self, function: str) -> set[Right]:
        """Return the rights that the template gives to a function."""
        return set(granted(self.template.resources, function, stack=LOCAL))


@contextmanager
def running(package: Path, folder: Path, *, filing_urls: dict[str, str]) -> Iterator[Shipped]:
    """Run a package.

    When the block ends nothing of it is left.
    """
    template = Template(resolved(json.loads(package.joinpath("sam.json").read_text()))["Resources"])
    zipfile.ZipFile(package / "deployment.zip").extractall(folder / "task")
    put_beside(folder / "beside")
    with ExitStack() as ending:
        wire = Wire(ending.enter_context(Child("local.aws_server")).wait_ready()["url"])
        account = _ACCOUNT | {"AWS_ENDPOINT_URL": ending.enter_context(serving_wsgi(Request.application(wire.answer)))}
        ending.enter_context(patch.dict(os.environ, account | {"AWS_ACCESS_KEY_ID": "1"}))
        resources = create_resources(template)
        wire.names |= _logical_names(resources)
        environment = account | resources.environment()
        description = seed(Settings(filing_urls=filing_urls), resources)
        functions = {
            name: ending.enter_context(
                _function(template.properties(name), folder, environment | {"AWS_ACCESS_KEY_ID": name})
            )
            for name in _handlers(template)
        }
        gateway = Gateway(_declared(template), functions["APIHandler"])
        yield Shipped(
            template=template,
            functions=functions,
            wire=wire,
            description=description | {"api_url": ending.enter_context(serving_api(gateway))},
            pumps=_pumps(functions, resources, template),
            asked_when_idle=_asked_when_idle(functions, wire),
        )


def _declared(template: Template) -> Declared:
    api = template.properties("RestAPI")["DefinitionBody"]
    routes = {path: [method.upper() for method in methods] for path, methods in api["paths"].items()}
    return Declared(routes=routes, binary_types=api["x-amazon-apigateway-binary-media-types"])


def _handlers(template: Template) -> dict[str, str]:
    kind = "AWS::Serverless::Function"
    return {name: each["Properties"]["Handler"] for name, each in template.resources.items() if each["Type"] == kind}


def _function(properties: Properties, folder: Path, environment: dict[str, str]) -> Function:
    return Function(
        properties["Handler"],
        task=folder / "task",
        beside=folder / "beside",
        environment=environment,
        timeout=properties["Timeout"],
    )


def _pumps(functions: dict[str, Function], resources: Resources, template: Template) -> dict[str, Pump]:
    entries = {handler.removeprefix("app."): functions[name] for name, handler in _handlers(template).items()}
    app = cast("Any", SimpleNamespace(**entries))
    return {pump.name: pump for pump in make_pumps(app, resources, template)}


def _asked_when_idle(functions: dict[str, Function], wire: Wire) -> dict[str, set[Right]]:
    for function in functions.values():
        function.wait_until_idle()
    return {name: set(asked) for name, asked in wire.asked.items()}


def _logical_names(resources: Resources) -> dict[str, str]:
    return {
        resources.table: "OrdersTable",
        resources.bucket: "EvidenceBucket",
        resources.mediation_queue_url: "MediationQueue",
        resources.mediation_dlq_url: "MediationDeadLetterQueue",
    }
