"""An address on the network -> whether the program may connect to it. Pure: names are looked up elsewhere.

A network's answer can name addresses (where to upload, where to look). None of them may lead into the machine or the
network behind it: only the server that the channel itself names may lie there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_TRANSLATED = IPv6Network("64:ff9b::/96")  # holds an IPv4 address, which a gateway of the network connects to


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where a channel's requests may go: its own server, as written in its configuration, and hosts of its network.

    A name that begins with a dot allows every host below it.
    """

    server: str
    hosts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Further servers that the configuration names, as it writes them."""

    def refusal(self, url: str) -> str:
        """Why the URL may not be asked; "" if it may."""
        if re.search(r"[\\\s\x00-\x1f\x7f]", url):  # what one reader takes for a host, another takes for a path
            return f"{url[:80]!r} is no address"
        try:
            parts = urlsplit(url)
            own = [urlsplit(server) for server in (self.server, *self.others)]
            same = (parts.scheme, parts.hostname, parts.port) in [(one.scheme, one.hostname, one.port) for one in own]
        except ValueError:
            return f"{url[:80]!r} is no address"
        if same and parts.scheme in ("http", "https") and parts.hostname and not parts.username:
            return ""
        if parts.scheme != "https":
            return f"{parts.scheme or 'no'}:// is not https:// ({parts.hostname})"
        if parts.username or parts.password or parts.port not in (None, 443):
            return f"{parts.hostname} is addressed with a name, a password or a port"
        host = (parts.hostname or "").rstrip(".")
        if not any(host == name or (name.startswith(".") and host.endswith(name)) for name in self.hosts):
            return f"{host or 'no host'} is not a server of this channel"
        return ""

    def is_own(self, url: str) -> bool:
        """Whether the URL is on the server that the channel names."""
        parts = urlsplit(url)
        own = [urlsplit(server) for server in (self.server, *self.others)]
        return (parts.scheme, parts.netloc) in [(one.scheme, one.netloc) for one in own]


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not this machine, not a private network, not a link's own."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        inside = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _TRANSLATED:
            inside = IPv4Address(int(parsed) & 0xFFFFFFFF)
        parsed = inside or parsed
    return parsed.is_global and not parsed.is_multicast
