"""Serves the API by uvicorn and h11, which hand headers and bytes on as they were sent."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from socket import socket

import uvicorn

from local.asgi_gateway import AsgiGateway
from local.gateway import Gateway
from local.port import take_port, url_of

_THREADS = 64  # more than any test or story uses at once: each view runs in one of them
_HEAD_BYTES = 1024 * 1024  # the application answers a header of 100 kB itself
_IDLE_SECONDS = 75
_STOP_SECONDS = 5


@contextmanager
def serving_api(gateway: Gateway, listener: socket | None = None) -> Iterator[str]:
    """Serve from a thread while the block lasts, and yield the address. Without a listener any free port is taken."""
    with closing(listener or take_port()) as taken, ThreadPoolExecutor(_THREADS, thread_name_prefix="api") as threads:
        server = uvicorn.Server(_config(AsgiGateway(gateway, threads)))
        # Outside the main thread uvicorn leaves the handlers of signals alone: they belong to `make run`.
        serving = threading.Thread(target=server.run, args=([taken],), daemon=True, name="api")
        serving.start()
        try:
            yield url_of(taken)
        finally:
            server.should_exit = True
            serving.join()


def _config(application: AsgiGateway) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http="h11",
        loop="asyncio",
        ws="none",
        interface="asgi3",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
