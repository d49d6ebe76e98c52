"""An address on the network -> whether the program may connect to it. Pure: names are looked up elsewhere.

A network's answer can name addresses (where to upload, where to look). None of them may lead into the machine or the
network behind it: only the server that the channel itself names may lie there.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where a channel's requests may go: its own server, as written in its configuration, and hosts of its network.

    A name that begins with a dot allows every host below it.
    """

    server: str
    hosts: tuple[str, ...] = ()

    def refusal(self, url: str) -> str:
        """Why the URL may not be asked; "" if it may."""
        parts, own = urlsplit(url), urlsplit(self.server)
        try:
            same = (parts.scheme, parts.hostname, parts.port) == (own.scheme, own.hostname, own.port)
        except ValueError:
            return f"{url[:80]!r} is no address"
        if same and parts.scheme in ("http", "https") and parts.hostname:
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
        parts, own = urlsplit(url), urlsplit(self.server)
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not this machine, not a private network, not a link's own."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return bool((mapped or parsed).is_global) and not parsed.is_multicast
