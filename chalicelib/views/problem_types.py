"""The types of problems: what each means, and what its receiver does. Clients compare `type`, never `detail`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

from chalicelib.values.every import for_every
from chalicelib.values.sentences import Sentence


class ProblemName(StrEnum):
    """The names of the types. `type` in an answer is `/problems/<name>`."""

    INVALID_CURSOR = "invalid-cursor"
    INVALID_PARAMETER = "invalid-parameter"
    NOT_JSON = "not-json"
    NO_KEY = "no-key"
    NOT_AUTHENTIC = "not-authentic"
    NOT_ALLOWED = "not-allowed"
    NOT_YOURS = "not-yours"
    WRONG_METHOD = "wrong-method"
    REFUSED_BY_RULE = "refused-by-rule"
    ORDER_FULL = "order-full"
    ORDER_DAMAGED = "order-damaged"
    TOLD_OTHERWISE = "told-otherwise"
    STALE = "stale"
    RACED = "raced"
    KEY_REUSED = "key-reused"
    UNFRIENDLY = "unfriendly"
    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    NOT_VALID = "not-valid"
    TOO_MANY = "too-many"
    OUR_FAULT = "our-fault"
    BUSY = "busy"
    NOT_KNOWN = "not-known"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type: its status, its meaning, its remedy, an example of its detail, and its own members."""

    status: HTTPStatus
    meaning: str
    remedy: str
    detail: Sentence
    members: Mapping[str, object] = field(default_factory=dict)


_REQUEST = "6d0f2a9e-5c1b-4e7a-9f3d-2b8c41d07a65"  # the id of a request
_BAD, _CONFLICT, _DOWN = HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE

