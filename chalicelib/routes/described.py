"""Every route as data: who may call it, what it takes, and what it answers. The API document is made of this table."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from pydantic import BaseModel

from chalicelib.advice.reasons_report import By
from chalicelib.domain.order_facts import OrderRecorded
from chalicelib.domain.policy import Policy
from chalicelib.domain.uploads import UploadAsked
from chalicelib.routes.described_parameters import (
    CONNECTION,
    CURSOR,
    FEED,
    KNOWN,
    LIST,
    ONCE,
    PERIOD,
    SEEN,
    Parameter,
    words_of,
)
from chalicelib.routes.sessions import SignIn
from chalicelib.routes.simulations import SimulationRequest
from chalicelib.values.roles import Role
from chalicelib.views.camera_case import CameraCaseShape
from chalicelib.views.case import WholeCase
from chalicelib.views.deliveries import DeliveriesShape, DeliveryShape, ReplayAsked, ReplayShape, WholeDeliveryShape
from chalicelib.views.dossier import Dossier
from chalicelib.views.evidence import DownloadableShape, GrantShape
from chalicelib.views.front_page import FrontPageShape
from chalicelib.views.order import WholeOrderShape
from chalicelib.views.pages import CasesShape, HealthShape, ReceiptShape, TimelinePageShape
from chalicelib.views.policy import CurrentPolicyShape, VersionShape
from chalicelib.views.preview import PreviewShape
from chalicelib.views.problem_page import ProblemTypeShape
from chalicelib.views.quarantine import QuarantineShape
from chalicelib.views.report import ReportShape
from chalicelib.views.sessions import PassShape, SessionShape
from chalicelib.views.simulation import SimulationShape
from chalicelib.views.work import WorkShape

Answer = type[BaseModel] | str | None  # a shape of JSON, another media type, or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One call. `roles` is None if it needs no key. `commands` is True if its body is a command.

    `may_be_empty` is True if the body may be left out.
    """

    method: str
    path: str
    operation: str
    summary: str
    roles: frozenset[Role] | None
    parameters: tuple[Parameter, ...] = ()
    question: type[BaseModel] | None = None
    commands: bool = False
    may_be_empty: bool = False
    answers: Mapping[HTTPStatus, tuple[Answer, ...]]

    @property
    def takes_body(self) -> bool:
        """True if a body is read."""
        return self.commands or self.question is not None or "{connection}" in self.path


EVERY: Final = frozenset({Role.SELLER, Role.DESK, Role.OPERATOR})
OPERATORS: Final = frozenset({Role.OPERATOR})
SELLERS: Final = frozenset({Role.SELLER, Role.OPERATOR})
_OK, _MADE, _NONE = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT
_SAME, _FOUND, _TAKEN = HTTPStatus.NOT_MODIFIED, HTTPStatus.FOUND, HTTPStatus.ACCEPTED
_CASE, _ORDER = "/cases/{case_id}", "/orders/{marketplace}/{order_number}"
_DELIVERY = "/deliveries/{delivery_id}"


def _get(
    path: str,
    operation: str,
    summary: str,
    *answers: Answer,
    roles: frozenset[Role] | None = EVERY,
    parameters: tuple[Parameter, ...] = (),
    fresh: bool = False,
) -> Described:
    by_status: dict[HTTPStatus, tuple[Answer, ...]] = {_OK: answers} | ({_SAME: (None,)} if fresh else {})
    parameters = (*parameters, KNOWN) if fresh else parameters
    return Described(
        method="GET",
        path=path,
        operation=operation,
        summary=summary,
        roles=roles,
        parameters=parameters,
        answers=by_status,
    )


def _send(
    method: str,
    path: str,
    operation: str,
    summary: str,
    answers: Mapping[HTTPStatus, tuple[Answer, ...]],
    *,
    roles: frozenset[Role] | None = SELLERS,
    question: type[BaseModel] | None = None,
    commands: bool = False,
    may_be_empty: bool = False,
    parameters: tuple[Parameter, ...] = (),
) -> Described:
    return Described(
        method=method,
        path=path,
        operation=operation,
        summary=summary,
        roles=roles,
        parameters=parameters,
        question=question,
        commands=commands,
        may_be_empty=may_be_empty,
        answers=answers,
    )


