"""The marketplaces' side of `make run`: each demo connection that files gets a platform simulator of its own."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from local.platform_simulator import PlatformSimulator

CONNECTIONS: Final = ("demo", "demo-alibaba", "demo-icbu", "demo-lazada")

Platforms = Mapping[str, PlatformSimulator]


@contextmanager
def platforms_beside(names: tuple[str, ...]) -> Iterator[Platforms]:
    """Start a simulator for each connection, while the block runs."""
    with ExitStack() as ending:
        yield {name: ending.enter_context(PlatformSimulator()) for name in names}


def connect(platforms: Platforms, description: dict[str, Any]) -> None:
    """Let each simulator know the secret of its connection, without which it takes no filing."""
    for name, platform in platforms.items():
        platform.connect(description, name)
