"""Contents: what a file is by its bytes, found as they stream by; names and claims count for nothing.

The signatures are a library's. Beside them: what is text, and whether something else hides in a file that a browser
would run or an unpacker open. Only what shows itself is refused, for phones write plenty behind the end of a picture.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import filetype

from chalicelib.domain.uploads import FileType

_HEAD = 64 * 1024  # bytes; a browser looks at the first 1,445, metadata of pictures goes up to 64 KiB
_TAIL = 64 * 1024 + 22  # bytes; a ZIP's directory ends within them, or it is none
_PDF_HEAD = 1024  # bytes; readers look for a PDF's beginning within them
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|meta|svg:?svg|svg\s[^>]{0,2000}xmlns|\?php)[\s>/:]?"
    rb"|http://www\.w3\.org/2000/svg",
    re.IGNORECASE,
)
_BRANDS = {b"ftypheix": FileType.HEIC}  # pictures of ten bits a colour, which the library does not know
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # all but tab, line feed, form feed, carriage return


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found: `size` in bytes, `sha256` as hex, the type (None: none we take), and what hides in it."""

    size: int
    sha256: str
    type: FileType | None
    hides: str | None


def look(chunks: Iterable[bytes]) -> Look:
    """Look at a file once, from its first byte to its last, in memory that does not grow with it."""
    size, digest, words = 0, sha256(), _Words()
    head, tail = b"", b""
    for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
        words.take(chunk)
        if len(head) < _HEAD:
            head = (head + chunk)[:_HEAD]
        tail = (tail + chunk)[-_TAIL:]
    found = _type(head, is_text=words.end())
    return Look(size, digest.hexdigest(), found, _hidden(found, head, tail))


class _Words:
    """Whether all of it is text: UTF-8 without control characters."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._clean = True

    def take(self, chunk: bytes, *, final: bool = False) -> None:
        if not self._clean:
            return
        try:
            self._clean = _CONTROL.search(self._decoder.decode(chunk, final)) is None
        except UnicodeDecodeError:
            self._clean = False

    def end(self) -> bool:
        self.take(b"", final=True)
        return self._clean


def _type(head: bytes, *, is_text: bool) -> FileType | None:
    if head[4:12] in _BRANDS:
        return _BRANDS[head[4:12]]
    mime = filetype.guess_mime(head) if head else None
    if mime in set(FileType):
        return FileType(mime)
    return FileType.TEXT if is_text and head else None


def _hidden(found: FileType | None, head: bytes, tail: bytes) -> str | None:
    if zipfile.is_zipfile(io.BytesIO(tail)):
        return "a ZIP archive"
    if found is FileType.PDF:  # its forms and metadata speak markup further down
        return "a web page" if _MARKUP.search(head[:_PDF_HEAD]) else None
    if b"%PDF-" in head[:_PDF_HEAD]:
        return "a PDF"
    return "a web page" if _MARKUP.search(head) or _MARKUP.search(tail) else None