ROUTES: Final[tuple[Described, ...]] = (
    _get("/cases", "listCases", "List cases, newest change first.", CasesShape, parameters=LIST, fresh=True),
    _get("/work", "listWork", "List every case for which somebody has to act.", WorkShape, fresh=True),
    _get(_CASE, "getCase", "Show one case.", WholeCase, CameraCaseShape, fresh=True),
    _get(f"{_CASE}/timeline", "getTimeline", "Show older entries of a case.", TimelinePageShape, parameters=(CURSOR,)),
    _send(
        "POST",
        f"{_CASE}/commands",
        "giveCommand",
        "Give a command, and show the case after it.",
        {_MADE: (WholeCase,)},
        roles=EVERY,
        commands=True,
        parameters=(ONCE, SEEN),
    ),
    _send(
        "POST",
        f"{_CASE}/preview",
        "previewCommand",
        "Show what a command would change. Nothing is stored.",
        {_OK: (PreviewShape,)},
        roles=EVERY,
        commands=True,
        parameters=(SEEN,),
    ),
    _send(
        "POST",
        f"{_CASE}/evidence",
        "announceEvidence",
        "Announce a file, and get the address to upload it.",
        {_MADE: (GrantShape,)},
        question=UploadAsked,
        parameters=(ONCE,),
    ),
    _get(f"{_CASE}/evidence/{{evidence_id}}", "getEvidence", "Show the record of a file.", DownloadableShape),
    _get(f"{_CASE}/dossier", "getDossier", "Show what a mediator gets.", Dossier, "text/html"),
    _send("POST", f"{_CASE}/camera-pass", "makeCameraPass", "Make a pass for a phone.", {_MADE: (PassShape,)}),
    _get(_ORDER, "getOrder", "Show an order as it is known.", WholeOrderShape),
    _send(
        "PUT",
        _ORDER,
        "recordOrder",
        "Record an order.",
        {_MADE: (WholeOrderShape,)},
        question=OrderRecorded,
        parameters=(ONCE,),
    ),
    _get("/policy", "getPolicy", "Show the policy in force.", CurrentPolicyShape),
    _send("PUT", "/policy", "putPolicy", "Make the next version.", {_MADE: (VersionShape,)}, question=Policy),
    _get("/policy/versions/{number}", "getPolicyVersion", "Show one version of the policy.", VersionShape),
    _send(
        "POST",
        "/policy/simulations",
        "simulatePolicy",
        "Show the cases that would have ended otherwise.",
        {_OK: (SimulationShape,)},
        roles=EVERY,
        question=SimulationRequest,
    ),
    _get("/policies/{merchant}", "getStatement", "The policy for customers.", "text/html", "text/plain", roles=None),
    _get(
        "/reports/reasons",
        "reportReasons",
        "Count returns.",
        ReportShape,
        parameters=(*PERIOD, Parameter("by", "What the returns of a row have in common.", words_of(By))),
    ),
    _get(
        "/records",
        "exportRecords",
        "Export records of cases.",
        *("application/jsonl", "application/x-ndjson", "text/csv"),
        parameters=(*PERIOD, CURSOR),
    ),
    _get(
        "/quarantine",
        "listQuarantine",
        "List deliveries that were not understood.",
        QuarantineShape,
        parameters=(CONNECTION, CURSOR),
    ),
    _get("/deliveries", "listDeliveries", "List deliveries, the oldest first.", DeliveriesShape, parameters=FEED),
    _get(_DELIVERY, "getDelivery", "Show one delivery.", WholeDeliveryShape, DeliveryShape),
    _send(
        "POST",
        f"{_DELIVERY}/replay",
        "replayDelivery",
        "Try a delivery again that was not understood.",
        {_OK: (ReplayShape,)},
        roles=OPERATORS,
        question=ReplayAsked,
        may_be_empty=True,
    ),
    _get("/session", "getSession", "Show who is signed in.", SessionShape),
    _send("POST", "/session", "signIn", "Sign in.", {_MADE: (SessionShape,)}, roles=None, question=SignIn),
    _send("DELETE", "/session", "signOut", "Sign out.", {_NONE: (None,)}, roles=None),
    _get("/", "getPlaces", "Show where everything is.", FrontPageShape, "text/html", roles=None),
    _get("/health", "getHealth", "Show that the code is loaded.", HealthShape, roles=None),
    _get("/problems/{name}", "getProblemType", "Explain a problem.", ProblemTypeShape, "text/html", roles=None),
    _get("/openapi.json", "getDocument", "This document.", "application/json", roles=None, fresh=True),
    _get("/asyncapi.json", "getEvents", "Events and messages (AsyncAPI).", "application/json", roles=None, fresh=True),
    _get(
        "/message.schema.json",
        "getMessages",
        "The messages of the queue (JSON Schema).",
        "application/json",
        roles=None,
        fresh=True,
    ),
    _send(
        "POST",
        "/webhooks/{connection}",
        "receiveDelivery",
        "Receive a delivery of a marketplace, signed as its connection asks.",
        {_TAKEN: (ReceiptShape,), _OK: (ReceiptShape, None)},
        roles=None,
    ),
)
