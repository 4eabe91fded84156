"""The example of a desk in docs/, at work: moto's queue and bucket, and the API on a socket."""

import importlib.util
import json
from pathlib import Path
from urllib.error import HTTPError

import pytest

import app
from chalicelib import wiring
from chalicelib.aws.api_keys import Principal, Role
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
def process(cloud):
    recourse = cloud.recourse()
    wiring.install(recourse)
    yield recourse
    wiring.install(None)


@pytest.fixture
def told(cloud, process):
    """What `stack.json` tells of a running API, as far as a desk needs it."""
    with serving_api(chalice_gateway(app.app)) as url:
        yield {
            "api_url": url,
            "mediation_queue_url": cloud.settings.mediation_queue_url,
            "api_keys": {"demo": {"desk": process.api_keys.make(Principal("demo", Role.DESK))}},
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
    """A queue that answers at once where nothing is on it."""

    def __init__(self, sqs):
        self._sqs = sqs
        self.delete_message = sqs.delete_message

    def receive_message(self, **wanted):
        return self._sqs.receive_message(**wanted | {"WaitTimeSeconds": 0})


def test_it_files_with_the_evidence_and_the_case_shows_the_reference(cloud, process, work):
    case = Escalation(cloud, process)
    case.escalate()
    case.store("e-1", b"as it looked", kind="photo")
    case.project()

    assert work() == [(case.round.effect_id, {"e-1": b"as it looked"})]
    assert (case.round.status, case.round.reference) == (RoundStatus.FILED, "platform 1")
    assert work() == []


def test_it_files_no_withdrawn_request(cloud, process, work):
    case = Escalation(cloud, process).begin()
    case.told("return.withdrawn", return_id="R-1")
    case.project()

    assert work() == []
    assert case.desk_rows == []


def test_it_files_nothing_twice_that_it_is_handed_twice(cloud, process, work):
    case = Escalation(cloud, process).begin()
    [row] = process.log.read(case.case.order).effects
    work()
    process.queue.send(case.case, row.message, deduplication_id="again")

    assert work() == []
    assert case.round.reference == "platform 1"


def test_it_does_not_file_with_a_file_that_is_another(cloud, process, work):
    case = Escalation(cloud, process)
    case.escalate()
    case.store("e-1", b"as it looked", kind="photo")
    case.project()
    cloud.clients.s3.put_object(Bucket=cloud.settings.bucket, Key="demo/case/e-1", Body=b"as it never looked")

    with pytest.raises(ValueError, match="e-1 is not what was filed"):
        work()
    assert case.round.status is RoundStatus.REQUESTED


def test_the_desks_key_cannot_do_what_sellers_do(cloud, process, example, told):
    case = Escalation(cloud, process).begin()
    with pytest.raises(HTTPError, match="403"):
        example.call(told, f"/cases/{case.case.case_id}/commands", {"command": "post_message", "text": "hello"})
    assert json.loads(case.shown.model_dump_json())["status"] == "mediation_requested"
