"""The dialects of marketplaces without I/O: bytes and headers go in, a verified delivery or one error comes out."""

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
