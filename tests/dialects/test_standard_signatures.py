"""Section A of docs/reliability.md: what the standard dialect believes, and what it does not."""

import base64
import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, Request
from chalicelib.dialects.standard import verify
from tests.world.signing import standard_headers, standard_signature

NOW = datetime(2026, 3, 1, 12, 0, 0, 400_000, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"an older key of thirty-two bytes").decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"a key of somebody else's account").decode()
PUBLIC_KEY = b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"
BODY = '{"type": "return.requested", "data": {"order_number": "A-1001"}}'


def signed(*, secret: str = SECRET, at: datetime = NOW) -> dict[str, str]:
    return standard_headers(BODY, secret=secret, delivery_id="msg_1", at=at)


def request(headers: dict[str, str], body: bytes = BODY.encode()) -> Request:
    return Request.received(headers.items(), body)


def without(name: str) -> Request:
    return request({key: value for key, value in signed().items() if key != name})


def doubled(name: str) -> Request:
    return Request.received([*signed().items(), (name.title(), signed()[name])], BODY.encode())


def truly_signed(identity: str = "msg_1", timestamp: str = str(SECONDS), body: bytes = BODY.encode()) -> Request:
    """Nothing is wrong with the signature: what is refused is refused for itself."""
    signature = standard_signature(f"{identity}.{timestamp}.".encode() + body, key=KEY)
    return request({"webhook-id": identity, "webhook-timestamp": timestamp, "webhook-signature": signature}, body)


def listing(*entries: str) -> Request:
    return request(signed() | {"webhook-signature": " ".join(entries)})


def believed(delivery: Request, secrets: Iterable[str] = (SECRET,)) -> str:
    return verify(delivery, Credentials(app_key=None, secrets=tuple(secrets)), NOW)


GOOD = signed()["webhook-signature"]
SIGNED_WITH_SIGN = next(
    made
    for number in range(1_000)
    if "+" in (made := standard_headers(BODY, secret=SECRET, delivery_id=f"m{number}", at=NOW))["webhook-signature"]
)

BELIEVED = {
    "A05-mixed-case-names": request({name.title(): value for name, value in signed().items()}),
    "A08-garbage-then-valid": listing("garbage", "v1,%%%", "v1", ",", GOOD),
    "A08-valid-then-garbage": listing(GOOD, "v1,\ud800é"),
    "A09-double-space": listing("v1,AAAA", "", GOOD, ""),
    "A10-v1a-before-v1": listing("v1a,AAAA", GOOD),
    "A10-v2-before-v1": listing("v2," + GOOD[3:], GOOD),
    "A15-300-s-ago": request(signed(at=NOW - timedelta(seconds=300))),
    "A15-300-s-ahead": request(signed(at=NOW + timedelta(seconds=300))),
    "A18-old-secret-in-its-overlap": request(signed(secret=OLD_SECRET)),
    "A51-signed-again-later": request(signed(at=NOW - timedelta(seconds=7))),
}

