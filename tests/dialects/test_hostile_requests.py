"""Every dialect against whatever is not authentic (section A of docs/reliability.md)."""

import json

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, Request
from tests.dialects.samples import NOW, Marketplace, credentials, marketplaces

JUNK = {
    "empty": "",
    "non-ascii": "é" * 64,
    "truncated": "v1,",
    "url-safe": "-_" * 32,
    "long": "A" * 100_000,
    "spaces": " ",
    "null": "\0",
}


def authentic(name: str) -> Request:
    marketplace = marketplaces()[name]
    sample = marketplace.samples[0]
    return marketplace.request(sample.body, sample.headers)


def signature_headers(name: str) -> list[str]:
    marketplace = marketplaces()[name]
    return list(marketplace.sign(marketplace.samples[0].body, marketplace.secret))


def is_refused(name: str, request: Request, holds: Credentials | None = None) -> bool:
    with pytest.raises(NotAuthentic) as refusal:
        DIALECTS[name].verify(request, holds or credentials(name), NOW)
    return refusal.value.args == ()


def with_header(request: Request, name: str, *values: str) -> Request:
    headers = {key: each for key, each in request.headers.items() if key != name}
    return Request({**headers, **({name: values} if values else {})}, request.body)


EVERY_HEADER = [(name, header) for name in marketplaces() for header in signature_headers(name)]
UNSIGNED = ("shopify", "x-shopify-webhook-id")  # any id of the right form could be its own


def test_every_dialect_has_samples():
    assert set(marketplaces()) == set(DIALECTS)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_sample_is_believed_and_its_id_is_the_same_each_time(name):
    first, again = (DIALECTS[name].verify(authentic(name), credentials(name), NOW) for _ in range(2))
    assert first == again
    assert 0 < len(first) <= 64


@pytest.mark.parametrize(("name", "header"), EVERY_HEADER)
def test_a_missing_or_doubled_header_is_not_authentic(name, header):
    """It holds numbers 1 to 4 of docs/reliability.md."""
    (value,) = authentic(name).headers[header]
    assert is_refused(name, with_header(authentic(name), header))
    assert is_refused(name, with_header(authentic(name), header, value, value))


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
@pytest.mark.parametrize(("name", "header"), EVERY_HEADER)
def test_junk_in_a_header_is_not_authentic(name, header, junk):
    """It holds numbers 6, 7, 11, 12, 13, 14 and 22 of docs/reliability.md."""
    if (name, header) == UNSIGNED and junk == JUNK["url-safe"]:
        return
    assert is_refused(name, with_header(authentic(name), header, junk))


@pytest.mark.parametrize("name", DIALECTS)
def test_header_names_in_mixed_case_are_accepted(name):
    """It holds number 5 of docs/reliability.md."""
    request = authentic(name)
    mixed = [(key.title(), value) for key, values in request.headers.items() for value in values]
    assert DIALECTS[name].verify(Request.received(mixed, request.body), credentials(name), NOW)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_changed_body_is_not_authentic(name):
    """It holds numbers 17, 23 and 24 of docs/reliability.md."""
    request, marketplace = authentic(name), marketplaces()[name]
    message = marketplace.read(request.body)
    bodies = [request.body[:-1], b"", b"\xff", request.body + b"\n"]
    if not marketplace.is_signed_inside:
        bodies += [json.dumps(message, indent=3).encode(), request.body.replace(b"1", b"2", 1)]
    for body in bodies:
        assert is_refused(name, Request(request.headers, body))


def _with_secret(name: str, secret: str) -> tuple[Marketplace, Request]:
    marketplace = marketplaces()[name]
    sample = marketplace.samples[0]
    return marketplace, marketplace.request(sample.body, sample.headers, secret=secret)


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "alibaba"])
def test_another_connections_secret_is_not_authentic(name):
    """It holds numbers 18 and 19 of docs/reliability.md. A form of 1688 is signed inside (test_alibaba)."""
    marketplace, request = _with_secret(name, marketplaces()[name].other_secret)
    assert is_refused(name, request)
    if name != "paypal":
        both = credentials(name, marketplace.secret, marketplace.other_secret)
        assert DIALECTS[name].verify(request, both, NOW)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_connection_without_its_secret_or_its_needs_believes_nothing(name):
    """It holds number 32 of docs/reliability.md."""
    with pytest.raises(Misconfigured):
        DIALECTS[name].verify(authentic(name), Credentials(None, ()), NOW)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_connection_without_one_of_its_needs_believes_nothing(name):
    """It holds number 32 of docs/reliability.md."""
    whole = credentials(name)
    for need in DIALECTS[name].needs:
        if need == "certificates":
            continue
        without = Credentials(
            None if need == "app_key" else whole.app_key,
            whole.secrets,
            {key: value for key, value in whole.settings.items() if key != need},
            whole.public_keys,
        )
        with pytest.raises(Misconfigured):
            DIALECTS[name].verify(authentic(name), without, NOW)
