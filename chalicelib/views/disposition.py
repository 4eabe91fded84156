"""Content-Disposition: a file is an attachment with a name that is safe for headers, shells and file systems.

Source: RFC 6266 with RFC 5987. The header has a plain name for old clients, and the real name in UTF-8.
"""

import re
import unicodedata
from urllib.parse import quote

from chalicelib.domain.uploads import FileType
from chalicelib.values.every import for_every

_LONGEST = 100  # characters, without the extension
_ENDINGS = for_every(
    FileType,
    {
        FileType.JPEG: (".jpg", ".jpeg"),
        FileType.PNG: (".png",),
        FileType.WEBP: (".webp",),
        FileType.HEIC: (".heic", ".heif", ".hif"),
        FileType.HEIF: (".heif", ".heic", ".hif"),
        FileType.PDF: (".pdf",),
        FileType.MP4: (".mp4", ".m4v"),
        FileType.QUICKTIME: (".mov", ".qt"),
        FileType.TEXT: (".txt", ".text", ".log", ".md", ".csv"),
    },
)
_UNSAFE = re.compile(r'[/\\:*?"<>|]')
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()-]")


def as_attachment(filename: str, content_type: str) -> str:
    """Write the header for a file with this name and type, always with the extension of its type."""
    name = _safe(filename, FileType(content_type))
    plain = _NOT_PLAIN.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(filename: str, kind: FileType) -> str:
    last = re.split(r"[/\\]", filename)[-1]
    # No file name needs control characters, format characters (right-to-left marks) or lone surrogates.
    shown = "".join(char for char in last if not unicodedata.category(char).startswith("C"))
    name = _UNSAFE.sub("_", shown).strip(" .") or "evidence"
    endings = _ENDINGS[kind]
    ending = next((each for each in endings if name.lower().endswith(each)), "")
    stem = name[: len(name) - len(ending)][:_LONGEST] or "evidence"
    return stem + (ending or endings[0])
