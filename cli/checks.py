"""The checks of `recourse doctor`: a fact, whether it holds, and the command that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from . import events
from .api import Answer, Api
from .failures import Failure
from .instants import now
from .sample_files import picture
from .uploads import upload, verdict

_TOLERANCE, _NEAR = 300, 30  # seconds. A webhook may differ by the first
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Check:
    """One fact. `mend` says what to do if it does not hold."""

    holds: bool
    fact: str
    mend: str = ""


def basics(api: Api) -> Iterator[Check]:
    """Check what needs no key: the API, the clock, the version, compression, and the console."""
    answered = api.fetch("GET", f"{api.profile.api_url}/health")
    yield Check(
        answered.status_code == HTTPStatus.OK,
        f"the API at {api.profile.api_url} answers [{answered.status_code}]",
        "look whether the address has its stage, such as /v1: recourse login --api-url URL",
    )
    yield from _clock(answered.headers.get("date"))
    document = api.fetch("GET", f"{api.profile.api_url}/openapi.json", headers={"accept-encoding": "gzip"})
    if document.status_code == HTTPStatus.OK:
        yield Check(True, f"the API is version {document.json()['info']['version']}")  # noqa: FBT003
    compressed = document.headers.get("content-encoding") == "gzip"
    yield Check(compressed, "long answers are compressed", "let the proxy pass Accept-Encoding on")
    yield _console(api)


def _clock(date: str | None) -> Iterator[Check]:
    if date is None:
        return
    seconds = abs((now() - parsedate_to_datetime(date)).total_seconds())
    yield Check(
        seconds <= _NEAR,
        f"this machine's clock is {seconds:.0f} s off the server's; webhooks may differ by {_TOLERANCE} s",
        "set the clock by NTP: timedatectl set-ntp true",
    )


def _console(api: Api) -> Check:
    page = api.fetch("GET", f"{api.profile.api_url}/console/index.html")
    strict = "default-src 'none'" in page.headers.get("content-security-policy", "")
    loads = page.status_code == HTTPStatus.OK and "text/html" in page.headers.get("content-type", "")
    return Check(loads and strict, "the console loads under its policy", "look at a proxy that changes headers")


def authority(api: Api) -> Iterator[Check]:
    """Check the key, and then what it can see."""
    try:
        session = api.get("/session")
    except Failure as failure:
        yield Check(False, f"the key is not taken: {failure.message.splitlines()[0]}", "recourse login")  # noqa: FBT003
        return
    yield Check(True, f"the key is of merchant {session['merchant']}, role {session['role']}")  # noqa: FBT003
    yield from _secrets(api, session["merchant"])
    page = api.get("/quarantine")
    waiting, at_least = page["deliveries"], "at least " if page["next_cursor"] else ""
    names = sorted({each["connection"] for each in waiting})
    among = f" ({', '.join(names)})" if names else ""
    yield Check(
        not waiting,
        f"deliveries that were not understood: {at_least}{len(waiting)}{among}",
        "; ".join(f"recourse replay --connection {name}" for name in names),
    )
    yield from _tasks(api)


def _secrets(api: Api, merchant: str) -> Iterator[Check]:
    """Check the connections of a stack.json. Elsewhere nobody but an operator of AWS can see a secret."""
    for name, known in api.profile.connections.items():
        if (known.get("merchant"), known.get("dialect")) == (merchant, events.STANDARD):
            yield Check(bool(known.get("secret")), f"the connection {name} has a secret", "start the local system anew")


def _tasks(api: Api) -> Iterator[Check]:
    busy = [each for each in api.get("/work")["cases"] if each["tasks"]]
    yield Check(
        not busy,
        f"cases with a task that no machine does, such as a request to file by hand: {len(busy)}",
        "; ".join(f"recourse case {each['case_id']}" for each in busy[:3]),
    )


def deep(api: Api, sender: events.Connection) -> Iterator[Check]:
    """Check a whole upload in a scratch case: the preflight of a browser, the file, and its verdict."""
    mark = now().strftime("%Y%m%d%H%M%S")
    ids = {"order_number": f"DOCTOR-{mark}", "return_id": f"DOCTOR-{mark}"}
    answer = events.deliver(api, sender, "return.requested", ids, at=now())
    case_id = f"{sender.marketplace}.{ids['order_number']}.{ids['return_id']}"
    yield Check(answer["status"] == "accepted", f"a signed delivery is taken ({case_id})", "look at the secret")
    evidence_id, way = upload(api, case_id, picture(), {"filename": "doctor.png", "kind": "photo"})
    yield _preflight(api, way)
    record = verdict(api, case_id, evidence_id, seconds=_SECONDS)
    yield Check(
        record["status"] == "stored", f"an uploaded file is {record['status']}", "look at the function InspectUpload"
    )
    events.deliver(api, sender, "return.withdrawn", ids | {"text": "a check, nothing else"}, at=now())


def _preflight(api: Api, grant: Answer) -> Check:
    address = urlsplit(api.profile.api_url)
    headers = {
        "origin": f"{address.scheme}://{address.netloc}",
        "access-control-request-method": grant["method"],
        "access-control-request-headers": ",".join(sorted(name.lower() for name in grant["headers"])),
    }
    answered = api.fetch("OPTIONS", grant["url"], headers=headers)
    allowed = answered.ok and "access-control-allow-origin" in answered.headers
    return Check(allowed, "a browser may send a file to the bucket", "give the bucket its CORS rules: deploy again")
