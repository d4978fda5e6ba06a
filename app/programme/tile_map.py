"""The city as tiles: one a district, placed about as on a map, drawn by us. A list that happens to look like Oslo, so
that it reads the same aloud and works with a keyboard."""

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS = 4
PLACES: Mapping[str, tuple[int, int, int, int]] = {
    "030117": (1, 1, 4, 1),  # Marka, all along the north
    "030107": (2, 1, 1, 1),  # Vestre Aker
    "030108": (2, 2, 1, 1),  # Nordre Aker
    "030110": (2, 3, 1, 1),  # Grorud
    "030111": (2, 4, 1, 1),  # Stovner
    "030106": (3, 1, 1, 1),  # Ullern
    "030103": (3, 2, 1, 1),  # Sagene
    "030109": (3, 3, 1, 1),  # Bjerke
    "030112": (3, 4, 1, 2),  # Alna
    "030105": (4, 1, 1, 1),  # Frogner
    "030104": (4, 2, 1, 1),  # St. Hanshaugen
    "030102": (4, 3, 1, 1),  # Grünerløkka
    "030116": (5, 2, 1, 1),  # Sentrum
    "030101": (5, 3, 1, 1),  # Gamle Oslo
    "030113": (5, 4, 1, 2),  # Østensjø
    "030114": (6, 3, 1, 1),  # Nordstrand
    "030115": (7, 3, 2, 1),  # Søndre Nordstrand
}
"""Row, column, columns wide, rows high, by district code [K: the city's own map, from memory]."""
BREAKS = {"Hanshaugen": "Hans\u00adhaugen", "Grünerløkka": "Grüner\u00adløkka", "Nordstrand": "Nord\u00adstrand"}
"""Where a long name may be parted on a narrow tile, by soft hyphens."""
STEPS = (1, 3, 6, 10)
"""Events from which a tile is drawn one tone darker; the number stands on it."""


@dataclass(frozen=True)
class Tile:
    """`place`: CSS classes that put it in the grid; empty for what has no place on the map."""

    code: str
    name: str
    count: int
    place: str
    tone: int


def tiles(names: Mapping[str, str], counts: Mapping[str | None, int]) -> list[Tile]:
    """Row by row as they are seen; then those that the map has no place for, in their own order."""
    placed = sorted((code for code in names if code in PLACES), key=lambda code: PLACES[code])
    others = [code for code in names if code not in PLACES]
    return [_tile(code, names[code], counts.get(code, 0)) for code in (*placed, *others)]


def _tile(code: str, name: str, count: int) -> Tile:
    tone = sum(count >= step for step in STEPS)
    for whole, parted in BREAKS.items():
        name = name.replace(whole, parted)
    if code not in PLACES:
        return Tile(code, name, count, "", tone)
    row, column, wide, high = PLACES[code]
    return Tile(code, name, count, f"tile--r{row} tile--c{column} tile--w{wide} tile--h{high}", tone)
