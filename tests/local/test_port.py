import socket

import pytest

from local.port import PortTakenError, take_port, url_of


def test_a_port_that_another_program_has_is_named():
    with take_port() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=str(port)):
            take_port(port)
        assert url_of(taken) == f"http://127.0.0.1:{port}"


def test_its_connections_do_not_wait_for_acknowledgements():
    """With Nagle's algorithm an answer in two parts takes 40 ms."""
    with take_port() as taken, socket.create_connection(taken.getsockname()), taken.accept()[0] as connection:
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
