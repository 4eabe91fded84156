"""Addresses of filing endpoints: plain HTTP goes to this machine only, because a dossier is not for the net."""

import socket

import pytest

from chalicelib.usecases.filing_endpoint import FilingEndpoint, NoAnswer


@pytest.fixture
def looked_up(monkeypatch):
    """The hosts that were looked up, each of which has no address."""
    hosts: list[str] = []

    def look_up(host, *_, **__):
        hosts.append(host)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return hosts


@pytest.mark.parametrize(
    "url",
    [
        *("http://platform.example/filings", "HTTP://platform.example/filings", "http://192.0.2.1/filings"),
        *("http://10.0.0.1:8080/filings", "http://[2001:db8::1]/filings", "http://0.0.0.0/filings"),
        *("http://localhost.platform.example/filings", "http://127.0.0.1.platform.example/filings"),
        *("http://localhost@platform.example/filings", "http://2130706433/filings", "//platform.example/filings"),
        *(
            "ftp://localhost/filings",
            "file:///etc/hosts",
            "https:///filings",
            "http://[::1/filings",
            "platform.example",
        ),
    ],
)
def test_an_address_that_is_neither_https_nor_this_machine_is_never_looked_up(looked_up, url):
    with pytest.raises(NoAnswer) as refused:
        FilingEndpoint().post(url, headers={}, body=b"a dossier")

    assert refused.value.code == "NotAnEndpoint"
    assert looked_up == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://platform.example/filings", "platform.example"),
        ("https://192.0.2.1/filings", "192.0.2.1"),
        ("http://localhost:8080/filings", "localhost"),
        ("http://127.0.0.2/filings", "127.0.0.2"),
        ("http://[::1]/filings", "::1"),
    ],
)
def test_https_goes_anywhere_and_http_to_this_machine(looked_up, url, host):
    with pytest.raises(NoAnswer) as unanswered:
        FilingEndpoint().post(url, headers={}, body=b"a dossier")

    assert unanswered.value.code != "NotAnEndpoint"
    assert looked_up == [host]
