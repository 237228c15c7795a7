"""Which addresses count as one caller."""

from ipaddress import IPv6Address, ip_address

NETWORK_BITS = 64


def neighbourhood(*, address):
    """An IPv4 address, or the /64 network that an IPv6 connection has for itself; what is no address stays as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> NETWORK_BITS << NETWORK_BITS))
