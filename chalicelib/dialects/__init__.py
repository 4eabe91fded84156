"""The dialects of marketplaces without I/O: bytes and headers go in, a verified delivery or one error comes out.

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
"""

from collections.abc import Mapping

from chalicelib.dialects import (
    alibaba,
    alibaba_snapshot,
    erased,
    icbu,
    lazada,
    lazada_snapshot,
    paypal,
    recourse,
    shopee,
    shopee_snapshot,
    shopify,
    standard,
    stripe,
    tiktok,
    tiktok_snapshot,
)
from chalicelib.dialects.delivery import Dialect, Translate, by_body
from chalicelib.dialects.snapshots import Snapshot, of_own_order

DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        standard.DIALECT,
        alibaba.DIALECT,
        icbu.DIALECT,
        lazada.DIALECT,
        paypal.DIALECT,
        shopee.DIALECT,
        shopify.DIALECT,
        stripe.DIALECT,
        tiktok.DIALECT,
    )
}

# The answers of the platforms' own APIs, by the dialects of their rows.
SNAPSHOTS: Mapping[str, Snapshot] = {
    "alibaba.snapshot": alibaba_snapshot.translate,
    "lazada.snapshot": lazada_snapshot.translate,
    "shopee.snapshot": shopee_snapshot.translate,
    "tiktok.snapshot": tiktok_snapshot.translate,
}

# The dialects of rows in the log. Our own and that of erased rows are among them, but no connection has them.
TRANSLATORS: Mapping[str, Translate] = (
    {name: dialect.translate for name, dialect in DIALECTS.items()}
    | {
        recourse.NAME: by_body(recourse.translate),
        erased.NAME: by_body(erased.translate),
    }
    | {name: of_own_order(snapshot) for name, snapshot in SNAPSHOTS.items()}
)
