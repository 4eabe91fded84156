"""The roots that the quick client trusts: Amazon's few, and all of botocore's when those do not do."""

import re
import ssl
from pathlib import Path

import pytest
from botocore.exceptions import SSLError
from botocore.httpsession import where

from chalicelib.aws.patience import DOOR
from chalicelib.aws.transport import AMAZON_ROOTS, Answer, Request, Transport

AWS = "https://dynamodb.us-east-1.amazonaws.com/"
CERTIFICATE = re.compile(r"-----BEGIN.*?END CERTIFICATE-----", re.DOTALL)


def test_the_few_roots_are_all_of_amazons_that_botocore_trusts():
    """When it fails, Amazon has another root: put it into amazon_roots.pem."""
    bundle = Path(where()).read_text()
    labelled = re.findall(r"# Label: \"([^\"]+)\".*?(-----BEGIN.*?END CERTIFICATE-----)", bundle, re.DOTALL)
    amazons = {pem for label, pem in labelled if label.startswith(("Amazon Root", "Starfield Services Root"))}

    assert set(CERTIFICATE.findall(AMAZON_ROOTS.read_text())) == amazons
    assert len(amazons) == 5


@pytest.fixture
def roots(monkeypatch):
    """The roots of each connection that was tried. Only those of botocore do."""
    tried = []

    def send(transport, _request):
        tried.append(transport._roots)
        if transport._roots == str(AMAZON_ROOTS):
            raise ssl.SSLError("self-signed certificate in certificate chain")
        return Answer(200, b"{}")

    monkeypatch.setattr(Transport, "_send", send)
    return tried


def test_who_meets_another_root_goes_on_with_all_roots(roots):
    transport = Transport(AWS, DOOR)
    for _ in range(2):
        assert transport.send(Request(AWS, {}, b"")).status == 200

    assert roots == [str(AMAZON_ROOTS), where(), where()]


def test_a_host_that_nobody_vouches_for_is_refused_as_botocore_refuses_it(monkeypatch):
    def refuse(_transport, _request):
        raise ssl.SSLError("expired")

    monkeypatch.setattr(Transport, "_send", refuse)
    with pytest.raises(SSLError):
        Transport(AWS, DOOR).send(Request(AWS, {}, b""))


@pytest.mark.parametrize(("url", "few"), [(AWS, True), ("https://dynamodb.cn-north-1.amazonaws.com.cn/", False)])
def test_only_amazons_own_hosts_stand_under_the_few_roots(url, few):
    assert (Transport(url, DOOR)._roots == str(AMAZON_ROOTS)) is few


def test_the_roots_of_the_environment_come_first():
    assert Transport(AWS, DOOR, ca_bundle=where())._roots == where()
