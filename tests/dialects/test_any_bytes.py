"""Whatever a stranger sends, a dialect answers with a result or with its own errors: never with another."""

import base64
import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.dialects import DIALECTS, SNAPSHOTS, TRANSLATORS
from chalicelib.dialects.delivery import NO_HEADERS, Credentials, NotAuthentic, NotUnderstood, Request
from chalicelib.values.vocabulary import EventType
from tests.dialects.sample_signatures import SETTINGS
from tests.world.signing import alibaba_form, lazada_signature, standard_headers

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
CREDENTIALS = Credentials("100132", (SECRET,), SETTINGS)
NAMES = st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "authorization", "x"])
TEXTS = st.text()  # lone surrogates included
FIELDS = st.sampled_from(
    ["type", "timestamp", "by", "data", "order_number", "return_id", "lines", "amount", "minor", "currency", "reason",
     "text", "customer", "name", "message_type", "trade_order_id", "reverse_order_id", "reverse_status",
     "status_update_time", "gmtBorn", "orderId", "refundId", "refundAction"]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
    | st.sampled_from(["A-1", "USD", "2026-03-01T12:00:00Z", "1626767698", 1_626_767_698, *EventType, "seller"])
)  # fmt: skip
OBJECTS = st.dictionaries(
    FIELDS,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=6),
        max_leaves=10,
    ),
)
BODIES = st.binary() | OBJECTS.map(lambda found: json.dumps(found).encode())
FORMS = OBJECTS.map(lambda found: alibaba_form({"data": found} | found, secret=SECRET))


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS.keys())
@given(pairs=st.lists(st.tuples(NAMES, TEXTS)), body=BODIES)
def test_a_request_that_is_not_signed_is_not_authentic(dialect, pairs, body):
    with pytest.raises(NotAuthentic):
        dialect.verify(Request.received(pairs, body), CREDENTIALS, NOW)


@pytest.mark.parametrize("translate", TRANSLATORS.values(), ids=TRANSLATORS.keys())
@given(body=BODIES | FORMS)
def test_a_body_is_understood_or_not_and_nothing_else(translate, body):
    with contextlib.suppress(NotUnderstood):
        found = translate(body, NO_HEADERS)
        assert all(happening.at.tzinfo is UTC for happening in found.happenings)
        assert found.happenings
        assert found.order_number


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_the_library_signs_is_believed(text):
    headers = standard_headers(text, secret=SECRET, delivery_id="msg_1", at=NOW)
    delivery = Request.received(headers.items(), text.encode())
    assert DIALECTS["standard"].verify(delivery, CREDENTIALS, NOW) == "msg_1"


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_lazada_signs_is_believed(text):
    signature = lazada_signature(text.encode(), app_key="100132", secret=SECRET)
    delivery = Request.received([("Authorization", signature)], text.encode())
    assert DIALECTS["lazada"].verify(delivery, CREDENTIALS, NOW)


@given(st.dictionaries(st.text("aZ é09.&=%+;"), st.text("aé &=%+;\n"), max_size=20))
def test_whatever_alibaba_signs_is_believed(fields):
    body = alibaba_form({**fields, "msgId": "7565094247"}, secret=SECRET)
    assert DIALECTS["alibaba"].verify(Request({}, body), CREDENTIALS, NOW) == "7565094247"


def test_no_connection_speaks_our_own_language():
    assert set(TRANSLATORS) - set(DIALECTS) == {"recourse", "erased", *SNAPSHOTS}
