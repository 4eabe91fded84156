"""ISO brands: the type of a file that is made of boxes, by the brands that it names.

MP4, QuickTime and HEIF begin with one box that names a first brand and others that a reader may take it for. Phones,
browsers and cameras write many (they are registered at mp4ra.org). No library that fits here knows them: filetype
1.2.0 knows three of MP4 and one of HEIF in all places, and puremagic 1.30 takes every unknown brand for 3GP.
"""

from collections.abc import Iterator

_HEADING = 8  # bytes of a box: its length in four, then its name
_NAMED = 16  # bytes of the first box before its other brands: heading, first brand, version
_LONGEST = 4096  # bytes of the first box; 1,000 brands are more than anybody names

_QUICKTIME = b"qt  "
# Pictures in HEVC, and the general brands, whose picture may be in another coding too.
_HEVC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_GENERAL = {b"mif1", b"mif2", b"msf1", b"miaf", b"MiHE", b"MiHB"}
_AVIF = {b"avif", b"avis"}
# These name MP4 among their other brands, and are not the video that it is.
_OTHERS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"M4P ": "audio/mp4",
    b"F4A ": "audio/mp4",
    b"F4B ": "audio/mp4",
    b"aax ": "audio/vnd.audible.aax",
    b"crx ": "image/x-canon-cr3",
    b"avci": "image/avci",
    b"avcs": "image/avcs",
    b"mjp2": "video/mj2",
    b"mj2s": "video/mj2",
}
# MP4 (ISO/IEC 14496-12 and -14), its codings, DASH and CMAF pieces, 3GPP, and what Apple, Adobe and Sony write.
_MP4 = (
    *(b"iso", b"mp4", b"mp7", b"avc", b"hvc", b"hev", b"av01", b"dash", b"msdh", b"msix", b"cmf", b"3g"),
    *(b"mmp4", b"M4V", b"f4v", b"F4V", b"MSNV", b"XAVC"),
)
# QuickTime before its brands: a film begins with one of these boxes.
_FILM = {b"moov", b"mdat"}
_BOXES = {*_FILM, b"wide", b"free", b"skip", b"pnot"}


def type_by_brands(head: bytes, size: int) -> str | None:
    """Return the media type of a file of boxes by its head and its size. Returns None if it is none that is known."""
    brands = list(_brands(head, size))
    if not brands:
        return "video/quicktime" if _is_old_quicktime(head, size) else None
    first, others = brands[0], set(brands[1:])
    if first in _OTHERS:
        return _OTHERS[first]
    return "video/quicktime" if first == _QUICKTIME else _picture(first, others) or _film(brands)


def _brands(head: bytes, size: int) -> Iterator[bytes]:
    """Yield the brands of the first box: the first one, then the others behind its version."""
    length = int.from_bytes(head[:4])
    if head[4:_HEADING] == b"ftyp" and _NAMED <= length <= min(size, _LONGEST):
        yield head[8:12]
        yield from (head[place : place + 4] for place in range(_NAMED, length - 3, 4))


def _picture(first: bytes, others: set[bytes]) -> str | None:
    if first in _AVIF or (first in _GENERAL and others & _AVIF and not others & _HEVC):
        return "image/avif"
    return "image/heic" if first in _HEVC | _GENERAL else None


def _film(brands: list[bytes]) -> str | None:
    return "video/mp4" if any(brand.startswith(_MP4) for brand in brands) else None


def _is_old_quicktime(head: bytes, size: int) -> bool:
    """Tell whether the boxes in the head are a film's, one behind the other, and end within the file."""
    place, seen = 0, set()
    while place + _HEADING <= len(head):
        name, length = head[place + 4 : place + _HEADING], _length(head, place, size)
        if name not in _BOXES or length < _HEADING or place + length > size:
            return False
        seen.add(name)
        place += length
    return bool(seen & _FILM)


def _length(head: bytes, place: int, size: int) -> int:
    """Return the length of a box. 0 means up to the end, and 1 means that it stands in eight bytes behind the name."""
    length = int.from_bytes(head[place : place + 4])
    if length == 0:
        return size - place
    return int.from_bytes(head[place + _HEADING : place + 16]) if length == 1 else length
