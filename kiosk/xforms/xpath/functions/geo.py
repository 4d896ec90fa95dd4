"""Places on Earth: areas, distances, inside or outside (specification, "Geographic Functions").

A sphere of the equator's radius, as ODK's clients count; the altitude doesn't count.
"""

from __future__ import annotations

import math
from itertools import pairwise

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.xpath.library import plain
from kiosk.xforms.xpath.values import Value, to_text

EARTH_RADIUS_M = 6_378_100
Point = tuple[float, float]
_COORDINATES = 2


def point_of(text: str) -> Point | None:
    """Return latitude and longitude in degrees, or None."""
    parts = text.split()
    if len(parts) < _COORDINATES:
        return None
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None  # noqa: PLR2004


def _points(values: tuple[Value, ...]) -> list[Point] | None:
    texts: list[str] = []
    for value in values:
        texts += [node.text() for node in value] if isinstance(value, list) else [to_text(value)]
    if len(texts) == 1:
        texts = [part for part in texts[0].split(";") if part.strip()]
    points = [point_of(text) for text in texts]
    return None if None in points else [point for point in points if point is not None]


def _area(*values: Value) -> float:
    points = _points(values) or []
    if len(points) < 3:  # noqa: PLR2004
        return 0.0
    if points[0] != points[-1]:
        points.append(points[0])
    total = 0.0
    for (from_lat, from_lon), (to_lat, to_lon) in pairwise(points):
        bend = 2 + math.sin(math.radians(to_lat)) + math.sin(math.radians(from_lat))
        total += math.radians(to_lon - from_lon) * bend
    return _two_places(total * EARTH_RADIUS_M * EARTH_RADIUS_M / 2)


def _distance(*values: Value) -> float:
    points = _points(values)
    if points is None:
        raise XFormError(XFormCode.TYPE_WRONG, "distance", "not a list of places")
    return _two_places(sum(_arc(one, other) for one, other in pairwise(points)))


def _arc(one: Point, other: Point) -> float:
    north, south = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(one[1] - other[1])
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_RADIUS_M


def _two_places(metres: float) -> float:
    return abs(math.floor(metres * 100 + 0.5) / 100)


def _geofence(point: str, shape: str) -> bool:
    """Count the edges that a ray from the point crosses."""
    place, corners = point_of(point), _points((shape,))
    if place is None or not corners or len(corners) < _COORDINATES or corners[0] != corners[-1]:
        return False
    latitude, longitude = place
    inside = False
    for (lat1, lon1), (lat2, lon2) in pairwise(corners):
        crosses = (lat2 > latitude) != (lat1 > latitude)
        if crosses and longitude < (lon1 - lon2) * (latitude - lat2) / (lat1 - lat2) + lon2:
            inside = not inside
    return inside


plain("area", "v", "number", _area)
plain("distance", "vv*", "number", _distance)
plain("geofence", "tt", "boolean", _geofence)
