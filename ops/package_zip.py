"""The zip that Lambda gets, made of the one that `chalice package` leaves."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

_TASK = "/var/task"  # where Lambda unpacks it: what tracebacks name
_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def compile_zip(archive: Path) -> None:
    """Put each module compiled beside its source.

    The same sources make the same zip, to the byte.

    Lambda cannot write, so each cold start would compile all of it anew. Dates say nothing there (all are 1980): what
    is compiled goes unchecked, for it comes with its source. What another Python left beside the sources stays out.
    """
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive) as content:
        content.extractall(folder, [name for name in content.namelist() if not name.endswith(".pyc")])
        _compile(Path(folder))
        with zipfile.ZipFile(archive.with_suffix(".new"), "w") as made:
            for path in _files(Path(folder)):
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DATE)
                entry.external_attr = _READABLE
                made.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    archive.with_suffix(".new").replace(archive)


def _compile(folder: Path) -> None:
    """In a process of its own: what this one has interned would show in the bytes."""
    how = ("-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", _TASK)
    subprocess.run([sys.executable, "-I", "-m", "compileall", *how, str(folder)], check=True)


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())