NOT_BELIEVED = {
    "A01-no-id": without("webhook-id"),
    "A02-no-timestamp": without("webhook-timestamp"),
    "A03-no-signature": without("webhook-signature"),
    "A04-two-ids": doubled("webhook-id"),
    "A04-two-timestamps": doubled("webhook-timestamp"),
    "A04-two-signatures": doubled("webhook-signature"),
    "A06-wrong-signature": listing(standard_signature(b"something else", key=KEY)),
    "A07-truncated": listing(GOOD[:20]),
    "A07-nothing-after-comma": listing("v1,"),
    "A07-empty-list": listing(""),
    "A10-right-signature-of-other-version": listing("v1a," + GOOD[3:]),
    "A11-non-ascii": listing("v1,é" + GOOD[4:]),
    "A11-lone-surrogate": listing("v1,\ud800" + GOOD[4:]),
    "A12-junk-base64": listing(GOOD[:10] + "%" + GOOD[10:]),
    "A12-no-padding": listing(GOOD.rstrip("=")),
    "A12-url-safe": request(
        SIGNED_WITH_SIGN
        | {"webhook-signature": SIGNED_WITH_SIGN["webhook-signature"].replace("+", "-").replace("/", "_")}
    ),
    "A13-10000-entries": listing(*["v1,AAAA"] * 10_000, GOOD),
    "A13-100-kB-entry": listing("v1," + "A" * 100_000, GOOD),
    "A16-timestamp-changed": request(signed() | {"webhook-timestamp": str(SECONDS + 1)}),
    "A17-one-byte-changed": request(signed(), BODY.replace("1001", "1002").encode()),
    "A17-serialised-again": request(signed(), json.dumps(json.loads(BODY), separators=(",", ":")).encode()),
    "A19-another-connection": request(signed(secret=OTHER_SECRET)),
    "A20-public-key-as-secret": listing(
        standard_signature(f"msg_1.{SECONDS}.{BODY}".encode(), key=PUBLIC_KEY),
    ),
    "A21-dot-in-id": truly_signed("msg.1"),
    "A22-empty-id": truly_signed(""),
    "A22-65-characters": truly_signed("m" * 65),
    "A22-hash": truly_signed("msg#1"),
    "A22-control": truly_signed("msg_1\n"),
    "A22-non-ascii": truly_signed("msgé"),
    "A23-empty-body": truly_signed(body=b""),
    "A24-body-not-utf-8": truly_signed(body=b'{"type": "\xff"}'),
}

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ODD_TIMESTAMPS = {
    "nan": "nan",
    "inf": "inf",
    "400-digits": "1" * 400,
    "milliseconds": f"{SECONDS}000",
    "plus": f"+{SECONDS}",
    "minus": f"-{SECONDS}",
    "spaces": f" {SECONDS} ",
    "newline": f"{SECONDS}\n",
    "fraction": f"{SECONDS}.9",
    "exponent": "1e9",
    "underscore": f"{SECONDS // 1000}_{SECONDS % 1000:03}",
    "leading-zero": f"0{SECONDS}",
    "arabic-digits": f"{SECONDS}".translate(ARABIC),
    "arabic-digits-behind-a-plain-one": f"{SECONDS}"[0] + f"{SECONDS}"[1:].translate(ARABIC),
    "empty": "",
    "301-s-ago": str(SECONDS - 301),
    "301-s-ahead": str(SECONDS + 301),
}


@pytest.mark.parametrize("delivery", BELIEVED.values(), ids=BELIEVED.keys())
def test_a_true_delivery_is_believed(delivery):
    assert believed(delivery, [SECRET, OLD_SECRET]) == "msg_1"


@pytest.mark.parametrize("delivery", NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
def test_whatever_is_wrong_the_answer_is_one(delivery):
    with pytest.raises(NotAuthentic) as refusal:
        believed(delivery)
    assert refusal.value.args == ()


@pytest.mark.parametrize("timestamp", ODD_TIMESTAMPS.values(), ids=[f"A14-{name}" for name in ODD_TIMESTAMPS])
def test_a_timestamp_is_plain_seconds_near_the_present(timestamp):
    with pytest.raises(NotAuthentic):
        believed(truly_signed(timestamp=timestamp))


def test_a13_a_header_sent_100000_times_costs_what_it_is_long():
    started = time.process_time()
    with pytest.raises(NotAuthentic):
        believed(Request.received([*signed().items(), *[("webhook-id", "m")] * 100_000], BODY.encode()))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("identity", ["m", "m" * 64, "msg_A-9"])
def test_ids_of_the_contract_are_believed(identity):
    assert believed(truly_signed(identity)) == identity


def test_a18_a_retired_secret_is_no_longer_believed():
    with pytest.raises(NotAuthentic):
        believed(request(signed(secret=OLD_SECRET)), [SECRET])


def test_the_specifications_own_example_is_believed():
    example = request(
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        b'{"test": 2432232314}',
    )
    credentials = Credentials(app_key=None, secrets=("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",))
    then = datetime.fromtimestamp(1_614_265_330, UTC)
    assert verify(example, credentials, then) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


@pytest.mark.parametrize("written", [SECRET, SECRET.removeprefix("whsec_"), SECRET.rstrip("=")])
def test_a_secret_may_come_without_prefix_or_padding(written):
    assert believed(request(signed()), [written]) == "msg_1"


@pytest.mark.parametrize(
    "secrets",
    [
        (),
        ("",),
        ("whsec_",),
        ("whsec_not base64!",),
        ("whsec_é",),
        ("whpk_" + base64.b64encode(KEY).decode(),),
        (PUBLIC_KEY.decode(),),
        (SECRET, "whpk_" + base64.b64encode(KEY).decode()),
    ],
    ids=[
        "A32-none",
        "A32-empty",
        "prefix-only",
        "not-base64",
        "non-ascii",
        "A20-whpk",
        "A20-pem",
        "A20-one-of-two",
    ],
)
def test_what_is_no_symmetric_secret_is_never_verified_with(secrets):
    with pytest.raises(Misconfigured):
        believed(request(signed()), secrets)
