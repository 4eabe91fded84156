"""The telling of a scenario: each step is sent, and then the case has to be as the step says."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .api import Answer, Api, case_path
from .events import Connection, deliver, filled, samples
from .failures import Failure, ProblemError
from .instants import now
from .sample_files import document, picture
from .scenarios import Scenario, Step
from .uploads import upload, verdict

_SECONDS, _EVERY = 30.0, 0.3
_Acts = Callable[[Step], str]


@dataclass
class Telling:
    """One telling of a story, about a case of its own.

    `words` are what `$name` stands for: the ids of the case, and those of the files that were sent.
    """

    api: Api
    connection: Connection
    case_id: str
    words: dict[str, object] = field(default_factory=dict)

    def tell(self, story: Scenario) -> Iterator[Answer]:
        """Do every step, and yield what came of it. Raises Failure at the first that does not hold."""
        acts: Mapping[str, _Acts] = {"event": self._event, "command": self._command, "upload": self._upload}
        for number, step in enumerate(story.steps, 1):
            kind = next(name for name in acts if getattr(step, name) is not None)
            result = acts[kind](step)
            self._await(step)
            yield {"step": number, "say": step.say, kind: getattr(step, kind), "result": result}

    def _event(self, step: Step) -> str:
        kind = step.event or ""
        data = filled(samples().get(kind, {}) | dict(step.data), self.words)
        answer = deliver(self.api, self.connection, kind, _object(data), at=now() + step.at)
        return str(answer["status"])

    def _command(self, step: Step) -> str:
        body = {"command": step.command} | _object(filled(dict(step.fields), self.words))
        try:
            self.api.post(f"{case_path(self.case_id)}/commands", body, Idempotency_Key=str(uuid.uuid4()))
        except ProblemError as problem:
            if step.refused is None or problem.problem.get("rule") != step.refused:
                raise
            return f"refused by {step.refused}"
        if step.refused is not None:
            raise Failure(f"{step.say}: {step.command} was not refused")
        return "done"

    def _upload(self, step: Step) -> str:
        photo = step.upload == "photo"
        name, content = ("mugs.png", picture()) if photo else (f"{step.upload}.pdf", document())
        about = {"filename": name, "kind": step.upload, "description": step.say}
        evidence_id, _ = upload(self.api, self.case_id, content, about)
        record = verdict(self.api, self.case_id, evidence_id, seconds=_SECONDS)
        if record["status"] != "stored":
            raise Failure(f"{step.say}: {name} is {record['status']}")
        self.words[step.name or evidence_id] = evidence_id
        return evidence_id

    def _await(self, step: Step) -> None:
        end = time.monotonic() + _SECONDS
        while step.until:
            case = self.api.case(self.case_id)
            values = {path: _at(case, path) for path in step.until}
            if values == dict(step.until):
                return
            if time.monotonic() > end:
                raise Failure(f"{step.say}: the case has {values}, and not {dict(step.until)}")
            time.sleep(_EVERY)


def _at(case: Answer, path: str) -> object:
    place: object = case
    for name in path.split("."):
        place = place.get(name) if isinstance(place, dict) else None
    return place


def _object(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
