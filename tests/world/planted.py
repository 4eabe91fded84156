"""The words of strangers and the keys in all tests. No log line of the suite may hold them."""

import re
from collections.abc import Iterable

from tests.world.cloud import APP_SECRET, SECRET
from tests.world.order import CUSTOMER, REQUEST

_SAID = (CUSTOMER["name"], REQUEST["reason"]["text"], SECRET, APP_SECRET)
# Whatever is a secret, a key, a signature or a signed URL by its form, whichever test made it up.
_BY_FORM = re.compile(r"whsec_\w|rk_[0-9a-f]{12}_|\bv1,[A-Za-z0-9+/]{20}|X-Amz-Signature|Bearer \S")


def quoted(lines: Iterable[str]) -> list[str]:
    """The lines that quote somebody or show a secret."""
    return [line for line in lines if any(mark in line for mark in _SAID) or _BY_FORM.search(line)]
