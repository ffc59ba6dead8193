"""Which addresses the link check may visit: plain web addresses that lead to the public internet, and no others.

The portal stands in a government network.  A link in a text must not make it knock at its own machines, so the name
is resolved first, every address behind it is looked at, and exactly the one that was looked at is then connected to.
Pure rules; own tables, because what a version of Python takes for a global address has changed more than once.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

PORTS: Final[Mapping[str, frozenset[int]]] = {"http": frozenset({80}), "https": frozenset({443})}
"""The ports of each scheme: other ones are no web pages for everybody."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST_LENGTH: Final = 253

_CLOSED_V4: Final = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, also the metadata service of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # former 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_OPEN_V6: Final = ipaddress.IPv6Network("2000::/3")
"""All that was ever given out for the public internet; everything else (loopback, link-local, unique local, addresses
that hold an IPv4 address) stays closed."""
_CLOSED_V6: Final = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, among them Teredo, which hides an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
)


class NotAWebAddress(ValueError):
    """The text is no address of a web page that everybody could open."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: host and path as they are sent."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The host as the request names it: with its port only where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str, ports: Mapping[str, frozenset[int]] = PORTS) -> Target:
    """Take a web address apart. Raises NotAWebAddress for other schemes and ports, logins, and what is no address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAWebAddress(url) from error
    if parts.scheme not in ports or not host or parts.username is not None or parts.password is not None:
        raise NotAWebAddress(url)
    port = port if port is not None else _DEFAULT_PORTS[parts.scheme]
    if port not in ports[parts.scheme]:
        raise NotAWebAddress(url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(parts.scheme, _ascii_host(host, url), port, f"{path}?{query}" if query else path)


def _ascii_host(host: str, url: str) -> str:
    """Return the host in the letters of the name service; Chinese names have such a form, too."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host.partition("%")[0]))
        except ValueError as error:
            raise NotAWebAddress(url) from error
    try:
        name = host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotAWebAddress(url) from error
    if not name or len(name) > _HOST_LENGTH or any(c <= " " or c in '/\\@"<>' for c in name):
        raise NotAWebAddress(url)
    return name


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet; what is no address does not."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _CLOSED_V4)
    return found in _OPEN_V6 and not any(found in network for network in _CLOSED_V6)
