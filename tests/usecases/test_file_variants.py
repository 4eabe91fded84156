"""Evidence as phones, cameras, browsers and offices write it: the variants of each type, and what is none of them.

It holds number 113 of docs/reliability.md.
"""

import codecs
import struct

import pytest

from chalicelib.domain.uploads import FileType
from chalicelib.usecases.file_contents import read_contents
from tests.world import files

BOUNDARY = b"------WebKitFormBoundary\r\nContent-Type: application/pdf\r\n\r\n"
DOWNLOAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
CHAT = "the buyer says: wrong colour \u989c\u8272\u4e0d\u5bf9\r\n\tand \U0001f64f\n"


def looked(body: bytes, *, piece: int = 7):
    return read_contents(body[start : start + piece] for start in range(0, len(body), piece))


def jpeg(marker: bytes, name: bytes) -> bytes:
    segment = b"\xff" + marker + struct.pack(">H", len(name) + 2) + name
    return b"\xff\xd8" + segment + b"\xff\xdb\0\x43\0" + b"\1" * 64 + b"\xff\xd9"


def long_box(name: bytes, content: bytes) -> bytes:
    """A box whose length stands behind its name, as in films over 4 GB."""
    return struct.pack(">I", 1) + name + struct.pack(">Q", len(content) + 16) + content


