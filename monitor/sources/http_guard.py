"""Connections that refuse addresses inside our own network.

An address that comes from data (a link in a feed, a redirect) could make this program fetch the insides of the network
it runs in. The check is made on the address really connected to, so a name that changes its mind does not help.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddress(Exception):
    """A name leads to an address that is not public; the argument is that address."""


def is_private(address: str) -> bool:
    """Whether an IP address is not a public one: private, loopback, link-local, shared, multicast, reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return not ip.is_global or ip.is_multicast


def refuse_private(host: str, port: int | None) -> None:
    """Look a host up and refuse it when any of its addresses is private; unknown hosts pass (they fail later).

    Raises:
        PrivateAddress: One is.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    for *_, place in found:
        if is_private(str(place[0])):
            raise PrivateAddress(str(place[0]))


def _checked(connection: socket.socket) -> socket.socket:
    peer = str(connection.getpeername()[0])
    if is_private(peer):
        connection.close()
        raise PrivateAddress(peer)
    return connection


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        refuse_private(self.host, self.port)
        return _checked(super()._new_conn())


class _Encrypted(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        refuse_private(self.host, self.port)
        return _checked(super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _Encrypted


class PublicOnlyAdapter(HTTPAdapter):
    """Transport of `requests` whose direct connections all lead to public addresses."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, with the checking connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _EncryptedPool}
