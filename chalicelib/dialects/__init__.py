"""The languages of marketplaces, sans-I/O: bytes and headers in, a verified delivery or one error out."""

from collections.abc import Callable, Mapping

from chalicelib.dialects import alibaba, lazada, recourse, standard
from chalicelib.dialects.delivery import Dialect, Translation

DIALECTS: Mapping[str, Dialect] = {
    "standard": Dialect("standard", standard.CONTENT_TYPE, standard.verify, standard.translate),
    "lazada": Dialect("lazada", lazada.CONTENT_TYPE, lazada.verify, lazada.translate),
    "alibaba": Dialect("alibaba", alibaba.CONTENT_TYPE, alibaba.verify, alibaba.translate),
}

# What a row of the log can be written in: our own language too, which no connection speaks.
TRANSLATORS: Mapping[str, Callable[[bytes], Translation]] = {
    name: dialect.translate for name, dialect in DIALECTS.items()
} | {recourse.NAME: recourse.translate}
