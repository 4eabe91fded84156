import json
import time

import boto3
import pytest

from local.failure_destination import FailureDestination
from local.pump import drain
from local.stream_pump import StreamPump, StreamRules
from local.stream_reader import StreamReader


class Projector:
    """A handler that remembers, and fails batches in which there is poison."""

    def __init__(self, poison=(), *, names_it=False):
        self.poison = set(poison)
        self.names_it = names_it
        self.batches = []
        self.done = []

    def __call__(self, event, _context):
        keys = [record["dynamodb"]["Keys"]["SK"]["S"] for record in event["Records"]]
        self.batches.append(keys)
        for record, key in zip(event["Records"], keys, strict=True):
            if key in self.poison and self.names_it:
                return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
            if key in self.poison:
                raise ValueError(key)
            self.done.append(key)
        return {"batchItemFailures": []}


@pytest.fixture
def pump_into(resources, template, sqs):
    rules = StreamRules.of_source(template.source("Project"))

    def make(handler, **changed):
        return StreamPump(
            StreamReader(boto3.client("dynamodbstreams"), resources.stream_arn),
            handler,
            rules=StreamRules(**{"patterns": rules.patterns, "retries": rules.retries, **changed}),
            give_up=FailureDestination(sqs, resources.projector_failures_url).give_up,
        )

    return make


@pytest.fixture
def given_up(sqs, resources):
    def read():
        got = sqs.receive_message(QueueUrl=resources.projector_failures_url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in got.get("Messages", [])]

    return read


def test_event_rows_arrive_in_order_and_other_rows_do_not(put_row, pump_into):
    handler = Projector()
    for sk in ("EVENT#1", "CASE#1", "EVENT#2", "EFFECT#EVENT#", "EVENT#3"):
        put_row(sk)
    assert drain([pump_into(handler)]) == 3
    assert handler.done == ["EVENT#1", "EVENT#2", "EVENT#3"]


def test_only_what_is_new_comes_next(put_row, pump_into):
    handler = Projector()
    pump = pump_into(handler)
    put_row("EVENT#1")
    drain([pump])
    put_row("EVENT#2")
    drain([pump])
    assert handler.batches == [["EVENT#1"], ["EVENT#2"]]


def test_batches_end_at_their_size_even_behind_rows_that_are_filtered_out(put_row, pump_into):
    handler = Projector()
    for number in range(5):
        put_row(f"CASE#{number}")
    for number in range(5):
        put_row(f"EVENT#{number}")
    drain([pump_into(handler, batch_size=2)])
    assert [len(batch) for batch in handler.batches] == [1, 2, 2]


def test_bytes_arrive_in_base64_as_lambda_sends_them(put_row, pump_into, resources):
    events = []
    put_row("EVENT#1", body={"B": b"\x00\xff"}, many={"L": [{"B": b"a"}, {"N": "1"}]})
    drain([pump_into(lambda event, _context: events.append(event))])
    (record,) = json.loads(json.dumps(events[0]))["Records"]
    assert record["dynamodb"]["NewImage"]["body"] == {"B": "AP8="}
    assert record["dynamodb"]["NewImage"]["many"] == {"L": [{"B": "YQ=="}, {"N": "1"}]}
    assert record["eventSourceARN"] == resources.stream_arn


@pytest.mark.parametrize("names_it", [False, True], ids=["raises", "names the failure"])
def test_poison_is_bisected_out_tried_again_and_reported_while_the_rest_flows(put_row, pump_into, given_up, names_it):
    handler = Projector({"EVENT#5"}, names_it=names_it)
    for number in range(8):
        put_row(f"EVENT#{number}")
    pump = pump_into(handler, retries=5)
    assert drain([pump]) == 8
    assert set(handler.done) == {f"EVENT#{number}" for number in range(8) if number != 5}
    assert handler.batches.count(["EVENT#5"]) == 6  # once, and five retries
    (report,) = given_up()
    assert report["requestContext"]["approximateInvokeCount"] == 6
    assert report["DDBStreamBatchInfo"]["batchSize"] == 1
    assert pump.pending == 0


def test_what_was_accepted_before_a_named_failure_is_not_sent_again(put_row, pump_into):
    handler = Projector({"EVENT#2"}, names_it=True)
    for number in range(4):
        put_row(f"EVENT#{number}")
    pump = pump_into(handler)
    assert pump.pump_once() == 2
    handler.poison.clear()
    drain([pump])
    assert handler.batches == [["EVENT#0", "EVENT#1", "EVENT#2", "EVENT#3"], ["EVENT#2", "EVENT#3"]]


def test_a_failure_that_is_not_in_the_batch_fails_all_of_it(put_row, pump_into):
    answers = [{"batchItemFailures": [{"itemIdentifier": "unknown"}]}, None]
    batches = []

    def handler(event, _context):
        batches.append(len(event["Records"]))
        return answers.pop(0) if answers else None

    put_row("EVENT#1")
    drain([pump_into(handler)])
    assert batches == [1, 1]


def test_a_failing_batch_holds_up_what_comes_after_it(put_row, pump_into):
    handler = Projector({"EVENT#1"})
    pump = pump_into(handler)
    put_row("EVENT#1")
    assert pump.pump_once() == 0
    put_row("EVENT#2")
    pump.pump_once()
    assert pump.pending == 1
    assert handler.batches == [["EVENT#1"], ["EVENT#1"]]


def test_a_record_without_a_limit_of_tries_is_given_up_by_its_age(put_row, pump_into, given_up):
    put_row("EVENT#1")
    handler = Projector({"EVENT#1"})
    pump = pump_into(handler, oldest=3_600.0)
    for _ in range(20):
        assert pump.pump_once() == 0
    pump._clock = lambda: time.time() + 3_601
    assert pump.pump_once() == 1
    assert len(given_up()) == 1
    assert len(handler.batches) == 21


def test_without_bisecting_a_batch_is_given_up_whole(put_row, pump_into, given_up):
    put_row("EVENT#1")
    put_row("EVENT#2")
    handler = Projector({"EVENT#2"})
    assert drain([pump_into(handler, bisect=False, retries=1)]) == 2
    assert len(handler.batches) == 2
    assert len(given_up()) == 2


def test_a_kill_in_the_middle_leaves_the_batch_to_be_delivered_again(put_row, pump_into):
    batches = []

    def handler(event, _context):
        batches.append(len(event["Records"]))
        if len(batches) == 1:
            raise KeyboardInterrupt

    put_row("EVENT#1")
    pump = pump_into(handler)
    with pytest.raises(KeyboardInterrupt):
        pump.pump_once()
    assert drain([pump]) == 1
    assert batches == [1, 1]


def test_nothing_is_given_up_when_that_cannot_be_told(put_row, pump_into, resources, sqs):
    pump = pump_into(Projector({"EVENT#1"}), retries=0)
    put_row("EVENT#1")
    sqs.delete_queue(QueueUrl=resources.projector_failures_url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        pump.pump_once()
    assert pump.pending == 1
