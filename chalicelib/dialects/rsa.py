"""RSA signatures (PKCS#1 v1.5 with SHA-256), checked on whole numbers with a public key that a person has pinned.

Why no library: the only use is one power with a small exponent, and the library would be the largest part of the
package and of a cold start. Nothing is parsed: the expected block is written whole and compared (RFC 8017, 8.2.2).
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, 9.2, note 1
_SHORTEST_PADDING = 8


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An RSA public key."""

    modulus: int
    exponent: int

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Tell whether a signature is of these bytes by this key's owner."""
        size = (self.modulus.bit_length() + 7) // 8
        number = int.from_bytes(signature)
        info = _SHA256_INFO + sha256(signed).digest()
        padding = size - len(info) - 3
        if len(signature) != size or number >= self.modulus or padding < _SHORTEST_PADDING:
            return False
        expected = b"\x00\x01" + b"\xff" * padding + b"\x00" + info
        return hmac.compare_digest(pow(number, self.exponent, self.modulus).to_bytes(size), expected)
