"""Two merchants to play with: their connections, the connections' secrets, and their people's API keys."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.aws.api_keys import ApiKeys, Person, Principal
from chalicelib.aws.keys import registry_key
from chalicelib.values.roles import Role
from local.paypal_keys import WEBHOOK_ID, new_paypal_keys, public_key
from local.resources import Resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One marketplace account.

    `secret` is as its dialect has it, `app_key` is None for Standard Webhooks.
    """

    merchant: str
    marketplace: str
    dialect: str
    secret: str
    app_key: str | None = None
    filing_url: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    certificates: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameter(self) -> dict[str, Any]:
        """The content of its encrypted parameter. PayPal's secret is the platform's own, so ours is another."""
        secret = _signing_secret() if self.certificates else self.secret
        return {
            "app_key": self.app_key,
            "secrets": [{"secret": secret, "until": None}],
            "settings": dict(self.settings),
            "public_keys": {url: public_key(pem) for url, pem in self.certificates.items()},
        }


_STAFF = {
    "demo": {
        Role.SELLER: Person(name="Li Na", language="zh-Hans", time_zone="Asia/Shanghai"),
        Role.DESK: Person(name="Chen Wei", language="zh-Hans", time_zone="Asia/Shanghai"),
        Role.OPERATOR: Person(name="Ada Berg", language="en", time_zone="Europe/Berlin"),
    },
    "other": {
        Role.SELLER: Person(name="Sam Okoro", language="en", time_zone="Europe/London"),
        Role.DESK: Person(name="Mia Rossi", language="en", time_zone="Europe/Rome"),
        Role.OPERATOR: Person(name="Noor Haddad", language="en", time_zone="Europe/London"),
    },
}


def new_connections(filing_urls: Mapping[str, str]) -> dict[str, Connection]:
    """Return the connections by name, with secrets made just now."""
    return {
        "demo": _standard("demo", filing_urls.get("demo")),
        "other": _standard("other", filing_urls.get("other")),
        "demo-alibaba": _push("alibaba", filing_urls.get("demo-alibaba")),
        "demo-lazada": _push("lazada", filing_urls.get("demo-lazada")),
        "demo-icbu": replace(_push("alibaba", filing_urls.get("demo-icbu")), dialect="icbu"),
        "demo-tiktok": _push("tiktok", filing_urls.get("demo-tiktok")),
        "demo-shopify": replace(_shop("shopify"), settings={"shop_domain": "demo.myshopify.com"}),
        "demo-stripe": replace(_shop("stripe"), secret="whsec_" + secrets.token_hex(16)),
        "demo-paypal": _paypal(),
    }


def make_api_keys(api_keys: ApiKeys) -> dict[str, dict[str, str]]:
    """Make a key for each merchant and role, and return their tokens."""
    return {
        merchant: {
            role.value: api_keys.make(Principal(merchant, role), person=person) for role, person in staff.items()
        }
        for merchant, staff in _STAFF.items()
    }


def put_session_secret(ssm: Any, *, resources: Resources) -> None:
    """Write a new secret of sessions, over what was there."""
    content = {"secrets": [{"secret": secrets.token_hex(32), "until": None}]}
    name = f"{resources.secrets_prefix}sessions"
    ssm.put_parameter(Name=name, Value=json.dumps(content), Type="SecureString", Overwrite=True)


def put_connections(dynamodb: Any, ssm: Any, *, resources: Resources, connections: Mapping[str, Connection]) -> None:
    """Write the registry item and each connection's secrets, over what was there."""
    public = ("merchant", "marketplace", "dialect", "filing_url")
    listed = {name: {key: getattr(each, key) for key in public} for name, each in connections.items()}
    for name, connection in connections.items():
        path = f"{resources.secrets_prefix}connections/{name}"
        value = json.dumps(connection.parameter)
        ssm.put_parameter(Name=path, Value=value, Type="SecureString", Overwrite=True)
    item = registry_key() | {"connections": {"S": json.dumps(listed)}}
    dynamodb.put_item(TableName=resources.table, Item=item)


def _standard(name: str, filing_url: str | None) -> Connection:
    secret = _signing_secret()
    return Connection(merchant=name, marketplace="alibaba", dialect="standard", secret=secret, filing_url=filing_url)


def _signing_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _shop(marketplace: str) -> Connection:
    return Connection(merchant="demo", marketplace=marketplace, dialect=marketplace, secret=secrets.token_hex(16))


def _paypal() -> Connection:
    keys, settings = new_paypal_keys(), {"webhook_id": WEBHOOK_ID}
    return replace(_shop("paypal"), secret=keys.private_key, settings=settings, certificates=keys.certificates)


def _push(marketplace: str, filing_url: str | None) -> Connection:
    return Connection(
        merchant="demo",
        marketplace=marketplace,
        dialect=marketplace,
        secret=secrets.token_hex(16),
        app_key=str(10_000_000 + secrets.randbelow(90_000_000)),
        filing_url=filing_url,
    )
