"""The entries that are compared, each packaged as it would ship, and their processes."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from bench.world import surroundings
from ops.package import build
from ops.template import PROJECT

CACHE = PROJECT / ".local" / "bench"
FIRST_EDITION = "77dd0d3"  # the last commit before the second edition began
_PEERS = Path(__file__).parent / "peers"
_PROCESS = Path(__file__).with_name("function_process.py")
_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")  # what Lambda has beside a zip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A package as it ships: its name, its unpacked folder, and the handler of its door."""

    name: str
    folder: Path
    handler: str = "app"
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of events: the CPU seconds that it took, and the statuses of its answers."""

    cpu: float
    statuses: Sequence[object] = ()


class Process:
    """A function's process. It ends with its `with` block."""

    def __init__(
        self, entry: Entry, *, url: str, certificates: Path, handler: str | None = None, ready: bool = True
    ) -> None:
        name = handler or entry.handler
        roots = certificates / ("few-roots.pem" if entry.ours else "every-root.pem")
        environment = {
            **surroundings(entry.name, url=url),
            "AWS_CA_BUNDLE": str(roots),
            "PYTHONPATH": f"{entry.folder}:{_beside()}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "_HANDLER": f"app.{name}" if ready else "app.none",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-S", str(_PROCESS), name],
            cwd=entry.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.loaded = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def call(self, events: Sequence[Mapping[str, object]]) -> Block:
        """Hand a block of events to the function."""
        assert self._process.stdin
        print(json.dumps(events), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Block:
        assert self._process.stdout
        said = json.loads(self._process.stdout.readline())
        return Block(said["cpu"], said.get("statuses", ()))


def recourse() -> Entry:
    """Package this project as `make package` does. Raises if the package has a fault."""
    made = CACHE / "package"
    faults = list(build(PROJECT, made))
    if faults:
        raise RuntimeError(f"the package has faults: {faults}")
    return Entry(name="Recourse", folder=_unpacked(made / "deployment.zip", CACHE / "recourse"), ours=True)


def peers() -> tuple[Entry, ...]:
    """Package every peer, unless it was packaged before from the same files."""
    return (
        Entry(name="textbook", folder=_once("textbook", _by_chalice)),
        Entry(name="lean", folder=_once("lean", _by_chalice)),
        Entry(name="powertools", folder=_once("powertools", _by_pip), handler="handler"),
        Entry(name="fastapi", folder=_once("fastapi", _by_pip), handler="handler"),
    )


def first_edition() -> Entry | None:
    """Take the first edition from git, with the dependencies that ship today. None if git does not have it."""
    git = shutil.which("git") or "git"
    done = subprocess.run(
        [git, "archive", FIRST_EDITION, "app.py", "chalicelib"], cwd=PROJECT, capture_output=True, check=False
    )
    if done.returncode:
        return None
    folder = CACHE / "first-edition"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(CACHE / "recourse", folder)
    shutil.rmtree(folder / "chalicelib")
    shutil.rmtree(folder / "__pycache__")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return Entry(name="first edition", folder=folder, ours=True)


def _once(name: str, package: Callable[[Path, Path], None]) -> Path:
    files = sorted(path for path in (_PEERS / name).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    folder = CACHE / f"{name}-{mark}"
    if not folder.exists():
        unfinished = folder.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        package(_PEERS / name, unfinished)
        unfinished.rename(folder)
    return folder


def _by_chalice(project: Path, folder: Path) -> None:
    chalice = Path(sys.executable).with_name("chalice")
    environment = os.environ | surroundings(project.name, url="https://127.0.0.1")  # chalice imports the entry
    made = folder.with_suffix(".zip.new")
    command = [str(chalice), "--project-dir", str(project), "package", "--stage", "dev", str(made)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    _unpacked(made / "deployment.zip", folder)
    shutil.rmtree(made)


def _by_pip(project: Path, folder: Path) -> None:
    requirements = str(project / "requirements.txt")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-compile",
        "--target",
        str(folder),
        "-r",
        requirements,
    ]
    subprocess.run(command, check=True)
    shutil.copy(project / "app.py", folder)


def _unpacked(archive: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(archive) as zipped:
        for name in zipped.namelist():
            zipped.extract(name, folder)
    return folder


def _beside() -> Path:
    """Return a folder of what Lambda's runtime has beside each zip."""
    folder = CACHE / "beside"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _RUNTIME:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"{name} is not installed")
        origin = Path(spec.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        if not folder.joinpath(source.name).exists():
            folder.joinpath(source.name).symlink_to(source)
    return folder
