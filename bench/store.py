"""The process of the counting store, as the benchmark starts it and asks it for the cost of calls."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3

from bench.certificates import write_certificates
from bench.entries import Entry, Process
from bench.item_size import Item
from ops.template import PROJECT


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of some calls: by operation, write units by kind of row or index, and bytes."""

    calls: Counter[str]
    units: Counter[str]
    partitions: Counter[str]
    bytes_out: int
    bytes_in: int
    appended: Sequence[Item]


class Store:
    """The running store."""

    def __init__(self, url: str, certificates: Path) -> None:
        self._url = url
        self._certificates = certificates
        self._pool = urllib3.PoolManager(ca_certs=str(certificates / "few-roots.pem"))

    def process(self, entry: Entry, handler: str | None = None, *, ready: bool = True) -> Process:
        """Start a function of an entry beside this store. One that is not made ready only imports its entry."""
        return Process(entry, url=self._url, certificates=self._certificates, handler=handler, ready=ready)

    def look(self) -> Cost:
        """Return the cost of the calls since the last look."""
        said = json.loads(self._pool.request("POST", f"{self._url}/", body=b"").data)
        calls, units, partitions = (Counter(said[name]) for name in ("calls", "units", "partitions"))
        return Cost(calls, units, partitions, said["received"], said["sent"], said["appended"])


@contextmanager
def running_store() -> Iterator[Store]:
    """Run a new and empty store while the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        write_certificates(Path(folder))
        command = [sys.executable, "-m", "bench.store_server", str(Path(folder, "store.pem"))]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout
            yield Store(f"https://127.0.0.1:{int(process.stdout.readline())}", Path(folder))
        finally:
            process.kill()
            process.wait()
            assert process.stdout
            process.stdout.close()