FILMS = {
    "MP4 of an Android phone": files.boxes(b"mp42", b"isom", b"mp42"),
    "MP4 of a Samsung phone": files.boxes(b"3gp4", b"isom", b"3gp4"),
    "MP4 of an old phone": files.boxes(b"3gp5"),
    "MP4 of a CDMA phone": files.boxes(b"3g2a", b"3g2a"),
    "MP4 of an iPhone app": files.boxes(b"mp42", b"mp41", b"mp42", b"isom"),
    "M4V of Apple": files.boxes(b"M4V ", b"M4V ", b"M4A ", b"mp42", b"isom"),
    "M4VH": files.boxes(b"M4VH", b"M4V ", b"mp42", b"isom"),
    "fragmented": files.boxes(b"iso6", b"iso6", b"iso5", b"cmfd"),
    "DASH": files.boxes(b"iso5", b"avc1", b"iso5", b"dsms", b"msix", b"dash"),
    "DASH alone": files.boxes(b"dash"),
    "CMAF": files.boxes(b"cmfc", b"cmfc"),
    "avc1": files.boxes(b"avc1", b"avc1", b"iso2"),
    "isom": files.boxes(b"isom", b"isom", b"iso2", b"avc1", b"mp41"),
    "iso4 of a browser": files.boxes(b"iso4", b"iso4", b"avc1"),
    "iso8, iso9, isoa": files.boxes(b"iso8") + files.box(b"free"),
    "AV1": files.boxes(b"iso6", b"av01", b"mp41"),
    "HEVC": files.boxes(b"hvc1", b"isom"),
    "Sony camera": files.boxes(b"XAVC", b"XAVC", b"mp42", b"iso2"),
    "Sony phone": files.boxes(b"MSNV", b"MSNV", b"mp42", b"isom"),
    "Casio camera": files.boxes(b"caqv", b"isom"),
    "Flash": files.boxes(b"f4v ", b"isom", b"mp42"),
    "without other brands": files.boxes(b"mp41"),
    "version 0": files.box(b"ftyp", b"isom" + bytes(4)) + files.box(b"moov"),
}
QUICKTIME = {
    "iPhone": files.boxes(b"qt  ", b"qt  ", b"\0\0\0\0", b"\0\0\0\0"),
    "iPhone with a wide box": files.box(b"ftyp", b"qt  \0\0\0\0qt  ") + files.box(b"wide") + files.box(b"mdat", b"x"),
    "camera": files.boxes(b"qt  ", b"qt  ", b"CAEP"),
    "before brands: moov": files.box(b"moov", bytes(20)) + files.box(b"mdat", bytes(90)),
    "before brands: mdat": files.box(b"mdat", bytes(90_000)) + files.box(b"moov", bytes(20)),
    "before brands: wide": files.box(b"wide") + files.box(b"mdat", bytes(90)) + files.box(b"moov", bytes(20)),
    "before brands: long": long_box(b"mdat", bytes(90_000)) + files.box(b"moov", bytes(20)),
    "before brands: to the end": files.box(b"wide") + bytes(4) + b"mdat" + bytes(90),
}
PICTURES = {
    **{f"HEIF {brand.decode()}": files.heic(brand) for brand in (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1")},
    "iPhone": files.boxes(b"heic", b"mif1", b"heic"),
    "newer iPhone": files.boxes(b"heic", b"mif1", b"MiHE", b"MiPr", b"miaf", b"MiHB", b"heic"),
    "ten bits a colour": files.boxes(b"heix", b"mif1", b"heix"),
    "burst": files.boxes(b"msf1", b"hevc", b"heic", b"iso8", b"mp41"),
    "layers": files.boxes(b"heis", b"mif1"),
    "general": files.boxes(b"mif1", b"mif1"),
}
KNOWN = {
    **{f"film: {name}": (FileType.MP4, body) for name, body in FILMS.items()},
    **{f"QuickTime: {name}": (FileType.QUICKTIME, body) for name, body in QUICKTIME.items()},
    **{f"picture: {name}": (FileType.HEIC, body) for name, body in PICTURES.items()},
    "JPEG Exif": (FileType.JPEG, jpeg(b"\xe1", b"Exif\0\0MM\0*" + bytes(60))),
    "JPEG JFIF": (FileType.JPEG, jpeg(b"\xe0", b"JFIF\0\1\1\0\0\1\0\1\0\0")),
    "JPEG Adobe": (FileType.JPEG, jpeg(b"\xee", b"Adobe\0\x64" + bytes(5))),
    "JPEG of a scanner": (FileType.JPEG, jpeg(b"\xfe", b"a comment")),
    "JPEG with a profile": (FileType.JPEG, jpeg(b"\xe2", b"ICC_PROFILE\0\1\1" + bytes(40))),
    "JPEG bare": (FileType.JPEG, b"\xff\xd8\xff\xdb\0\x43\0" + b"\1" * 64 + b"\xff\xd9"),
    "PNG": (FileType.PNG, files.png(b"Screenshot")),
    "PNG that moves": (FileType.PNG, files.png().replace(b"IDAT", b"acTL" + bytes(12) + b"IDAT")),
    "WebP lossy": (FileType.WEBP, files.webp()),
    "WebP lossless": (FileType.WEBP, files.webp(b"VP8L")),
    "WebP extended": (FileType.WEBP, files.webp(b"VP8X")),
    "PDF 2.0": (FileType.PDF, files.pdf().replace(b"1.4", b"2.0")),
    "PDF after a line break": (FileType.PDF, b"\r\n" + files.pdf()),
    "PDF after a byte order mark": (FileType.PDF, codecs.BOM_UTF8 + files.pdf()),
    "PDF after the header of a download": (FileType.PDF, DOWNLOAD + files.pdf()),
    "PDF after the boundary of a form": (FileType.PDF, BOUNDARY + files.pdf()),
    "PDF after zeros": (FileType.PDF, bytes(512) + files.pdf(b"\xe2\xe3\xcf\xd3\n")),
    "PDF whose header ends at byte 1,024": (FileType.PDF, b" " * 1019 + files.pdf(b"\xe2\xe3\n")),
    "text in UTF-8": (FileType.TEXT, CHAT.encode()),
    "text in UTF-8 with its mark": (FileType.TEXT, codecs.BOM_UTF8 + CHAT.encode()),
    "text of Notepad": (FileType.TEXT, codecs.BOM_UTF16_LE + CHAT.encode("utf-16-le")),
    "text in UTF-16, most significant first": (FileType.TEXT, codecs.BOM_UTF16_BE + CHAT.encode("utf-16-be")),
    "text of one character": (FileType.TEXT, b"k"),
    "long text in UTF-16": (FileType.TEXT, (CHAT * 5_000).encode("utf-16")),
    "text that begins as a bitmap does": (FileType.TEXT, b"BMW mirror, broken"),
    "text about a box": (FileType.TEXT, b"mid ftypmp42 and moov"),
}


@pytest.mark.parametrize(("kind", "body"), KNOWN.values(), ids=KNOWN.keys())
@pytest.mark.parametrize("piece", [1, 1_000])
def test_each_types_ordinary_variants_are_known(kind, body, piece):
    found = looked(body, piece=piece)

    assert (found.type, found.hides) == (kind, None)


NAMED = {
    "audio/mp4": files.boxes(b"M4A ", b"M4A ", b"mp42", b"isom"),
    "image/avif": files.boxes(b"avif", b"mif1", b"miaf"),
    "image/x-canon-cr3": files.boxes(b"crx ", b"crx ", b"isom"),
    "image/gif": b"GIF89a\1\0\1\0\0\0\0;",
    "application/zip": files.archive(),
    "video/webm": b"\x1a\x45\xdf\xa3\x42\x82\x84webm" + bytes(20),
    "application/x-msdownload": b"MZ" + bytes(200) + files.pdf(),
}


@pytest.mark.parametrize(("name", "body"), NAMED.items(), ids=NAMED.keys())
def test_what_is_no_evidence_is_named_where_it_is_known(name, body):
    found = looked(body)

    assert (found.type, found.media_type) == (None, name)


@pytest.mark.parametrize(
    "body",
    [
        files.boxes(b"mif1", b"avif", b"miaf"),
        files.boxes(b"zzzz", b"yyyy"),
        files.box(b"ftyp", b"isom"),
        files.box(b"ftyp"),
        b"\xff\xff\xff\xffftypisom\0\0\0\0",
        files.box(b"free", bytes(40)),
        files.box(b"mdat", bytes(40))[:-1],
        b"\0\0\0\x04moov" + bytes(40),
        b" " * 1020 + files.pdf(b"\xe2\xe3\n"),
        bytes(2_000) + files.pdf(),
    ],
)
def test_what_only_looks_like_one_of_them_is_none(body):
    assert looked(body).type is None


@pytest.mark.parametrize("body", [*FILMS.values(), *QUICKTIME.values(), *PICTURES.values()])
@pytest.mark.parametrize(
    ("extra", "hides"),
    [
        (files.archive(), "a ZIP archive"),
        (b"<html><body onload=alert(1)>", "a web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a web page"),
        (b"<script>alert(1)</script>", "a web page"),
    ],
)
def test_what_hides_in_a_film_or_a_picture_of_a_phone_is_found(body, extra, hides):
    """It holds number 87 of docs/reliability.md."""
    assert looked(body + files.box(b"free", extra), piece=1_000).hides == hides


@pytest.mark.parametrize(
    ("body", "hides"),
    [
        (files.boxes(b"isom", b"mp41", inside=files.pdf()), "a PDF"),
        (files.heic() + files.pdf(), "a PDF"),
        (files.mov() + files.pdf(), "a PDF"),
        (b"<html><script>alert(1)</script>" + files.pdf(), "a web page"),
        (DOWNLOAD + b"<!DOCTYPE html>" + files.pdf(), "a web page"),
        (b"<?php system($_GET[0]); ?>" + files.pdf(), "a web page"),
        (b"#!/bin/sh\nexit\n" + files.pdf(), "a script"),
        (b"\r\n" + files.pdf() + files.archive(), "a ZIP archive"),
        ("<html><body>".encode("utf-16"), "a web page"),
        (codecs.BOM_UTF16_BE + "Dear customer, <script src=//x></script>".encode("utf-16-be"), "a web page"),
        ((CHAT * 9_000 + "<script>alert(1)</script>").encode("utf-16"), "a web page"),
        ((CHAT * 9_000 + "<iframe src=//x>x").encode("utf-16"), "a web page"),
        ("plain".encode("utf-16") + files.archive(), "a ZIP archive"),
    ],
)
def test_what_hides_in_a_pdf_or_a_text_is_found(body, hides):
    """It holds number 87 of docs/reliability.md."""
    assert looked(body, piece=1_000).hides == hides


@pytest.mark.parametrize(
    ("announced", "found", "fits"),
    [
        (FileType.HEIC, FileType.HEIC, True),
        (FileType.HEIF, FileType.HEIC, True),
        (FileType.MP4, FileType.QUICKTIME, False),
        (FileType.QUICKTIME, FileType.MP4, False),
        (FileType.JPEG, FileType.HEIC, False),
        (FileType.HEIF, FileType.JPEG, False),
        (FileType.TEXT, None, False),
    ],
)
def test_a_file_fits_the_type_that_was_announced(announced, found, fits):
    assert announced.fits(found) is fits
