"""Build the address that opens a navigation app on a stop or on a whole day.

Nothing is called here: the address is text, made of coordinates alone (no names, no customer data), and is opened only when a
person clicks it. The services limit how many places one address may hold; a longer day becomes several addresses, each beginning
where the one before ended.
"""

# how many places one address may hold
_GOOGLE_PLACES = 11  # origin, nine waypoints, destination
_OSM_PLACES = 25
_APPLE_PLACES = 2


def navigation_links(*, points, service="google"):
    """Return the addresses that lead through `points` [(latitude, longitude), …] in this order.

    One point: the way there from wherever the person is. No point: no address.
    """
    if not points:
        return []
    limit, build = SERVICES[service]
    if len(points) == 1:
        return [build(points)]
    links, first = [], 0
    while first < len(points) - 1:
        part = points[first : first + limit]
        links.append(build(part))
        first += len(part) - 1
    return links


def _place(point):
    return f"{point[0]:.6f}%2C{point[1]:.6f}"


def _google(points):
    address = f"https://www.google.com/maps/dir/?api=1&travelmode=driving&destination={_place(points[-1])}"
    if len(points) > 1:
        address += f"&origin={_place(points[0])}"
    if len(points) > 2:
        address += "&waypoints=" + "%7C".join(_place(point) for point in points[1:-1])
    return address


def _openstreetmap(points):
    # one point: an empty start, so that the person gives the position there
    places = [_place(point) for point in points] if len(points) > 1 else ["", _place(points[0])]
    return "https://www.openstreetmap.org/directions?route=" + "%3B".join(places)


def _apple(points):
    address = f"https://maps.apple.com/?dirflg=d&daddr={_place(points[-1])}"
    return address + (f"&saddr={_place(points[0])}" if len(points) > 1 else "")


#: service → (largest number of places in one address, builder)
SERVICES = {
    "google": (_GOOGLE_PLACES, _google),
    "openstreetmap": (_OSM_PLACES, _openstreetmap),
    "apple": (_APPLE_PLACES, _apple),
}
