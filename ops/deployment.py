"""The deployment that a command works on: a running local stack, a stack of CloudFormation, or the environment."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import click

from chalicelib.aws.failures import StoreUnavailable, named_failures
from chalicelib.logbook import Logbook
from chalicelib.settings import MissingSetting, Settings, read_settings
from chalicelib.wiring import Recourse, utc_now
from ops.connection_store import ConnectionList, SecretParameters
from ops.template import PROJECT

LOCAL_STACK = PROJECT / ".local" / "stack.json"
_NOBODY = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
# The outputs of the template, by the variables that the functions have.
_OUTPUTS = {
    "RECOURSE_TABLE": "OrdersTable",
    "RECOURSE_BUCKET": "EvidenceBucket",
    "RECOURSE_MEDIATION_QUEUE_URL": "MediationQueue",
    "RECOURSE_MEDIATION_DLQ_URL": "MediationDeadLetterQueue",
}
_STACK_FILE = {
    "RECOURSE_TABLE": "table",
    "RECOURSE_BUCKET": "bucket",
    "RECOURSE_MEDIATION_QUEUE_URL": "mediation_queue_url",
    "RECOURSE_MEDIATION_DLQ_URL": "mediation_dlq_url",
    "RECOURSE_SECRETS_PREFIX": "secrets_prefix",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The name of a deployment for people, the variables of its functions, and what else is known of it."""

    name: str
    variables: Mapping[str, str]
    api_url: str | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)


class Deployment:
    """One deployment, found when a command first needs it, so that `--help` needs none."""

    def __init__(self, stack: str | None) -> None:
        self._stack = stack

    @cached_property
    def place(self) -> Place:
        """The place. It is said on standard error, so that nobody works on another one than intended."""
        place = _find(self._stack)
        click.echo(f"on {place.name}", err=True)
        return place

    @cached_property
    def settings(self) -> Settings:
        """The names of its resources."""
        os.environ.update({key: value for key, value in self.place.variables.items() if key.startswith("AWS_")})
        try:
            return read_settings(self.place.variables)
        except MissingSetting as missing:
            raise click.UsageError(str(missing)) from missing

    @cached_property
    def recourse(self) -> Recourse:
        """Recourse itself, on the resources of the deployment. Its lines go to standard error."""
        return Recourse(self.settings, clock=utc_now, logbook=Logbook(lambda line: click.echo(line, err=True)))

    @cached_property
    def connection_list(self) -> ConnectionList:
        """The row that lists its connections."""
        return ConnectionList(self.recourse.clients.dynamodb, self.settings.table)

    @cached_property
    def parameters(self) -> SecretParameters:
        """The parameters with the secrets of its connections."""
        return SecretParameters(self.client("ssm"), self.settings.secrets_prefix)

    def client(self, service: str) -> Any:
        """Make a client for what only operators do."""
        _ = self.settings  # the endpoint and the account are in the environment after it
        return boto3.client(service)


def _find(stack: str | None) -> Place:
    if stack is not None:
        return _of_file(Path(stack)) if stack.endswith(".json") else _of_cloudformation(stack)
    if "RECOURSE_TABLE" in os.environ:
        return Place("the deployment of the environment", dict(os.environ), os.environ.get("RECOURSE_API_URL"))
    if LOCAL_STACK.exists():
        return _of_file(LOCAL_STACK)
    raise click.UsageError("which deployment? RECOURSE_TABLE is not set, no local stack runs, and --stack names none")


def _of_file(path: Path) -> Place:
    try:
        description = json.loads(path.read_text())
        variables = {variable: str(description[name]) for variable, name in _STACK_FILE.items()}
        where = {"AWS_ENDPOINT_URL": description["aws_endpoint_url"], "AWS_DEFAULT_REGION": description["region"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.UsageError(f"{path} describes no running stack") from error
    return Place("the local stack", _NOBODY | where | variables, description["api_url"])


def _of_cloudformation(name: str) -> Place:
    try:
        with named_failures():
            stack = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except StoreUnavailable as failure:
        if failure.code == "ValidationError":
            raise click.UsageError(f"there is no stack {name} in this account and region") from failure
        raise
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())}
    missing = [output for output in _OUTPUTS.values() if output not in outputs]
    if missing:
        raise click.UsageError(f"the stack {name} is no deployment of Recourse: it lacks {missing[0]}")
    variables = {variable: outputs[output] for variable, output in _OUTPUTS.items()}
    prefix = {"RECOURSE_SECRETS_PREFIX": f"/recourse/{stack['StackName']}/"}
    return Place(f"the stack {name}", variables | prefix, outputs.get("EndpointURL"), outputs)
