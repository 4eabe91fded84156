"""The example of a desk in docs/, at work: moto's queue and bucket, and the API on a socket."""

import importlib.util
from pathlib import Path
from urllib.error import HTTPError

import pytest

import app
from chalicelib.aws.api_keys import Principal
from chalicelib.values.roles import Role
from chalicelib.values.states import RoundStatus
from local.api_server import serving_api
from local.gateway import chalice_gateway
from tests.usecases.escalation import Escalation

EXAMPLE = Path(__file__).parents[2] / "docs" / "example_desk.py"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("example_desk", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def told(cloud, world):
    """The part of `stack.json` that a desk needs."""
    with serving_api(chalice_gateway(app.app)) as url:
        yield {
            "api_url": url,
            "mediation_queue_url": cloud.settings.mediation_queue_url,
            "api_keys": {"demo": {"desk": world.recourse.api_keys.make(Principal("demo", Role.DESK))}},
        }


@pytest.fixture
def work(cloud, example, told):
    """Let the example work off the queue, and tell what it filed."""

    def worked():
        filed = []

        def file(message, files):
            filed.append((message["id"], files))
            return f"platform {len(filed)}"

        example.work(told, sqs=Hurried(cloud.clients.sqs), s3=cloud.clients.s3, file=file)
        return filed

    return worked


class Hurried:
    """A queue that answers at once if nothing is on it."""

    def __init__(self, sqs):
        self._sqs = sqs
        self.delete_message = sqs.delete_message

    def receive_message(self, **wanted):
        return self._sqs.receive_message(**wanted | {"WaitTimeSeconds": 0})


def test_it_files_with_the_evidence_and_the_case_shows_the_reference(world, work):
    case = Escalation(world)
    case.escalate()
    photo = case.attach("photo", b"as it looked")
    case.flow()

    assert work() == [(case.round.effect_id, {photo: b"as it looked"})]
    assert (case.round.status, case.round.reference) == (RoundStatus.FILED, "platform 1")
    assert work() == []


def test_it_files_no_withdrawn_request(world, work):
    case = Escalation(world).begin()
    case.tell("return.withdrawn")
    case.flow()

    assert work() == []
    assert case.desk_rows == []


def test_it_files_nothing_twice_that_it_is_handed_twice(world, work):
    case = Escalation(world).begin()
    [row] = world.recourse.log.read(case.key.order).effects
    work()
    world.recourse.queue.send(case.key, row.message, deduplication_id="again")

    assert work() == []
    assert case.round.reference == "platform 1"


def test_it_does_not_file_with_a_file_that_is_another(world, work):
    case = Escalation(world)
    case.escalate()
    photo = case.attach("photo", b"as it looked")
    case.flow()
    place = {"Bucket": world.cloud.settings.bucket, "Key": f"demo/case/{photo}"}
    world.cloud.clients.s3.put_object(**place, Body=b"as it never looked")

    with pytest.raises(ValueError, match=f"{photo} is not what was filed"):
        work()
    assert case.round.status is RoundStatus.REQUESTED


def test_the_desks_key_cannot_do_what_sellers_do(world, example, told):
    case = Escalation(world).begin()
    with pytest.raises(HTTPError, match="403"):
        example.call(told, f"/cases/{case.case_id}/commands", {"command": "post_message", "text": "hello"})
    assert case.case["status"] == "mediation_requested"
