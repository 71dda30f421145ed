"""Time zones by the names that people give them."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

_CITIES: Mapping[str, str] = {
    "america/los angeles": "san francisco|seattle|san diego|silicon valley|pacific|pst|pdt|california",
    "america/new york": "washington|boston|miami|atlanta|philadelphia|eastern|edt|nyc",
    "america/chicago": "dallas|houston|austin|central|cst|cdt",
    "america/denver": "mountain|mdt",
    "america/toronto": "ottawa|montreal",
    "america/sao paulo": "rio de janeiro|rio",
    "europe/london": "edinburgh|manchester|cardiff|uk|england|britain|bst",
    "europe/berlin": "munich|frankfurt|hamburg|cologne|germany|cest",
    "europe/paris": "lyon|marseille|france",
    "europe/madrid": "barcelona|spain",
    "europe/rome": "milan|naples|italy",
    "europe/zurich": "geneva|basel|bern|switzerland",
    "europe/amsterdam": "rotterdam|the hague|netherlands",
    "asia/kolkata": "mumbai|delhi|new delhi|bangalore|bengaluru|chennai|hyderabad|india|ist",
    "asia/shanghai": "beijing|shenzhen|guangzhou|china",
    "asia/tokyo": "osaka|kyoto|japan|jst",
    "asia/dubai": "abu dhabi|uae",
    "australia/sydney": "canberra",
}
"""Places that the zone database does not name, and the zone that they keep."""

_AREAS = ("africa/", "america/", "antarctica/", "arctic/", "asia/", "atlantic/", "australia/", "europe/", "indian/")


def find(text: str) -> tuple[str, tuple[str, ...]]:
    """The zone that a text names, and where it names none, zones with names like it, at most three."""
    said = _normal(text)
    zones, names = _zones(), _names()
    if said in zones:
        return zones[said], ()
    if said in names:
        return names[said], ()
    near = get_close_matches(said, [*names, *zones], n=6, cutoff=0.7)
    return "", tuple(dict.fromkeys(names.get(name) or zones[name] for name in near))[:3]


def _normal(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split())


@cache
def _zones() -> dict[str, str]:
    """Keys of the zone database, by themselves in lower case."""
    return {_normal(key): key for key in available_timezones() if not key.startswith(("posix", "right", "SystemV"))}


@cache
def _names() -> dict[str, str]:
    """Zones by their city."""
    zones = _zones()
    names = {name.rpartition("/")[2]: key for name, key in sorted(zones.items()) if name.startswith(_AREAS)}
    names |= {alias: zones[name] for name, aliases in _CITIES.items() if name in zones for alias in aliases.split("|")}
    return names
