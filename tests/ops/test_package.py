"""`make package` of the project as it stands, and what it ships at work: unmodified, in Lambda's own runtime."""

import pytest

from local.platform_simulator import PlatformSimulator
from local.resources import LOCAL
from local.sample_files import small_picture
from ops.package import build
from ops.package_checks import FUNCTIONS
from ops.template import PROJECT
from tests.ops.rights import Right
from tests.ops.shipped import running
from tests.ops.story import Story
from tests.ops.writers import is_allowed, partitions

NOBODY_LISTENS = "http://127.0.0.1:9/file"
# What Lambda asks for in a function's name: to feed it, and to keep its lines and its failures.
OF_LAMBDA = {
    *("logs:CreateLogStream", "logs:PutLogEvents"),
    *("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
    *("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
    *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
}
# Nothing of the story asks for them: poison is reported by Lambda, and the row of a failed condition is only read
# where AWS answers without it (number 66 of docs/reliability.md).
IN_NEED = {
    Right("sqs:SendMessage", "ProjectorFailures"),
    Right("sqs:SendMessage", "EventFailures"),
    Right("dynamodb:GetItem", "OrdersTable"),
    # The start reads the secrets of ten connections at once. Those of an eleventh are read alone.
    Right("ssm:GetParameter", f"parameter/recourse/{LOCAL}/connections/eleventh"),
}

# The kinds of rows that each function may write into the partition of an order. IAM cannot tell them apart.
KINDS = {
    "APIHandler": {"EVENT#delivery", "EVENT#command", "EVENT#evidence#announced"},
    "Project": {"EFFECT", "CASE"},
    "Mediate": {"EVENT#desk#filed", "EVENT#desk#left"},
    "DeadLetters": {"EVENT#desk#failed", "EFFECT"},
    "InspectUpload": {"EVENT#evidence#verdict"},
    "ExpireDeadlines": {"EVENT#clock"},
    "Redrive": {"EFFECT", "CASE"},
    "Reconcile": {"EFFECT", "CASE", "EVENT#evidence#verdict", "EVENT#desk#left"},
}

WRITING = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"}

each_function = pytest.mark.parametrize("function", FUNCTIONS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("shipped")


@pytest.fixture(scope="module")
def faults(folder):
    return list(build(PROJECT, folder / "package"))


@pytest.fixture(scope="module")
def shipped(folder, faults):
    with (
        PlatformSimulator() as platform,
        running(folder / "package", folder, filing_urls={"demo": platform.url, "other": NOBODY_LISTENS}) as it,
    ):
        platform.secret = it.description["connections"]["demo"]["secret"]
        yield it


@pytest.fixture(scope="module")
def story(shipped):
    return Story(shipped).run()


def test_the_project_packages_without_a_fault(faults):
    assert faults == []


def test_until_there_is_work_only_the_api_asks_aws_for_what_its_door_needs(shipped):
    asked = shipped.asked_when_idle

    assert asked.keys() == {"APIHandler"}
    assert {right.action for right in asked["APIHandler"]} == {"dynamodb:Query", "ssm:GetParameters"}


def test_the_door_takes_deliveries_and_the_projector_lists_their_cases(story):
    assert [each.status for each in story.delivered] == [202] * 4
    assert [each["case_id"] for each in story.listed] == [story.case_id]
    assert [each["case_id"] for each in story.urgent] == [story.case_id]


def test_a_statement_from_the_files_of_rules_that_ship(story):
    assert story.statement.status_code == 200
    assert "demo" in story.statement.text


def test_a_person_signs_in_with_the_secret_of_sessions(story):
    assert story.signed_in.status_code == 201


def test_an_upload_is_looked_at_and_handed_out(story):
    assert story.looked_at["status"] == "stored"
    assert story.downloaded == small_picture()


def test_of_a_batch_what_the_platform_took_is_done_and_the_rest_comes_again(story):
    (again,) = story.put_back["batchItemFailures"]
    assert again["itemIdentifier"] == story.given_up["MessageId"]
    assert story.filed["reference"].startswith("MED-")


def test_what_the_queue_gave_up_is_left_to_a_person(story):
    assert [task["kind"] for task in story.failed["tasks"]] == ["file_by_hand"]


def test_the_clock_wakes_a_case(story):
    assert story.expired == 1


def test_the_reconciler_sends_what_the_stream_lost_and_looks_at_what_nobody_announced(story):
    assert story.swept["status"] == "stored"
    assert [message["type"] for message in story.sent_late] == ["recourse.mediation.withdrawn"]


def test_a_broken_order_is_projected_again(story):
    assert story.still_broken is None


def test_a_delivery_that_was_not_understood_is_in_the_feed_and_tried_again(story):
    assert story.early["status"] == "quarantined"
    assert {each["verdict"] for each in story.feed} == {"accepted", "quarantined"}
    assert story.replayed["verdict"] == "accepted"


@each_function
def test_a_function_may_do_what_it_asks_for(story, function):
    asked, may = story.shipped.wire.asked[function], story.shipped.granted(function)
    assert {right for right in asked if not any(each.covers(right) for each in may)} == set()


@each_function
def test_a_function_may_do_nothing_else(story, function):
    asked = story.shipped.wire.asked[function] | IN_NEED
    spare = {right for right in story.shipped.granted(function) if not any(map(right.covers, asked))}
    assert {right for right in spare if right.action not in OF_LAMBDA} == set()


@each_function
def test_a_function_writes_only_the_partitions_that_its_role_names(story, function):
    written = story.shipped.wire.written.get(function, set())
    allowed = partitions(story.shipped.template.resources, function)
    writing = {right.action for right in story.shipped.granted(function) if right.action in WRITING}

    assert writing <= allowed.keys()
    assert written
    assert {write for write in written if not is_allowed(write, allowed)} == set()


@each_function
def test_a_function_writes_only_its_kinds_of_rows_into_an_order(story, function):
    written = story.shipped.wire.written.get(function, set())

    assert {write.kind for write in written if write.partition.startswith("ORDER#")} <= KINDS[function]
