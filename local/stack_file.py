"""`.local/stack.json`: what runs and how to get at it, for whoever comes from outside."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local.resources import Resources
from local.seed import Connection


def stack_description(
    resources: Resources, *, connections: Mapping[str, Connection], api_keys: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Return the part that does not depend on the ports."""
    return {
        "table": resources.table,
        "bucket": resources.bucket,
        "mediation_queue_url": resources.mediation_queue_url,
        "mediation_dlq_url": resources.mediation_dlq_url,
        "secrets_prefix": resources.secrets_prefix,
        "connections": {name: _connection_description(each) for name, each in connections.items()},
        "api_keys": {merchant: dict(tokens) for merchant, tokens in api_keys.items()},
    }


def clear_away(path: Path) -> None:
    """Remove the file of a run that was killed, so that nobody takes it for a new one."""
    owner = _owner(path)
    if owner is None or not _runs(owner):
        path.unlink(missing_ok=True)


@contextmanager
def announce(path: Path, description: Mapping[str, Any]) -> Iterator[None]:
    """Keep the file there, whole from its first moment, while the block runs.

    For its owner's eyes only.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(description, indent=2) + "\n")
    fresh.replace(path)
    try:
        yield
    finally:
        if _owner(path) == description["pid"]:
            path.unlink()


def _owner(path: Path) -> int | None:
    try:
        return int(json.loads(path.read_text())["pid"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _connection_description(connection: Connection) -> dict[str, Any]:
    description: dict[str, Any] = {
        "merchant": connection.merchant,
        "marketplace": connection.marketplace,
        "dialect": connection.dialect,
        "secret": connection.secret,
    }
    besides = {"app_key": connection.app_key, "certificates": dict(connection.certificates)}
    return description | dict(connection.settings) | {name: value for name, value in besides.items() if value}
