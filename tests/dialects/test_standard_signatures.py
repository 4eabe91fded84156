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
    "mixed-case-names": request({name.title(): value for name, value in signed().items()}),
    "garbage-then-valid": listing("garbage", "v1,%%%", "v1", ",", GOOD),
    "valid-then-garbage": listing(GOOD, "v1,\ud800é"),
    "double-space": listing("v1,AAAA", "", GOOD, ""),
    "v1a-before-v1": listing("v1a,AAAA", GOOD),
    "v2-before-v1": listing("v2," + GOOD[3:], GOOD),
    "300-s-ago": request(signed(at=NOW - timedelta(seconds=300))),
    "300-s-ahead": request(signed(at=NOW + timedelta(seconds=300))),
    "old-secret-in-its-overlap": request(signed(secret=OLD_SECRET)),
    "signed-again-later": request(signed(at=NOW - timedelta(seconds=7))),
}

NOT_BELIEVED = {
    "no-id": without("webhook-id"),
    "no-timestamp": without("webhook-timestamp"),
    "no-signature": without("webhook-signature"),
    "two-ids": doubled("webhook-id"),
    "two-timestamps": doubled("webhook-timestamp"),
    "two-signatures": doubled("webhook-signature"),
    "wrong-signature": listing(standard_signature(b"something else", key=KEY)),
    "truncated": listing(GOOD[:20]),
    "nothing-after-comma": listing("v1,"),
    "empty-list": listing(""),
    "right-signature-of-other-version": listing("v1a," + GOOD[3:]),
    "non-ascii": listing("v1,é" + GOOD[4:]),
    "lone-surrogate": listing("v1,\ud800" + GOOD[4:]),
    "junk-base64": listing(GOOD[:10] + "%" + GOOD[10:]),
    "no-padding": listing(GOOD.rstrip("=")),
    "url-safe": request(
        SIGNED_WITH_SIGN
        | {"webhook-signature": SIGNED_WITH_SIGN["webhook-signature"].replace("+", "-").replace("/", "_")}
    ),
    "10000-entries": listing(*["v1,AAAA"] * 10_000, GOOD),
    "100-kB-entry": listing("v1," + "A" * 100_000, GOOD),
    "timestamp-changed": request(signed() | {"webhook-timestamp": str(SECONDS + 1)}),
    "one-byte-changed": request(signed(), BODY.replace("1001", "1002").encode()),
    "serialised-again": request(signed(), json.dumps(json.loads(BODY), separators=(",", ":")).encode()),
    "another-connection": request(signed(secret=OTHER_SECRET)),
    "public-key-as-secret": listing(
        standard_signature(f"msg_1.{SECONDS}.{BODY}".encode(), key=PUBLIC_KEY),
    ),
    "dot-in-id": truly_signed("msg.1"),
    "empty-id": truly_signed(""),
    "id-of-65-characters": truly_signed("m" * 65),
    "hash-in-id": truly_signed("msg#1"),
    "control-in-id": truly_signed("msg_1\n"),
    "non-ascii-in-id": truly_signed("msgé"),
    "empty-body": truly_signed(body=b""),
    "body-not-utf-8": truly_signed(body=b'{"type": "\xff"}'),
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
    """It holds numbers 5, 8 to 10, 15, 18 and 51 of docs/reliability.md."""
    assert believed(delivery, [SECRET, OLD_SECRET]) == "msg_1"


@pytest.mark.parametrize("delivery", NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
def test_whatever_is_wrong_the_answer_is_one(delivery):
    """It holds numbers 1 to 4, 6, 7, 10 to 13, 16, 17 and 19 to 24 of docs/reliability.md."""
    with pytest.raises(NotAuthentic) as refusal:
        believed(delivery)
    assert refusal.value.args == ()


@pytest.mark.parametrize("timestamp", ODD_TIMESTAMPS.values(), ids=ODD_TIMESTAMPS.keys())
def test_a_timestamp_is_plain_seconds_near_the_present(timestamp):
    """It holds numbers 14 and 15 of docs/reliability.md."""
    with pytest.raises(NotAuthentic):
        believed(truly_signed(timestamp=timestamp))


def test_a_header_sent_100000_times_costs_what_it_is_long():
    """It holds number 13 of docs/reliability.md."""
    started = time.process_time()
    with pytest.raises(NotAuthentic):
        believed(Request.received([*signed().items(), *[("webhook-id", "m")] * 100_000], BODY.encode()))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("identity", ["m", "m" * 64, "msg_A-9"])
def test_allowed_delivery_ids_are_believed(identity):
    assert believed(truly_signed(identity)) == identity


def test_a_retired_secret_is_no_longer_believed():
    """It holds number 18 of docs/reliability.md."""
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
        "none",
        "empty",
        "prefix-only",
        "not-base64",
        "non-ascii",
        "whpk",
        "pem",
        "one-of-two",
    ],
)
def test_what_is_no_symmetric_secret_is_never_verified_with(secrets):
    """It holds numbers 20 and 32 of docs/reliability.md."""
    with pytest.raises(Misconfigured):
        believed(request(signed()), secrets)
