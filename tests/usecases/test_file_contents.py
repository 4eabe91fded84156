"""The type of a file by its bytes (number 87 of docs/reliability.md)."""

import codecs
import random
import tracemalloc
import zipfile
from hashlib import sha256

import pytest

from chalicelib.domain.uploads import FileType
from chalicelib.usecases.file_contents import read_contents
from tests.world import files


def looked(body: bytes, *, piece: int = 7):
    """Look at a file that streams in in small pieces."""
    return read_contents(body[start : start + piece] for start in range(0, len(body), piece))


@pytest.mark.parametrize(("kind", "body"), files.WHOLE.items())
def test_each_type_is_known_by_its_bytes(kind, body):
    found = looked(body)

    assert (found.type, found.hides) == (kind, None)
    assert (found.size, found.sha256) == (len(body), sha256(body).hexdigest())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"GIF89a\1\0\1\0\0\0\0;",
        files.archive(),
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(60),
        b"\x1f\x8b\x08\0" + bytes(20),
        "Käse".encode("latin-1"),
        "Käse".encode("utf-16-le"),
        "Käse".encode("utf-32"),
        "Käse".encode("utf-16")[:-1],
        "one \0 two".encode("utf-16"),
        codecs.BOM_UTF16_LE + b"\x00\xd8a\0",
        b"text with a NUL\0",
        b"text with an escape \x1b[31m",
        "text with \u0085 next line".encode(),
        "cut off: €".encode()[:-1],
    ],
    ids=[
        "empty",
        "gif",
        "zip",
        "exe",
        "elf",
        "gzip",
        "latin1",
        "unmarked",
        "utf32",
        "odd",
        "nul16",
        "surrogate",
        "nul",
        "escape",
        "c1",
        "cut",
    ],
)
def test_what_is_none_of_the_types_has_none(body):
    """It holds number 87 of docs/reliability.md."""
    assert looked(body).type is None


@pytest.mark.parametrize(
    ("body", "hides"),
    [
        (files.png() + files.archive(), "a ZIP archive"),
        (files.jpeg() + files.archive(b"0" * 1_000_000), "a ZIP archive"),
        (files.pdf() + files.archive(), "a ZIP archive"),
        (files.mp4() + files.archive(), "a ZIP archive"),
        (files.png() + bytes(200_000) + files.archive(), "a ZIP archive"),
        (files.png() + bytes(200_000) + b"<script>alert(1)</script>" + bytes(60_000), "a web page"),
        (files.png(b"<script>alert(1)</script>"), "a web page"),
        (files.jpeg(b"<HTML><body onload=alert(1)>"), "a web page"),
        (files.jpeg() + b"<!DOCTYPE html><p>hello", "a web page"),
        (files.HEAD + b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a web page"),
        (files.heic() + b"<iframe src=//x>", "a web page"),
        (files.webp() + b"<?php system($_GET[0]); ?>", "a web page"),
        (files.pdf(b"<html><script>alert(1)</script></html>"), "a web page"),
        (files.jpeg(files.pdf()), "a PDF"),
        (b"<!doctype html><title>hello</title>", "a web page"),
        (b"  \n<html lang=en>", "a web page"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "a web page"),
        (b"Dear customer, <script src=//x></script>", "a web page"),
    ],
)
def test_what_hides_in_a_file_is_found(body, hides):
    """It holds number 87 of docs/reliability.md."""
    assert looked(body, piece=1_000).hides == hides


@pytest.mark.parametrize(
    "body",
    [
        files.jpeg(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta>"),
        files.jpeg() + files.mp4(),
        files.jpeg() + bytes(100_000),
        files.pdf(b" " * 2_000 + b"<script contentType='application/x-javascript'>"),
        b"1 < 2 and <b>bold</b> is fine, and so is <customer@example.com>",
        b"line one\r\nline two\tafter a tab\x0c",
        "﻿with a mark of its order".encode(),
    ],
    ids=["metadata", "motion photo", "padding", "form", "brackets", "lines", "bom"],
)
def test_what_cameras_offices_and_people_write_passes(body):
    found = looked(body, piece=1_000)

    assert found.type is not None
    assert found.hides is None


def test_noise_behind_a_picture_is_taken_for_nothing_else():
    noise = random.Random(7)  # noqa: S311

    assert all(looked(files.jpeg() + noise.randbytes(200_000), piece=65_536).hides is None for _ in range(20))


def test_a_character_cut_between_two_pieces_is_whole():
    assert looked("谢谢 🙏".encode(), piece=1).type is FileType.TEXT


def test_memory_does_not_grow_with_the_file():
    pieces = (bytes(1024 * 1024) for _ in range(64))
    tracemalloc.start()
    found = read_contents(pieces)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.size == 64 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


def test_a_bomb_is_not_unpacked(monkeypatch):
    bomb = files.archive(bytes(50_000_000))
    monkeypatch.delattr(zipfile.ZipFile, "open")

    assert looked(files.png() + bomb, piece=65_536).hides == "a ZIP archive"
