"""File contents: the type, size and hash of a file, from its bytes and not from its name.

A library knows the signatures of the types. This file adds text, and finds a web page, a PDF or an archive that hides
in a file. Only certain signs are refused, because phones append much data to the end of a picture.
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

_HEAD = 64 * 1024  # bytes; browsers read the first 1,445, and the metadata of pictures has up to 64 KiB
_TAIL = 64 * 1024 + 22  # bytes; the directory of every ZIP archive ends within them
_PDF_HEAD = 1024  # bytes; readers look for the beginning of a PDF within them
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|meta|svg:?svg|svg\s[^>]{0,2000}xmlns|\?php)[\s>/:]?"
    rb"|http://www\.w3\.org/2000/svg",
    re.IGNORECASE,
)
_BRANDS = {b"ftypheix": FileType.HEIC}  # pictures of 10 bits per colour, which the library does not know
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # all but tab, line feed, form feed, carriage return


@dataclass(frozen=True, slots=True)
class FileContents:
    """The properties of a file: its size in bytes, SHA-256 as hex, type, and hidden contents.

    The type is None if it is no type of evidence.
    """

    size: int
    sha256: str
    type: FileType | None
    hides: str | None


def read_contents(chunks: Iterable[bytes]) -> FileContents:
    """Read a file once, from its first byte to its last, in constant memory."""
    size, digest, text = 0, sha256(), _TextCheck()
    head, tail = b"", b""
    for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
        text.add(chunk)
        if len(head) < _HEAD:
            head = (head + chunk)[:_HEAD]
        tail = (tail + chunk)[-_TAIL:]
    kind = _type(head, is_text=text.end())
    return FileContents(size, digest.hexdigest(), kind, _hidden(kind, head, tail))


class _TextCheck:
    """Checks that a file is text, which is UTF-8 without control characters."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._clean = True

    def add(self, chunk: bytes, *, final: bool = False) -> None:
        if not self._clean:
            return
        try:
            self._clean = _CONTROL.search(self._decoder.decode(chunk, final)) is None
        except UnicodeDecodeError:
            self._clean = False

    def end(self) -> bool:
        self.add(b"", final=True)
        return self._clean


def _type(head: bytes, *, is_text: bool) -> FileType | None:
    if head[4:12] in _BRANDS:
        return _BRANDS[head[4:12]]
    mime = filetype.guess_mime(head) if head else None
    if mime in set(FileType):
        return FileType(mime)
    return FileType.TEXT if is_text and head else None


def _hidden(kind: FileType | None, head: bytes, tail: bytes) -> str | None:
    if zipfile.is_zipfile(io.BytesIO(tail)):
        return "a ZIP archive"
    if kind is FileType.PDF:  # its forms and metadata may contain markup further down
        return "a web page" if _MARKUP.search(head[:_PDF_HEAD]) else None
    if b"%PDF-" in head[:_PDF_HEAD]:
        return "a PDF"
    return "a web page" if _MARKUP.search(head) or _MARKUP.search(tail) else None
