"""A player: takes the steps of a variant against a running stack, as a marketplace and a seller would.

One clock holds for all that is told between two commands, so that a fact which is told twice has one date.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import singledispatchmethod
from hashlib import sha256
from http import HTTPStatus
from itertools import zip_longest

import requests
from pydantic import JsonValue

from tests.end_to_end.outside import Outside, eventually
from tests.field import inputs
from tests.field.pushes import Signed, alibaba_push, lazada_push
from tests.field.seen import faults_of
from tests.field.spreadsheet import formulas, record_of
from tests.field.times import instant_of, moment_of, with_instants
from tests.world import contract

_TAKEN = (HTTPStatus.OK, HTTPStatus.ACCEPTED)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Player:
    """One order on one marketplace, from the first step of a variant to its last."""

    outside: Outside
    number: str
    marketplace: str = "alibaba"
    now: datetime = field(default_factory=_now)

    def case_id(self, return_id: str) -> str:
        """The id of a case of the order."""
        return ".".join(part.replace(".", "~") for part in (self.marketplace, self.number, return_id))

    def play(self, steps: tuple[inputs.AnyStep, ...]) -> None:
        """Take every step.

        AssertionError at the first that comes out wrong.
        """
        for step in steps:
            self.take(step)

    @singledispatchmethod
    def take(self, step: inputs.Step) -> None:
        """Take one step."""
        raise TypeError(f"{type(step).__name__} is no step")

    @take.register
    def _(self, step: inputs.Number) -> None:
        self.number = step.number

    @take.register
    def _(self, step: inputs.Tell) -> None:
        addressed: dict[str, JsonValue] = {"order_number": self.number}
        addressed |= {} if step.of is None else {"return_id": step.of}
        at = instant_of(step.at, now=self.now, whole=step.whole)
        data = with_instants(addressed | step.data, now=self.now)
        body = json.dumps({"type": step.tell, "timestamp": at, "data": data})
        delivery_id = f"{self.number}-{step.id}" if step.id else None
        answer = self.outside.deliver(body, delivery_id=delivery_id)
        assert answer.json().get("status") == step.answers, f"{step.tell} was answered {answer.text}"

    @take.register
    def _(self, step: inputs.LazadaPush) -> None:
        keys, at = self._keys("demo-lazada"), moment_of(step.at, now=self.now)
        self._push(step.push, lazada_push(step, number=self.number, at=at, keys=keys))

    @take.register
    def _(self, step: inputs.AlibabaPush) -> None:
        keys, at = self._keys("demo-alibaba"), moment_of(step.at, now=self.now)
        self._push(step.push, alibaba_push(step, number=self.number, at=at, keys=keys))

    @take.register
    def _(self, step: inputs.Do) -> None:
        answer = self.command(step.of, step.do, step.fields, key=step.key)
        right = (step.answers,) if step.answers else (HTTPStatus.CREATED, HTTPStatus.CONFLICT)
        assert answer.status_code in right, f"{step.do} was answered {answer.status_code} {answer.text[:500]}"

    @take.register
    def _(self, step: inputs.Put) -> None:
        answer = self.outside.ask(
            "PUT", f"/orders/{self.marketplace}/{self.number}", json=with_instants(step.put, now=self.now)
        )
        self.now = _now()
        assert answer.status_code == HTTPStatus.CREATED, f"the order was answered {answer.text}"

    @take.register
    def _(self, step: inputs.Upload) -> None:
        path = f"/cases/{self.case_id(step.of)}/evidence"
        content = bytes.fromhex(step.upload)
        words = {"filename": step.filename, "content_type": step.type, "kind": step.kind, "description": "a file"}
        announcement = words | {"size": len(content), "sha256": sha256(content).hexdigest()}
        grant = self.outside.ask("POST", path, json=announcement)
        assert grant.status_code == HTTPStatus.CREATED, f"the announcement was answered {grant.text}"
        upload = grant.json()["upload"]
        stored = requests.request(upload["method"], upload["url"], data=content, headers=upload["headers"], timeout=30)
        assert stored.ok, f"the upload was answered {stored.status_code}"
        record = eventually(lambda: self._verdict(f"{path}/{grant.json()['evidence_id']}"))
        assert record["status"] == step.becomes, f"the file is {record['status']}: {record['reason']}"

    @take.register
    def _(self, step: inputs.See) -> None:
        wrong = faults_of(step, self.case(step.see))
        assert not wrong, "; ".join(wrong)

    @take.register
    def _(self, step: inputs.WayOut) -> None:
        ways = [self._complete_lines(step), self._match_lines(step)]
        answers = [self.command(step.way_out, "accept_return", {})]
        while ways and answers[-1].status_code != HTTPStatus.CREATED:
            command, fields = ways.pop(0)
            answers += [self.command(step.way_out, command, fields), self.command(step.way_out, "accept_return", {})]
        course = " | ".join(f"{answer.status_code} {answer.json().get('detail')}" for answer in answers)
        assert answers[-1].status_code == HTTPStatus.CREATED, f"a dead end: {course}"

    @take.register
    def _(self, step: inputs.Dossier) -> None:
        path = f"/cases/{self.case_id(step.dossier)}/dossier"
        pages = [self.outside.ask("GET", path, headers={"Accept": kind}) for kind in ("text/html", "application/json")]
        assert any(step.says in page.text for page in pages), f"the dossier does not say {step.says}"

    @take.register
    def _(self, step: inputs.Csv) -> None:
        cells = list(formulas(eventually(self._exported_record)))
        assert not cells, f"{step.csv}: a spreadsheet would compute {cells}"

    @take.register
    def _(self, step: inputs.Missing) -> None:
        answer = self.outside.ask("GET", f"/cases/{self.case_id(step.missing)}")
        assert answer.status_code == HTTPStatus.NOT_FOUND, f"the case was answered {answer.status_code}"

    def case(self, return_id: str) -> JsonValue:
        """Read a case, which has the shape that the contract promises."""
        case: JsonValue = self.outside.case(self.case_id(return_id))
        contract.whole_case(case)
        return case

    def command(
        self, return_id: str, command: str, fields: dict[str, JsonValue], *, key: str | None = None
    ) -> requests.Response:
        """Give a command. Whatever a marketplace tells after it has a later date."""
        answer = self.outside.ask(
            "POST",
            f"/cases/{self.case_id(return_id)}/commands",
            json=with_instants({"command": command, **fields}, now=self.now),
            headers={"Idempotency-Key": key} if key else {},
        )
        self.now = _now()
        return answer

    def _keys(self, connection: str) -> dict[str, str]:
        keys: dict[str, str] = self.outside.stack.description["connections"][connection]
        return keys

    def _push(self, marketplace: str, push: Signed) -> None:
        self.marketplace = marketplace
        url = f"{self.outside.stack.api_url}/webhooks/{push.connection}"
        answer = self.outside.session.post(url, data=push.body, headers=push.headers, timeout=30)
        assert answer.status_code in _TAKEN, f"the push was answered {answer.status_code} {answer.text}"

    def _verdict(self, path: str) -> dict[str, str]:
        """Read the record of a file.

        Empty while nobody has looked at it.
        """
        record: dict[str, str] = self.outside.ask("GET", path).json()
        return {} if record["status"] == "announced" else record

    def _exported_record(self) -> str:
        """Read the case in the export.

        Empty while it is not there.
        """
        answer = self.outside.ask("GET", "/records", headers={"Accept": "text/csv"})
        return record_of(self.case_id("R-1"), answer.content.decode())

    def _complete_lines(self, step: inputs.WayOut) -> tuple[str, dict[str, JsonValue]]:
        return "complete_details", {"lines": list(step.lines)}

    def _match_lines(self, step: inputs.WayOut) -> tuple[str, dict[str, JsonValue]]:
        """Each line of the return with the line of the order at its place.

        One without is no article.
        """
        own_words = [line["sku"] for line in self.outside.case(self.case_id(step.way_out))["lines"]]
        order_words = [line["sku"] for line in step.lines]
        pairs = zip_longest(own_words, order_words[: len(own_words)])
        return "match_lines", {"lines": [{"sku": sku, "order_sku": order_sku} for sku, order_sku in pairs]}
