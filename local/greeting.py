"""The greeting of `make run` says how to go on, in lines that can be pasted."""

import base64
import json
import os
from typing import Any, Final

from local.platforms import Platforms
from local.settings import Settings

_RETURN: Final = {
    "order_number": "A-1",
    "return_id": "R-1",
    "customer": {"name": "Ada Buyer"},
    "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
    "wants": "return_and_refund",
    "lines": [{"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}],
}


def greeting(description: dict[str, Any], settings: Settings, platforms: Platforms) -> str:
    """Write the lines."""
    url, whose = description["api_url"], "yours" if settings.aws_endpoint_url else "moto"
    seller = description["api_keys"]["demo"]["seller"]
    kept = "" if settings.aws_endpoint_url else " Everything is in memory, and gone at the end."
    state = os.path.relpath(settings.state)
    return "\n".join(
        [
            f"Recourse is up. Ctrl-C ends it.{kept}",
            "",
            f"  API        {url}  (where things are; /openapi.json is its document)",
            f"  console    {url}/console  (sign in with the key below)",
            "  documents  docs/integrate.md leads from a key to a decided case; docs/events.md, docs/errors.md",
            f"  AWS        {description['aws_endpoint_url']}  ({whose}, {description['region']})",
            f"             table {description['table']}, bucket {description['bucket']}",
            f"             queue {description['mediation_queue_url']}",
            f"  log        {os.path.relpath(settings.log)}",
            f"  desk       {_desk(settings, platforms)}",
            f"  key        {seller}",
            f"             (seller of merchant demo; all keys and secrets are in {state})",
            "",
            "Next, in another terminal: a signed webhook, and the case that it opens.",
            "",
            *_signed_webhook(url, description["connections"]["demo"]["secret"]),
            "",
            f"curl -s {url}/cases -H 'Authorization: Bearer {seller}'",
            "",
            *_command_line(state),
        ]
    )


def _command_line(state: str) -> list[str]:
    recourse = f".venv/bin/python -m cli --stack {state}"
    return [
        "Or by the command line (cli/README.md): the story of the demo, and the list of work.",
        "",
        f"{recourse} trigger --scenario lost-then-won",
        f"{recourse} cases",
        "",
    ]


def _desk(settings: Settings, platforms: Platforms) -> str:
    if not settings.desk:
        return "off: messages stay on the queue"
    if not platforms:
        return "files what is queued, and leaves it to a person where a connection has no endpoint"
    return f"files what is queued with a simulated platform ({', '.join(platforms)})"


def _signed_webhook(url: str, secret: str) -> list[str]:
    """Write the commands that sign a return request as a marketplace does, and post it."""
    data = json.dumps(_RETURN)
    key = base64.b64decode(secret.removeprefix("whsec_")).hex()
    sign = f"openssl dgst -sha256 -mac HMAC -macopt hexkey:{key} -binary"
    return [
        "AT=$(date +%s) NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)",
        f"""BODY='{{"type": "return.requested", "timestamp": "'$NOW'", "data": {data}}}'""",
        f"""SIGNATURE=$(printf '%s' "msg_$AT.$AT.$BODY" | {sign} | base64)""",
        f"curl -s {url}/webhooks/demo -d \"$BODY\" -H 'Content-Type: application/json' \\",
        '  -H "webhook-id: msg_$AT" -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGNATURE"',
    ]
