"""The smallest files of each type that a look takes for what they are."""

import io
import struct
import zipfile
import zlib

HEAD = b"\x89PNG\r\n\x1a\n"


def png(extra: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    comment = _chunk(b"tEXt", b"Comment\0" + extra) if extra else b""
    return HEAD + _chunk(b"IHDR", header) + comment + _chunk(b"IDAT", zlib.compress(bytes(4))) + _chunk(b"IEND", b"")


def jpeg(extra: bytes = b"") -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", len(extra) + 2) + extra if extra else b""
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0" + comment + b"\xff\xdb\0\x43\0" + b"\1" * 64 + b"\xff\xd9"
    )


def webp(kind: bytes = b"VP8 ") -> bytes:
    return b"RIFF" + struct.pack("<I", 30) + b"WEBP" + kind + struct.pack("<I", 18) + bytes(18)


def boxes(first: bytes, *others: bytes, inside: bytes = bytes(64)) -> bytes:
    """A file of boxes with these brands."""
    brands = first + struct.pack(">I", 512) + b"".join(others)
    return box(b"ftyp", brands) + box(b"free", bytes(8)) + box(b"mdat", inside)


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def heic(brand: bytes = b"heic") -> bytes:
    return boxes(brand, b"mif1", b"heic")


def mp4() -> bytes:
    return boxes(b"isom", b"isom", b"mp41")


def mov() -> bytes:
    return boxes(b"qt  ", b"qt  ")


def pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.4\n" + extra + b"1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def archive(content: bytes = b"hello") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.txt", content)
    return packed.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


TEXT = "Sehr geehrte Frau Käufer,\r\n\tdie Tasse <blau> ist da. 谢谢 🙏\n".encode()
WHOLE = {
    "image/jpeg": jpeg(),
    "image/png": png(),
    "image/webp": webp(),
    "image/heic": heic(),
    "application/pdf": pdf(),
    "video/mp4": mp4(),
    "video/quicktime": mov(),
    "text/plain": TEXT,
}
