"""Where a request comes from: this machine or not, and which addresses count as one sender."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

_FORWARDED = ("forwarded", "via", "x-real-ip")
# What one subscriber is given of IPv6 as a rule; within it he may take a new address for every request.
_ONE_SENDER = 64


def is_loopback(address: object) -> bool:
    """Whether an address is one of this machine alone."""
    found = _read(address)
    return found is not None and found.is_loopback


def passed_on(headers: Iterable[str]) -> bool:
    """Whether the names of a request's headers tell of a proxy that asks for somebody else."""
    names = {name.lower() for name in headers}
    return any(name in _FORWARDED or name.startswith("x-forwarded-") for name in names)


def sender(address: str) -> str:
    """Under which name attempts from an address are counted: an IPv4 address, or the /64 of an IPv6 one."""
    found = _read(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _ONE_SENDER), strict=False))
    return address if found is None else str(found)


@lru_cache(maxsize=1000)
def _read(address: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(str(address))
    except ValueError:
        return None
    # A socket for both families tells IPv4 addresses in the clothes of IPv6.
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
