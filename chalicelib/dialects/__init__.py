"""The dialects of marketplaces without I/O: bytes and headers go in, a verified delivery or one error comes out.

Each dialect is the module of its name, which is imported when the first delivery in it arrives.

Map
===

Dialects of connections
    standard            Standard Webhooks 1.0
    alibaba             1688
    icbu                Alibaba.com
    lazada              Lazada
    paypal              PayPal; paypal_dispute, paypal_offers and paypal_words read the dispute in a body
    shopee              Shopee
    shopify             Shopify; shopify_words are its reasons
    stripe              Stripe
    tiktok              TikTok Shop; tiktok_reasons are its reasons

Answers of the platforms' own APIs
    alibaba_snapshot    1688's answers about a refund
    lazada_snapshot     Lazada's answers about a return
    shopee_snapshot     Shopee's answers about a return
    tiktok_snapshot     TikTok Shop's answers about returns
    snapshots           what these four have in common

Dialects of rows in our own log
    recourse            the facts that Recourse itself writes
    erased              rows without a person's words

Parts that dialects are made of
    delivery            the types: a request comes in, and a verified delivery or one error goes out
    signatures          the checks of all verifiers; rsa checks signatures with a public key
    reading             typed reading; strict_json reads JSON that every reader understands alike
    meanings            what a platform's words mean to us
    why_not_understood  reasons that rows keep as text, read again as sentences
    on_demand           values by name, each of them made at its first use
"""

from collections.abc import Mapping
from importlib import import_module

from chalicelib.dialects.delivery import Dialect, Translate, by_body
from chalicelib.dialects.on_demand import OnDemand
from chalicelib.dialects.snapshots import Snapshot, of_own_order


def _dialect(name: str) -> Dialect:
    dialect: Dialect = import_module(f"{__name__}.{name}").DIALECT
    return dialect


def _snapshot(name: str) -> Snapshot:
    """Return the reader of `lazada.snapshot`, which is in the module `lazada_snapshot`."""
    snapshot: Snapshot = import_module(f"{__name__}.{name.replace('.', '_')}").translate
    return snapshot


DIALECTS: Mapping[str, Dialect] = OnDemand(
    ("standard", "alibaba", "icbu", "lazada", "paypal", "shopee", "shopify", "stripe", "tiktok"), _dialect
)

# The answers of the platforms' own APIs, by the dialects of their rows.
SNAPSHOTS: Mapping[str, Snapshot] = OnDemand(
    ("alibaba.snapshot", "lazada.snapshot", "shopee.snapshot", "tiktok.snapshot"), _snapshot
)

_OWN = ("recourse", "erased")


def _translator(name: str) -> Translate:
    if name in SNAPSHOTS:
        return of_own_order(SNAPSHOTS[name])
    if name in _OWN:
        return by_body(import_module(f"{__name__}.{name}").translate)
    return DIALECTS[name].translate


# The dialects of rows in the log. Our own and that of erased rows are among them, but no connection has them.
TRANSLATORS: Mapping[str, Translate] = OnDemand((*DIALECTS, *_OWN, *SNAPSHOTS), _translator)
