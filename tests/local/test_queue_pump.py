import boto3
import pytest

from local.pump import drain
from local.queue_pump import QueuePump
from local.upload_pump import UploadPump


@pytest.fixture
def send(sqs, resources):
    def put(group, body):
        sqs.send_message(
            QueueUrl=resources.mediation_queue_url,
            MessageBody=body,
            MessageGroupId=group,
            MessageDeduplicationId=f"{group}{body}",
        )

    return put


@pytest.fixture
def visible_again(sqs, resources):
    """Let the visibility timeout of a message be over, as a minute later."""

    def now(handle):
        url = resources.mediation_queue_url
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)

    return now


class Desk:
    def __init__(self, fails=(), *, raises=False):
        self.fails = set(fails)
        self.raises = raises
        self.seen = []
        self.handles = {}

    def __call__(self, event, _context):
        (record,) = event["Records"]
        self.seen.append(record["body"])
        self.handles[record["body"]] = record["receiptHandle"]
        if record["body"] in self.fails and self.raises:
            raise ValueError(record["body"])
        failed = [record["messageId"]] if record["body"] in self.fails else []
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def left_on(sqs, url):
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"]
    return sum(int(number) for number in attributes.values())


def test_messages_of_a_group_arrive_in_order_and_are_deleted(sqs, resources, send):
    desk = Desk()
    for body in "123":
        send("a", body)
    assert drain([QueuePump(sqs, resources.mediation_queue_url, desk, name="mediate")]) == 3
    assert desk.seen == ["1", "2", "3"]
    assert left_on(sqs, resources.mediation_queue_url) == 0


@pytest.mark.parametrize("raises", [False, True], ids=["named", "raised"])
def test_a_failed_message_stays_and_holds_up_its_group_only(sqs, resources, send, raises):
    desk = Desk({"1"}, raises=raises)
    for group, body in (("a", "1"), ("a", "2"), ("b", "3")):
        send(group, body)
    drain([QueuePump(sqs, resources.mediation_queue_url, desk, name="mediate")])
    assert desk.seen == ["1", "3"]
    assert left_on(sqs, resources.mediation_queue_url) == 2


def test_a_failed_message_comes_again_before_its_group_goes_on(sqs, resources, send, visible_again):
    desk = Desk({"1"})
    pump = QueuePump(sqs, resources.mediation_queue_url, desk, name="mediate")
    send("a", "1")
    send("a", "2")
    drain([pump])
    desk.fails.clear()
    visible_again(desk.handles["1"])
    drain([pump])
    assert desk.seen == ["1", "1", "2"]


def test_after_five_receives_a_message_is_a_dead_letter_and_its_group_goes_on(sqs, resources, send, visible_again):
    desk, letters = Desk({"1"}), Desk()
    pumps = [
        QueuePump(sqs, resources.mediation_queue_url, desk, name="mediate"),
        QueuePump(sqs, resources.mediation_dlq_url, letters, name="consume_dead_letters"),
    ]
    send("a", "1")
    send("a", "2")
    for _ in range(5):
        drain(pumps)
        visible_again(desk.handles["1"])
    drain(pumps)
    assert desk.seen == ["1"] * 5 + ["2"]
    assert letters.seen == ["1"]


def test_records_look_as_lambda_sends_them(sqs, resources, send):
    events = []
    send("a", "1")
    drain([QueuePump(sqs, resources.mediation_queue_url, lambda event, _context: events.append(event), name="mediate")])
    ((record,),) = [event["Records"] for event in events]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].endswith(":recourse-local-mediation.fifo")
    assert record["attributes"]["MessageGroupId"] == "a"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"


def test_an_uploaded_object_is_told_as_eventbridge_does(sqs, resources):
    events = []
    pump = UploadPump(sqs, resources.uploads_queue_url, lambda event, _context: events.append(event))
    boto3.client("s3").put_object(Bucket=resources.bucket, Key="demo/a b/ä", Body=b"12345")
    assert drain([pump]) == 1
    (event,) = events
    assert (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")
    assert event["detail"]["bucket"]["name"] == resources.bucket
    assert event["detail"]["reason"] == "PutObject"
    assert {"key", "size", "etag", "version-id", "sequencer"} <= event["detail"]["object"].keys()
    assert (event["detail"]["object"]["key"], event["detail"]["object"]["size"]) == ("demo/a b/ä", 5)
    assert event["time"].endswith("Z")


def test_a_handler_that_fails_an_upload_gets_it_twice_more(sqs, resources, monkeypatch):
    monkeypatch.setattr("local.upload_pump._AGAIN_SECONDS", 0)
    calls = []

    def handler(event, _context):
        calls.append(event)
        raise ValueError

    boto3.client("s3").put_object(Bucket=resources.bucket, Key="k", Body=b"")
    drain([UploadPump(sqs, resources.uploads_queue_url, handler)])
    assert len(calls) == 3
