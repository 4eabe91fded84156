"""The checks between the parts of a template, because cfn-lint checks each part alone."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.views.problem_types import PROBLEMS, type_of

Resources = Mapping[str, Mapping[str, Any]]

# Times a function's timeout: what AWS asks of a queue's visibility, so that throttling wears out no receive.
_PATIENCE = 6
_PROBLEM = "'application/problem+json'"
_ASYNCHRONOUS = {"Schedule", "CloudWatchEvent"}
_STATEFUL = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue"}
# A first deployment that fails takes its empty table along; later nothing does.
_RETAINED = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
_REQUEST_ID = "$context.requestId"
# What every problem of ours has.
_MEMBERS = {"type", "title", "status", "detail", "code", "instance"}
_QUOTING = "$context"  # the gateway's own words can quote the Authorization header, and with it a seller's key


def faults_between(resources: Resources) -> Iterator[str]:
    """Yield what one part of the template gets wrong about another."""
    for name, function in _of_type(resources, "AWS::Serverless::Function"):
        for event in function.get("Events", {}).values():
            yield from _faults_of_source(name, function["Timeout"], event, resources)
    yield from _unwatched(resources)
    for _, api in _of_type(resources, "AWS::Serverless::Api"):
        for name, response in api.get("GatewayResponses", {}).items():
            yield from _faults_of_response(name, response)


def _faults_of_source(name: str, timeout: int, event: Mapping[str, Any], resources: Resources) -> Iterator[str]:
    properties = event["Properties"]
    if event["Type"] in {"SQS", "DynamoDB"} and properties.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
        yield f"{name} repeats whole batches"
    if event["Type"] == "DynamoDB" and not (
        properties.get("DestinationConfig") and properties.get("MaximumRetryAttempts")
    ):
        yield f"{name} is held up by poison"
    if event["Type"] == "SQS":
        queue = properties["Queue"]["Fn::GetAtt"][0]
        if resources[queue]["Properties"]["VisibilityTimeout"] < _PATIENCE * timeout:
            yield f"{queue} hands out again what {name} may still be at"


def _unwatched(resources: Resources) -> Iterator[str]:
    """A function that does not even load writes no line: only its error count tells."""
    alarms = [json.dumps(alarm) for _, alarm in _of_type(resources, "AWS::CloudWatch::Alarm")]
    counted = "".join(alarm for alarm in alarms if '"MetricName": "Errors"' in alarm)
    functions = (name for name, _ in _of_type(resources, "AWS::Serverless::Function"))
    yield from (f"nobody counts the errors of {name}" for name in functions if f'{{"Ref": "{name}"}}' not in counted)


def _faults_of_response(name: str, response: Mapping[str, Any]) -> Iterator[str]:
    body = response["ResponseTemplates"]["application/json"]
    if _QUOTING in body.replace(_REQUEST_ID, ""):
        yield f"{name} repeats what was sent"
        return
    if response["ResponseParameters"]["Headers"].get("Content-Type") != _PROBLEM:
        yield f"{name} is no problem+json"
    problem = json.loads(body)
    yield from (f"{name} lacks {member}" for member in sorted(_MEMBERS - problem.keys()))
    if problem["status"] != response["StatusCode"]:
        yield f"{name} says another status than it has"
    elif problem["type"] not in {type_of(kind) for kind, row in PROBLEMS.items() if row.status == problem["status"]}:
        yield f"{name} is of a type that means another status"


def _of_type(resources: Resources, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, each.get("Properties", {})) for name, each in resources.items() if each.get("Type") == kind)


def faults_of_operation(resources: Resources) -> Iterator[str]:
    """Yield what would leave an operator in the dark, or lose data."""
    yield from _faults_of_alarms(resources)
    yield from _unwatched_queues(resources)
    for name, function in _of_type(resources, "AWS::Serverless::Function"):
        asynchronous = any(event["Type"] in _ASYNCHRONOUS for event in function.get("Events", {}).values())
        if asynchronous and "MaximumRetryAttempts" not in function.get("EventInvokeConfig", {}):
            yield f"{name} does not say how often it is tried again"
    for name, resource in resources.items():
        if resource.get("Type") in _STATEFUL and not _RETAINED.items() <= resource.items():
            yield f"{name} may be lost with its stack"


def _faults_of_alarms(resources: Resources) -> Iterator[str]:
    for name, alarm in _of_type(resources, "AWS::CloudWatch::Alarm"):
        if not (alarm.get("AlarmActions") and alarm.get("OKActions")):
            yield f"{name} does not say both when it begins and when it is over"
        if alarm.get("Namespace") == "AWS/ApiGateway" and any(
            isinstance(each["Value"], str) and each["Name"] == "ApiName" for each in alarm["Dimensions"]
        ):
            yield f"{name} counts the API of another stack too"


def _unwatched_queues(resources: Resources) -> Iterator[str]:
    """Find queues of failures without an alarm. Nobody consumes them, so only an alarm tells of a message."""
    watched = json.dumps([alarm for _, alarm in _of_type(resources, "AWS::CloudWatch::Alarm")])
    for name, _ in _of_type(resources, "AWS::SQS::Queue"):
        if f'"{name}", "QueueName"' not in watched:
            yield f"nobody watches {name}"
