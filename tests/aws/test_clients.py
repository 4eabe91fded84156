"""Clients: made when first used, once, and tuned for who waits."""

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.clients import Clients
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.time_limit import answering_within
from tests.aws.test_log import ORDER, event_row


@pytest.fixture
def silent_endpoint(monkeypatch):
    """An endpoint that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
        yield


def test_the_door_gives_up_inside_four_seconds(silent_endpoint):
    """It holds number 65 of docs/reliability.md."""
    log = OrderLog(Clients().door, "orders")
    before = time.monotonic()

    with pytest.raises(StoreUnavailable, match="ReadTimeoutError"):
        log.append(ORDER, event_row())
    assert time.monotonic() - before < 4


def test_calls_in_a_row_keep_to_one_time_limit(silent_endpoint):
    """It holds number 65 of docs/reliability.md."""
    log = OrderLog(Clients().door, "orders")
    before = time.monotonic()

    with answering_within(2.5):
        for why in ("OutOfTime", "OutOfTime"):
            with pytest.raises(StoreUnavailable, match=why):
                log.append(ORDER, event_row())
    assert 1 < time.monotonic() - before < 2.5


def test_threads_that_come_together_get_one_client():
    clients = Clients()
    together = threading.Barrier(8)

    def use(_):
        together.wait(10)
        return clients.sqs

    with ThreadPoolExecutor(8) as threads:
        assert len(set(map(id, threads.map(use, range(8))))) == 1


def test_s3_signs_with_version_four_and_the_buckets_host_name():
    url = Clients().s3.generate_presigned_url("get_object", Params={"Bucket": "evidence", "Key": "a b"})

    assert url.startswith("https://evidence.s3.amazonaws.com/a%20b?X-Amz-Algorithm=AWS4-HMAC-SHA256")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "moto"])
def test_s3_on_one_machine_is_addressed_by_path(monkeypatch, host):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:4566")
    url = Clients().s3.generate_presigned_url("get_object", Params={"Bucket": "evidence", "Key": "a"})

    assert url.startswith(f"http://{host}:4566/evidence/a?X-Amz-Algorithm=AWS4-HMAC-SHA256")


def test_s3_of_another_region_is_addressed_there(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    url = Clients().s3.generate_presigned_url("put_object", Params={"Bucket": "evidence", "Key": "a"})

    assert url.startswith("https://evidence.s3.eu-central-1.amazonaws.com/a?X-Amz-Algorithm=AWS4-HMAC-SHA256")


def test_nothing_of_the_machine_goes_along_with_a_request(cloud):
    told = cloud.clients.dynamodb.meta.config.user_agent

    assert told == "recourse"
    assert os.uname().release not in told
