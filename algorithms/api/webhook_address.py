"""Which network addresses a server may be sent to by somebody who only gave it a URL (against server-side request forgery).

An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) is judged by both: each may be the way in.
"""

import ipaddress

# where cloud providers hand out the machine's own credentials; the IPv4 one of most is link-local anyway
METADATA = {ipaddress.ip_address(text) for text in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16")}
INSIDE = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
SHARED = ipaddress.ip_network("100.64.0.0/10")
NAT64 = [ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48")]
COMPATIBLE = ipaddress.ip_network("::/96")
# what an administrator may open; everything else stays closed
OPENABLE = frozenset({"private", "loopback", "shared"})


def kind_of(*, address: str) -> str:
    """Return ``public``, or the first reason why the address is none: ``metadata``, ``multicast``, ``unspecified``, ``loopback``,
    ``link_local``, ``shared`` (carrier-grade NAT), ``private`` or ``reserved``."""
    kinds = [_kind(face) for face in _faces(ipaddress.ip_address(address.partition("%")[0]))]
    closed = [kind for kind in kinds if kind != "public"]
    return next((kind for kind in closed if kind not in OPENABLE), closed[0] if closed else "public")


def is_refused(*, address: str, is_inside_allowed: bool) -> bool:
    kind = kind_of(address=address)
    return kind != "public" and not (is_inside_allowed and kind in OPENABLE)


def _faces(ip):
    """The address and the IPv4 addresses it carries. A carrier that stands for nothing but its IPv4 address is judged by that alone."""
    if ip.version == 4:
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if any(ip in network for network in NAT64) or (ip in COMPATIBLE and int(ip) > 1):
        return [inner]
    return [ip, *filter(None, [ip.sixtofour, *(ip.teredo or ())])]


def _kind(ip):
    if ip in METADATA:
        return "metadata"
    for kind in ("multicast", "unspecified", "loopback", "link_local"):
        if getattr(ip, f"is_{kind}"):
            return kind
    if ip.version == 4 and ip in SHARED:
        return "shared"
    if any(ip in network for network in INSIDE if network.version == ip.version):
        return "private"
    return "public" if ip.is_global else "reserved"
