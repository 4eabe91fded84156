"""The dialects of marketplaces without I/O: bytes and headers go in, a verified delivery or one error comes out."""

from collections.abc import Mapping

from chalicelib.dialects import alibaba, erased, icbu, lazada, paypal, recourse, shopify, standard, stripe, tiktok
from chalicelib.dialects.delivery import Dialect, Translate, by_body

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

# The dialects of rows in the log. Our own and that of erased rows are among them, but no connection has them.
TRANSLATORS: Mapping[str, Translate] = {name: dialect.translate for name, dialect in DIALECTS.items()} | {
    recourse.NAME: by_body(recourse.translate),
    erased.NAME: by_body(erased.translate),
}
