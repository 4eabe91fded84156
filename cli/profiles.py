"""The places of an address and a key: a stack.json, the environment, or a profile of the file of settings."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from .failures import NoKeyError

DEFAULT = "default"
ROLES = ("seller", "desk", "operator")


@dataclass(frozen=True, slots=True)
class Profile:
    """An address with a key, and the connections whose secrets are known."""

    api_url: str
    key: str | None = field(repr=False)
    connections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)


def settings_file() -> Path:
    """Return the file of settings."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base, "recourse", "config.toml")


def of_stack(path: Path, *, merchant: str, role: str) -> Profile:
    """Read the stack.json that a local system writes while it runs."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        key = read["api_keys"][merchant][role]
        return Profile(read["api_url"], key, read["connections"])
    except FileNotFoundError:
        raise click.UsageError(f"there is no {path}: is the local system running? (make run)") from None
    except (KeyError, ValueError, TypeError):
        raise click.UsageError(f"{path} has no key of merchant {merchant} in the role {role}") from None


def of_settings(name: str) -> Profile:
    """Return the address and the key of the environment, else those of a profile."""
    stored = read_settings().get(name, {})
    url = os.environ.get("RECOURSE_API_URL") or stored.get("api_url")
    if not url:
        raise NoKeyError(f"no address is known (profile {name}): recourse login, --stack FILE, or RECOURSE_API_URL")
    return Profile(url.rstrip("/"), os.environ.get("RECOURSE_API_KEY") or stored.get("key"))


def read_settings() -> dict[str, dict[str, str]]:
    """Read all profiles."""
    try:
        read = tomllib.loads(settings_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise click.UsageError(f"{settings_file()}: {error}") from error
    profiles: dict[str, dict[str, str]] = read.get("profiles", {})
    return profiles


def keep(name: str, profile: Profile) -> Path:
    """Write a profile into the file of settings, which only its owner may read."""
    kept = read_settings() | {name: {"api_url": profile.api_url, "key": profile.key or ""}}
    file = settings_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    fresh.write_text("\n".join(_table(each, kept[each]) for each in sorted(kept)), encoding="utf-8")
    fresh.replace(file)
    return file


def _table(name: str, values: Mapping[str, str]) -> str:
    """Write a profile. A string of JSON is a string of TOML too."""
    lines = "".join(f"{each} = {json.dumps(value)}\n" for each, value in values.items())
    return f"[profiles.{json.dumps(name)}]\n{lines}"
