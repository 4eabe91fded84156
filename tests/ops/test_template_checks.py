import copy
import json

import pytest

from ops.template import deployed_template
from ops.template_checks import faults_between

QUEUE = {"Queue": {"Fn::GetAtt": ["Letters", "Arn"]}, "FunctionResponseTypes": ["ReportBatchItemFailures"]}
STREAM = {"FunctionResponseTypes": ["ReportBatchItemFailures"], "DestinationConfig": {}, "MaximumRetryAttempts": 5}
BUSY = {"type": "/problems/busy", "title": "t", "status": 503, "detail": "d", "code": "c", "instance": "i"}
ERRORS = {"MetricName": "Errors", "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": "Postman"}}]}


def whole():
    return {
        "Letters": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60}},
        "Postman": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "Timeout": 10,
                "Events": {
                    "Letter": {"Type": "SQS", "Properties": dict(QUEUE)},
                    "Record": {"Type": "DynamoDB", "Properties": STREAM | {"DestinationConfig": {"OnFailure": {}}}},
                },
            },
        },
        "Errors": {"Type": "AWS::CloudWatch::Alarm", "Properties": dict(ERRORS)},
        "Door": {
            "Type": "AWS::Serverless::Api",
            "Properties": {
                "GatewayResponses": {
                    "THROTTLED": {
                        "StatusCode": 503,
                        "ResponseParameters": {"Headers": {"Content-Type": "'application/problem+json'"}},
                        "ResponseTemplates": {"application/json": json.dumps(BUSY)},
                    }
                }
            },
        },
    }


def changed(value, *path):
    resources = copy.deepcopy(whole())
    place = resources
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return resources


THROTTLED = ("Door", "Properties", "GatewayResponses", "THROTTLED")
EVENTS = ("Postman", "Properties", "Events")
FAULTS = {
    "hands out again": changed(59, "Letters", "Properties", "VisibilityTimeout"),
    "repeats whole batches": changed([], *EVENTS, "Letter", "Properties", "FunctionResponseTypes"),
    "held up by poison": changed({}, *EVENTS, "Record", "Properties", "DestinationConfig"),
    "nobody counts the errors": changed("Duration", "Errors", "Properties", "MetricName"),
    "no problem+json": changed({}, *THROTTLED, "ResponseParameters", "Headers"),
    "another status": changed(429, *THROTTLED, "StatusCode"),
    "of a type that means": changed(
        {"application/json": json.dumps(BUSY | {"type": "/problems/stale"})}, *THROTTLED, "ResponseTemplates"
    ),
    "lacks code": changed(
        {"application/json": json.dumps({name: BUSY[name] for name in BUSY if name != "code"})},
        *(*THROTTLED, "ResponseTemplates"),
    ),
    "repeats what was sent": changed(
        {"application/json": '{"detail": $context.error.messageString}'}, *THROTTLED, "ResponseTemplates"
    ),
}


def test_parts_that_fit_have_no_fault():
    assert list(faults_between(whole())) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_part_that_does_not_fit_is_named(fault):
    (found,) = faults_between(FAULTS[fault])
    assert fault in found


def test_an_undeclared_path_is_404_also_with_a_key_in_hand():
    """API Gateway takes a bearer token there for a broken signature, and its own 403 quotes it."""
    responses = deployed_template().properties("RestAPI")["GatewayResponses"]
    kinds = ("MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE", "ACCESS_DENIED", "RESOURCE_NOT_FOUND")
    assert {responses[kind]["StatusCode"] for kind in kinds} == {404}