PROBLEMS: Mapping[ProblemName, ProblemType] = for_every(
    ProblemName,
    {
        ProblemName.INVALID_CURSOR: ProblemType(
            _BAD,
            "The cursor is forged, belongs to another key, or is of a list with other filters.",
            "Begin the list again without a cursor, and keep its filters while you follow its cursors.",
            Sentence("foreign-cursor", "cursor: it does not belong to this list"),
            {"parameter": "cursor"},
        ),
        ProblemName.INVALID_PARAMETER: ProblemType(
            _BAD,
            "A query parameter or a header is unknown, comes twice, or has a value that is not possible.",
            "Correct the parameter that the answer names. The API document lists those of each call.",
            Sentence("limit", "limit: a number from 1 to 100"),
            {"parameter": "limit"},
        ),
        ProblemName.NOT_JSON: ProblemType(
            _BAD,
            "The body did not arrive whole, or is not JSON: a name twice, NaN and broken Unicode are refused too.",
            "Send one JSON object in UTF-8.",
            Sentence("not-json", "the body is not JSON"),
        ),
        ProblemName.NO_KEY: ProblemType(
            HTTPStatus.UNAUTHORIZED,
            "The request has no API key in force: it is missing, wrong, expired or revoked.",
            "Send `Authorization: Bearer <key>`, or sign in again.",
            Sentence("no-key", "an API key in force is needed"),
        ),
        ProblemName.NOT_AUTHENTIC: ProblemType(
            HTTPStatus.UNAUTHORIZED,
            "The delivery is not signed as its connection asks, is too old, or its connection is unknown.",
            "Check the connection, its secret, the sender's clock, and that the body is signed as it is sent.",
            Sentence("not-authentic", "the delivery is not authentic"),
        ),
        ProblemName.NOT_ALLOWED: ProblemType(
            HTTPStatus.FORBIDDEN,
            "The role of the key may not make this call.",
            "Use a key with another role. The API document names the roles of each call.",
            Sentence("wrong-role", "the role desk may not do this"),
            {"role": "desk"},
        ),
        ProblemName.NOT_YOURS: ProblemType(
            HTTPStatus.NOT_FOUND,
            "There is no such thing, or it belongs to another merchant. Both have the same answer.",
            "Check the id. A case exists once a `return.*` event has arrived.",
            Sentence("no-such-case", "no such case of yours"),
        ),
        ProblemName.WRONG_METHOD: ProblemType(
            HTTPStatus.METHOD_NOT_ALLOWED,
            "The path is answered, but not with this method.",
            "Use a method of the header `Allow`.",
            Sentence("wrong-method", "only POST is answered here"),
        ),
        ProblemName.REFUSED_BY_RULE: ProblemType(
            _CONFLICT,
            "A rule of returns does not allow the command, or the command would change nothing.",
            "Read `detail`, and look at `available_actions` of the case. `rule` is explained in docs/rules.md, and "
            "`guard` names the condition, if the rule has one that did not hold.",
            Sentence("not-possible-now", "this is not possible while the case is closed"),
            {"rule": "G2.3b"},
        ),
        ProblemName.ORDER_FULL: ProblemType(
            _CONFLICT,
            "The order has as many rows as an order may have.",
            "Ask the operator to look at the order.",
            Sentence("order-full", "this order holds as much as an order can hold"),
            {"rule": "order-full"},
        ),
        ProblemName.ORDER_DAMAGED: ProblemType(
            _CONFLICT,
            "A stored row of the order cannot be read. Nothing was changed, and reads show the order without that row.",
            "Ask the operator to look at the order.",
            Sentence("order-damaged", "a row of this order cannot be read: nothing is decided on it"),
            {"rule": "order-damaged"},
        ),
        ProblemName.TOLD_OTHERWISE: ProblemType(
            _CONFLICT,
            "A delivery with this id came before with another body. The first one stays, and this one is quarantined.",
            "Give each delivery an id of its own.",
            Sentence("other-body", "this delivery id came before with another body"),
            {"event": "delivery.demo.m-1"},
        ),
        ProblemName.STALE: ProblemType(
            _CONFLICT,
            "The case has changed since the version that `If-Match` names.",
            "Read the case again, show what changed, and let the person decide anew.",
            Sentence("stale", "the case has changed since you looked: look again and decide anew"),
            {"version": "0f9c2a7e5b1d4c3a8e60"},
        ),
        ProblemName.RACED: ProblemType(
            _CONFLICT,
            "Another command changed the order while this one was decided.",
            "Read the case again, and send the command again if it is still wanted.",
            Sentence("raced", "another command came first: look again and decide anew"),
        ),
        ProblemName.KEY_REUSED: ProblemType(
            _CONFLICT,
            "The `Idempotency-Key` was used before with another request.",
            "Use a new key for a new request, and the same key only to repeat one.",
            Sentence("key-reused", "this Idempotency-Key was used with another request"),
        ),
        ProblemName.UNFRIENDLY: ProblemType(
            _CONFLICT,
            "The message has hostile words.",
            "Say it in a friendly way, or send it with `anyway: true`.",
            Sentence("unfriendly", "hostile wording (idiot): say it in a friendly way, or send it anyway"),
            {"rule": "G3.3", "words": ["idiot"]},
        ),
        ProblemName.TOO_LARGE: ProblemType(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "The body is larger than this call takes.",
            "Send less at once. Files go to the address that an announcement of evidence grants.",
            Sentence("too-large", "a body has at most 262144 bytes"),
            {"limit": 262144},
        ),
        ProblemName.WRONG_TYPE: ProblemType(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "The content type or the content encoding is not taken here.",
            "Send `Content-Type: application/json` without content encoding.",
            Sentence("content-type", "the content type is application/json"),
        ),
        ProblemName.NOT_VALID: ProblemType(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "The JSON is well-formed, and some of its fields are not valid.",
            "Correct every field that `errors` names.",
            Sentence("not-valid", "the request is well-formed and not valid"),
            {"errors": [{"field": "resolution", "message": "Field required", "code": "missing"}]},
        ),
        ProblemName.TOO_MANY: ProblemType(
            HTTPStatus.TOO_MANY_REQUESTS,
            "There were more requests than the gateway allows.",
            "Wait as long as `Retry-After` says, and send the request again.",
            Sentence("too-many-requests", "too many requests"),
        ),
        ProblemName.OUR_FAULT: ProblemType(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "There is a fault in this service.",
            "Report the `instance`. A repetition with the same `Idempotency-Key` does nothing twice.",
            Sentence("our-fault", "a fault of ours"),
        ),
        ProblemName.BUSY: ProblemType(
            _DOWN,
            "A store did not answer, and nothing was stored.",
            "Wait as long as `Retry-After` says, and send the request again.",
            Sentence("nothing-stored", "nothing was stored; send it again"),
        ),
        ProblemName.NOT_KNOWN: ProblemType(
            _DOWN,
            "A write got no answer, and the look for it failed too. It may be stored.",
            "Look at the case, or send the request again with the same `Idempotency-Key`.",
            Sentence("perhaps-stored", "the write got no answer, and it is not known whether it is stored"),
        ),
        ProblemName.TOO_LONG: ProblemType(
            _DOWN,
            "Reading took too long, and nothing was changed.",
            "Wait as long as `Retry-After` says, and send the request again.",
            Sentence("took-too-long", "reading took too long, and nothing was changed: send the request again"),
        ),
    },
)

ProblemAddress: TypeAlias = Annotated[
    str, WithJsonSchema({"type": "string", "enum": [f"/problems/{name}" for name in ProblemName]})
]

# The type of a problem whose place names none.
USUAL: Mapping[HTTPStatus, ProblemName] = {
    _BAD: ProblemName.INVALID_PARAMETER,
    HTTPStatus.UNAUTHORIZED: ProblemName.NO_KEY,
    HTTPStatus.FORBIDDEN: ProblemName.NOT_ALLOWED,
    HTTPStatus.NOT_FOUND: ProblemName.NOT_YOURS,
    HTTPStatus.METHOD_NOT_ALLOWED: ProblemName.WRONG_METHOD,
    _CONFLICT: ProblemName.REFUSED_BY_RULE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ProblemName.TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ProblemName.WRONG_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY: ProblemName.NOT_VALID,
    HTTPStatus.TOO_MANY_REQUESTS: ProblemName.TOO_MANY,
    HTTPStatus.INTERNAL_SERVER_ERROR: ProblemName.OUR_FAULT,
    _DOWN: ProblemName.BUSY,
}


def type_of(name: ProblemName) -> str:
    """Write the type of a problem as a relative reference, which leads to its page."""
    return f"/problems/{name}"


def example_of(name: ProblemName) -> dict[str, object]:
    """Write an answer of a type as an example."""
    kind = PROBLEMS[name]
    described = {"title": kind.status.phrase, "status": kind.status.value, "detail": str(kind.detail)}
    return {"type": type_of(name), **described, "code": kind.detail.code, **kind.members, "instance": _REQUEST}
