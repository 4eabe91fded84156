"""Content-Disposition: a file goes out as an attachment, under a name that no header, shell or file system trips over.

RFC 6266 with RFC 5987: a plain name for old clients, and the real one in UTF-8.
"""

import re
import unicodedata
from urllib.parse import quote

from chalicelib.domain.uploads import FileType

_LONGEST = 100  # characters, without the extension
_ENDINGS = {
    FileType.JPEG: (".jpg", ".jpeg"),
    FileType.PNG: (".png",),
    FileType.WEBP: (".webp",),
    FileType.HEIC: (".heic",),
    FileType.PDF: (".pdf",),
    FileType.MP4: (".mp4",),
    FileType.TEXT: (".txt", ".text", ".log", ".md", ".csv"),
}
_UNSAFE = re.compile(r'[/\\:*?"<>|]')
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()-]")


def as_attachment(filename: str, content_type: str) -> str:
    """Write the header for a file of this name and type; its ending is the type's, whatever the name says."""
    name = _safe(filename, FileType(content_type))
    plain = _NOT_PLAIN.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(filename: str, kind: FileType) -> str:
    last = re.split(r"[/\\]", filename)[-1]
    # Control, format (right-to-left marks) and lone surrogate characters are in nobody's file name for a good reason.
    shown = "".join(char for char in last if not unicodedata.category(char).startswith("C"))
    name = _UNSAFE.sub("_", shown).strip(" .") or "evidence"
    endings = _ENDINGS[kind]
    ending = next((each for each in endings if name.lower().endswith(each)), "")
    stem = name[: len(name) - len(ending)][:_LONGEST] or "evidence"
    return stem + (ending or endings[0])
