"""The package as it would deploy: every function in a process of its own, between API, stream, queues and clock."""

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from local.api_event import answer_from, proxy_event
from local.child import Child
from local.gateway import problem
from local.http_message import Answer, Request
from local.http_server import HttpServer, Service
from local.pump import Pump
from local.pumps import make_pumps
from local.resources import LOCAL, Resources, create_resources
from local.route_table import RouteTable
from local.settings import Settings
from local.system import seed
from ops.template import Properties, Template
from tests.ops.rights import Right, Wire, granted
from tests.ops.runtime import Function, put_beside

_ACCOUNT = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_SECRET_ACCESS_KEY": "nobodys"}


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """What runs, and what it is made of; `told` is what a stack.json would say."""

    template: Template
    functions: dict[str, Function]
    wire: Wire
    told: dict[str, Any]
    pumps: dict[str, Pump]
    asked_when_idle: dict[str, set[Right]]

    def settle(self, name: str) -> None:
        """Pump until nothing is left for a function."""
        while self.pumps[name].pump_once():
            pass

    def granted(self, function: str) -> set[Right]:
        """What the template lets a function do."""
        return set(granted(self.template.resources, function, stack=LOCAL))


@contextmanager
def running(package: Path, folder: Path, *, filing_urls: dict[str, str]) -> Iterator[Shipped]:
    """Run a package; when the block ends nothing of it is left."""
    template = Template(json.loads(package.joinpath("sam.json").read_text())["Resources"])
    zipfile.ZipFile(package / "deployment.zip").extractall(folder / "task")
    put_beside(folder / "beside")
    with ExitStack() as ending:
        wire = Wire(ending.enter_context(Child("local.aws_server")).wait_ready()["url"])
        account = _ACCOUNT | {"AWS_ENDPOINT_URL": _served(wire.answer, ending)}
        ending.enter_context(patch.dict(os.environ, account | {"AWS_ACCESS_KEY_ID": "1"}))
        resources = create_resources(template)
        wire.names |= _logical_names(resources)
        environment = account | resources.environment()
        functions = {
            name: ending.enter_context(
                _function(template.properties(name), folder, environment | {"AWS_ACCESS_KEY_ID": name})
            )
            for name in _handlers(template)
        }
        told = seed(Settings(filing_urls=filing_urls), resources)
        gateway = _Gateway(functions["APIHandler"], template.properties("RestAPI")["DefinitionBody"])
        yield Shipped(
            template=template,
            functions=functions,
            wire=wire,
            told=told | {"api_url": _served(gateway.answer, ending)},
            pumps=_pumps(functions, resources, template),
            asked_when_idle=_asked_when_idle(functions, wire),
        )


@dataclass(frozen=True)
class _Gateway:
    """Routes as the template declares them, and the function behind them."""

    function: Function
    declared: dict[str, Any]

    def answer(self, request: Request) -> Answer:
        paths = self.declared["paths"]
        match = RouteTable(paths).match(request.target.partition("?")[0])
        if match is None or request.method.lower() not in paths[match.path]:
            return problem(404, "not declared")
        binary_types = self.declared["x-amazon-apigateway-binary-media-types"]
        return answer_from(self.function(proxy_event(request, match, binary_types=binary_types)))


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


def _served(answer: Callable[[Request], Answer], ending: ExitStack) -> str:
    server = HttpServer(port=0)
    Thread(target=server.serve, args=(Service(answer=answer, refuse=problem),), daemon=True).start()
    ending.callback(server.shutdown)
    return server.url
