"""A port of this machine: it is taken before anything can be served, and connections wait until a server starts."""

import socket


class PortTakenError(Exception):
    """Another program listens on this port of 127.0.0.1."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} on 127.0.0.1 is already in use: choose another by PORT= or AWS_PORT=")


def take_port(port: int = 0) -> socket.socket:
    """Listen on a port of 127.0.0.1. Port 0 takes any free one."""
    try:
        listener = socket.create_server(("127.0.0.1", port), backlog=256)
    except OSError as error:
        raise PortTakenError(port) from error
    # Each connection inherits this. With Nagle's algorithm on, an answer in two parts takes 40 ms, and asyncio
    # turns it off only for sockets that were made with an explicit IPPROTO_TCP.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the address that clients use."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"
