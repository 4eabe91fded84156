"""The template as an operator needs it: alarms, retries, lasting data, and parameters."""

import copy
import json

import pytest

from ops.template import MERGED, deployed_template
from ops.template_checks import faults_of_operation
from ops.template_parameters import resolved

MERGED_TEMPLATE = json.loads(MERGED.read_text())
RETAINED = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


def whole():
    dimensions = [{"Name": "ApiName", "Value": {"Ref": "AWS::StackName"}}]
    watched = [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["Letters", "QueueName"]}}]
    heard = {"AlarmActions": [1], "OKActions": [1]}
    return {
        "Letters": {"Type": "AWS::SQS::Queue", "Properties": {}, **RETAINED},
        "Clerk": {
            "Type": "AWS::Serverless::Function",
            "Properties": {"Events": {"Clock": {"Type": "Schedule"}}, "EventInvokeConfig": {"MaximumRetryAttempts": 2}},
        },
        "Failures": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"Namespace": "AWS/ApiGateway", "Dimensions": dimensions, **heard},
        },
        "Waiting": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"Namespace": "AWS/SQS", "Dimensions": watched, **heard},
        },
    }


def changed(value, *path):
    resources = copy.deepcopy(whole())
    place = resources
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return resources


FAULTS = {
    "may be lost": changed("Delete", "Letters", "DeletionPolicy"),
    "tried again": changed({}, "Clerk", "Properties", "EventInvokeConfig"),
    "when it is over": changed([], "Failures", "Properties", "OKActions"),
    "another stack": changed([{"Name": "ApiName", "Value": "recourse"}], "Failures", "Properties", "Dimensions"),
    "nobody watches Letters": changed([], "Waiting", "Properties", "Dimensions"),
}


def test_a_template_that_can_be_operated_has_no_fault():
    assert list(faults_of_operation(whole())) == []
    assert list(faults_of_operation(deployed_template().resources)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_part_that_cannot_be_operated_is_named(fault):
    (named,) = faults_of_operation(FAULTS[fault])
    assert fault in named


def test_no_alarm_has_the_name_of_one_stack_in_it():
    """It holds number 130 of docs/reliability.md."""
    for name, alarm in deployed_template().resources.items():
        if alarm.get("Type") == "AWS::CloudWatch::Alarm":
            dimensions = json.dumps(alarm["Properties"])
            assert '"Value": "recourse"' not in dimensions, name
            assert '"MetricNamespace": "recourse"' not in dimensions, name


def test_data_outlives_its_stack_and_a_failed_first_deployment_leaves_none():
    """It holds number 130 of docs/reliability.md."""
    stateful = ("OrdersTable", "EvidenceBucket", "MediationQueue", "MediationDeadLetterQueue", "ProjectorFailures")
    for name in stateful:
        assert RETAINED.items() <= deployed_template().resources[name].items()
    assert deployed_template().properties("OrdersTable")["DeletionProtectionEnabled"] is False
    assert deployed_template(TableProtection="on").properties("OrdersTable")["DeletionProtectionEnabled"] is True


def test_a_restored_table_is_attached_by_its_name_and_its_stream():
    """It holds number 130 of docs/reliability.md."""
    stream = "arn:aws:dynamodb:eu-central-1:123456789012:table/twin/stream/2026"
    template = resolved(MERGED_TEMPLATE, ExistingTableName="twin", ExistingTableStreamArn=stream)

    assert "OrdersTable" not in template["Resources"]
    assert '"OrdersTable"' not in json.dumps(template).replace('"OrdersTable": {"Value"', "")
    assert template["Globals"]["Function"]["Environment"]["Variables"]["RECOURSE_TABLE"] == "twin"
    events = template["Resources"]["Project"]["Properties"]["Events"]
    assert events["ProjectDynamodbEventSource"]["Properties"]["Stream"] == stream
    assert template["Outputs"]["OrdersTable"]["Value"] == "twin"


def test_a_bucket_that_is_there_is_attached_by_its_name():
    template = resolved(MERGED_TEMPLATE, ExistingBucketName="kept")

    assert not {"EvidenceBucket", "EvidenceBucketPolicy"} & template["Resources"].keys()
    pattern = template["Resources"]["InspectUpload"]["Properties"]["Events"]["InspectUploadEvent"]["Properties"]
    assert pattern["Pattern"]["detail"]["bucket"]["name"] == ["kept"]


def test_a_key_of_your_own_encrypts_table_bucket_and_queues():
    template = deployed_template(KmsKeyArn=KEY)

    assert template.properties("OrdersTable")["SSESpecification"]["KMSMasterKeyId"] == KEY
    for queue in ("MediationQueue", "MediationDeadLetterQueue", "ProjectorFailures", "EventFailures"):
        assert template.properties(queue)["KmsMasterKeyId"] == KEY
    assert KEY in json.dumps(template.properties("EvidenceBucket")["BucketEncryption"])
    assert "KmsMasterKeyId" not in deployed_template().properties("MediationQueue")


def test_what_is_off_until_it_is_set_is_off():
    api = deployed_template().properties("RestAPI")
    assert "AccessLogSetting" not in api
    assert "ReservedConcurrentExecutions" not in deployed_template().properties("APIHandler")
    assert "AlarmSubscription" not in deployed_template().resources
    assert deployed_template(ApiConcurrency=20).properties("APIHandler")["ReservedConcurrentExecutions"] == 20
    assert deployed_template(AlarmEmail="you@example.com").properties("AlarmSubscription")["Protocol"] == "email"


def test_access_logs_have_no_path_no_body_and_no_address():
    written = json.loads(deployed_template(AccessLogs="on").properties("RestAPI")["AccessLogSetting"]["Format"])

    assert set(written.values()) & {"$context.path", "$context.identity.sourceIp", "$context.error.message"} == set()
    assert {"$context.requestId", "$context.status", "$context.resourcePath"} <= set(written.values())


def test_a_parameter_that_there_is_not_is_an_error():
    with pytest.raises(KeyError):
        deployed_template(Stagename="v1")


def test_letters_that_are_looked_at_still_count():
    alarm = deployed_template().properties("MediationDeadLetterAlarm")
    counted = {each["MetricStat"]["Metric"]["MetricName"] for each in alarm["Metrics"] if "MetricStat" in each}

    assert counted == {"ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"}


def test_a_schedule_that_does_not_run_raises_an_alarm():
    for name in ("DeadlinesNotCheckedAlarm", "NotReconciledAlarm"):
        alarm = deployed_template().properties(name)
        assert (alarm["MetricName"], alarm["TreatMissingData"]) == ("Invocations", "breaching")


def test_every_widget_of_the_dashboard_is_of_this_stack():
    body, _ = deployed_template().properties("Dashboard")["DashboardBody"]["Fn::Sub"]
    for widget in json.loads(body)["widgets"]:
        for metric in widget["properties"]["metrics"]:
            assert any("${" in str(part) for part in metric), widget["properties"]["title"]
