"""The dialects of marketplaces without I/O: bytes and headers go in, a verified delivery or one error comes out."""

from collections.abc import Callable, Mapping

from chalicelib.dialects import alibaba, lazada, recourse, standard
from chalicelib.dialects.delivery import Dialect, Translation

DIALECTS: Mapping[str, Dialect] = {
    "standard": Dialect("standard", standard.CONTENT_TYPE, standard.verify, standard.translate),
    "lazada": Dialect("lazada", lazada.CONTENT_TYPE, lazada.verify, lazada.translate),
    "alibaba": Dialect("alibaba", alibaba.CONTENT_TYPE, alibaba.verify, alibaba.translate),
}

# The dialects of rows in the log. Our own dialect is one of them, but no connection has it.
TRANSLATORS: Mapping[str, Callable[[bytes], Translation]] = {
    name: dialect.translate for name, dialect in DIALECTS.items()
} | {recourse.NAME: recourse.translate}
