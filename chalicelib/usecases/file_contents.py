"""File contents: the type, size and hash of a file, from its bytes and not from its name.

A library knows the signatures of most types, and `iso_brands` those of films and of phones' pictures. This file adds
text and PDF, and finds a web page, a PDF, a script or an archive that hides in a file. Only certain signs are refused,
because phones append much data to the end of a picture.
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
from chalicelib.usecases.iso_brands import type_by_brands

_HEAD = 64 * 1024  # bytes; browsers read the first 1,445, and the metadata of pictures has up to 64 KiB
_TAIL = 64 * 1024 + 22  # bytes; the directory of every ZIP archive ends within them
_PDF_HEAD = 1024  # bytes; readers look for the beginning of a PDF within them
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|meta|svg:?svg|svg\s[^>]{0,2000}xmlns|\?php)[\s>/:]?"
    rb"|http://www\.w3\.org/2000/svg",
    re.IGNORECASE,
)
_MARK = 2  # bytes of a byte order mark of UTF-16
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # all but tab, line feed, form feed, carriage return


@dataclass(frozen=True, slots=True)
class FileContents:
    """The properties of a file: its size in bytes, SHA-256 as hex, type, and hidden contents.

    The media type is None if it is none that we know. The type is None if it is no type of evidence.
    """

    size: int
    sha256: str
    media_type: str | None
    hides: str | None

    @property
    def type(self) -> FileType | None:
        """The type of evidence that it is."""
        return next((kind for kind in FileType if kind == self.media_type), None)


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
    kind = _media_type(head, size, is_text=text.end())
    return FileContents(size, digest.hexdigest(), kind, _hidden(kind, head, tail, size))


class _TextCheck:
    """Checks that a file is text: UTF-8, or UTF-16 with its byte order mark, without control characters."""

    def __init__(self) -> None:
        self._start = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._clean = True

    def add(self, chunk: bytes, *, final: bool = False) -> None:
        if self._decoder is None:
            chunk = self._start = self._start + chunk
            if len(chunk) < _MARK and not final:
                return
            self._decoder = codecs.getincrementaldecoder(_encoding(chunk))()
        if not self._clean:
            return
        try:
            self._clean = _CONTROL.search(self._decoder.decode(chunk, final)) is None
        except UnicodeDecodeError:
            self._clean = False

    def end(self) -> bool:
        self.add(b"", final=True)
        return self._clean


def _encoding(head: bytes) -> str:
    return _UTF_16.get(head[:_MARK], "utf-8")


def _media_type(head: bytes, size: int, *, is_text: bool) -> str | None:
    """Return the media type of a file. Signatures of other types count only if the file is no text."""
    by_boxes = type_by_brands(head, size)
    if by_boxes or not head:
        return by_boxes
    by_signature = _signature(head)
    if by_signature in set(FileType):
        return by_signature
    if (by_signature is None or is_text) and b"%PDF-" in head[:_PDF_HEAD]:
        return FileType.PDF
    return FileType.TEXT if is_text else by_signature


def _signature(head: bytes) -> str | None:
    name: str | None = filetype.guess_mime(head)
    return "image/png" if name == "image/apng" else name  # a picture that moves is a PNG to every reader


def _hidden(kind: str | None, head: bytes, tail: bytes, size: int) -> str | None:
    if zipfile.is_zipfile(io.BytesIO(tail)):
        return "a ZIP archive"
    if kind == FileType.PDF:
        return _hidden_in_pdf(head[:_PDF_HEAD])
    if b"%PDF-" in head[:_PDF_HEAD]:
        return "a PDF"
    parts = _in_utf_8(head, tail, size) if kind == FileType.TEXT else (head, tail)
    return "a web page" if any(map(_MARKUP.search, parts)) else None


def _in_utf_8(head: bytes, tail: bytes, size: int) -> tuple[bytes, ...]:
    """Return the first and last bytes of a text in UTF-8, from a whole character on."""
    encoding = _encoding(head)
    if encoding == "utf-8":
        return head, tail
    whole = tail[(size - len(tail)) % 2 :]
    return tuple(part.decode(encoding, "ignore").encode(errors="ignore") for part in (head, whole))


def _hidden_in_pdf(head: bytes) -> str | None:
    """Look at the first bytes only: forms and metadata may contain markup further down."""
    if _MARKUP.search(head):
        return "a web page"
    return "a script" if head.startswith(b"#!") else None
