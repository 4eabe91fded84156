"""Two merchants to play with: their connections, the connections' secrets, and their people's API keys."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROLES = ("seller", "desk", "operator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One marketplace account; `secret` is as its dialect has it, `app_key` is None for Standard Webhooks."""

    merchant: str
    marketplace: str
    dialect: str
    secret: str
    app_key: str | None = None
    filing_url: str | None = None


def new_connections(filing_urls: Mapping[str, str]) -> dict[str, Connection]:
    """Return the connections by name, with secrets made just now."""
    return {
        "demo": _standard("demo", filing_urls.get("demo")),
        "other": _standard("other", filing_urls.get("other")),
        "demo-alibaba": _push("alibaba", filing_urls.get("demo-alibaba")),
        "demo-lazada": _push("lazada", filing_urls.get("demo-lazada")),
    }


def new_api_keys() -> dict[str, dict[str, str]]:
    """Return a bearer token for each merchant and role, made just now."""
    return {merchant: {role: _token() for role in ROLES} for merchant in ("demo", "other")}


def put_connections(table: Any, ssm: Any, *, prefix: str, connections: Mapping[str, Connection]) -> None:
    """Write the registry item and each connection's secrets."""
    listed = {
        name: {
            "merchant": connection.merchant,
            "marketplace": connection.marketplace,
            "dialect": connection.dialect,
            "filing_url": connection.filing_url,
        }
        for name, connection in connections.items()
    }
    for name, connection in connections.items():
        kept = {"app_key": connection.app_key, "secrets": [{"secret": connection.secret, "until": None}]}
        ssm.put_parameter(
            Name=f"{prefix}connections/{name}", Value=json.dumps(kept), Type="SecureString", Overwrite=True
        )
    table.put_item(Item={"PK": "REGISTRY", "SK": "CONNECTIONS", "connections": json.dumps(listed)})


def put_api_keys(table: Any, api_keys: Mapping[str, Mapping[str, str]]) -> None:
    """Write what is kept of each key: its id, whose it is, and the hash of its secret part."""
    for merchant, tokens in api_keys.items():
        for role, token in tokens.items():
            _, key_id, secret = token.split("_")
            digest = hashlib.sha256(secret.encode()).digest()
            keys = {"PK": f"APIKEY#{key_id}", "SK": "APIKEY"}
            table.put_item(Item={**keys, "merchant": merchant, "role": role, "sha256": digest})


def _standard(name: str, filing_url: str | None) -> Connection:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    return Connection(merchant=name, marketplace="alibaba", dialect="standard", secret=secret, filing_url=filing_url)


def _push(marketplace: str, filing_url: str | None) -> Connection:
    return Connection(
        merchant="demo",
        marketplace=marketplace,
        dialect=marketplace,
        secret=secrets.token_hex(16),
        app_key=str(10_000_000 + secrets.randbelow(90_000_000)),
        filing_url=filing_url,
    )


def _token() -> str:
    return f"rk_{secrets.token_hex(6)}_{secrets.token_hex(24)}"
