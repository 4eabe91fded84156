"""The local gateway compresses as the deployed one does."""

import gzip

import pytest

from local.compression import compressed, smallest_compressed
from local.exchange import Answer, Request

ANSWER = Answer(status=200, headers=(("content-type", "text/html"),), body=b"a" * 1024)


def request(accepted):
    headers = () if accepted is None else (("Accept-Encoding", accepted),)
    return Request(method="GET", path="/", query="", headers=headers, body=b"")


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.9", "gzip, deflate"])
def test_a_large_answer_is_compressed_for_a_client_that_reads_it(accepted):
    sent = compressed(request(accepted), ANSWER, smallest=smallest_compressed())

    assert ("content-encoding", "gzip") in sent.headers
    assert gzip.decompress(sent.body) == ANSWER.body


@pytest.mark.parametrize(("accepted", "smallest"), [(None, 1), ("br", 1), ("gzip", 1025), ("gzip", None)])
def test_everything_else_is_sent_as_it_is(accepted, smallest):
    assert compressed(request(accepted), ANSWER, smallest=smallest) == ANSWER
