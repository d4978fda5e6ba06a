"""The tiles: every district of the city has a place of its own, and what has none is still there."""

import tomllib

from app.config import ROOT
from app.programme.tile_map import COLUMNS, PLACES, tiles

DISTRICTS = {
    one["code"]: one["name"]
    for one in tomllib.loads((ROOT / "app" / "demo" / "ombruksuka.toml").read_text(encoding="utf-8"))["districts"]
}


def cells(code: str) -> set[tuple[int, int]]:
    row, column, wide, high = PLACES[code]
    return {(row + y, column + x) for x in range(wide) for y in range(high)}


def test_every_district_has_a_place_and_none_lies_on_another() -> None:
    assert PLACES.keys() == DISTRICTS.keys() - {"city", "online"}
    every = [cell for code in PLACES for cell in cells(code)]
    assert len(every) == len(set(every))
    assert all(1 <= column <= COLUMNS for _row, column in every)


def test_neighbours_lie_about_as_in_the_city() -> None:
    by_name = {name: PLACES[code] for code, name in DISTRICTS.items() if code in PLACES}
    row, column = ({name: place[part] for name, place in by_name.items()} for part in (0, 1))
    assert row["Nordre Aker"] < row["Sagene"] < row["St. Hanshaugen"] < row["Sentrum"]
    assert row["Gamle Oslo"] < row["Nordstrand"] < row["Søndre Nordstrand"]
    assert column["Ullern"] < column["Sagene"] < column["Bjerke"] < column["Alna"]
    assert column["Frogner"] < column["St. Hanshaugen"] < column["Grünerløkka"]


def test_tiles_are_read_as_they_are_seen_and_say_their_number() -> None:
    shown = tiles({**DISTRICTS, "ny": "Ny bydel"}, {"030103": 1, "030101": 7, "online": 40})
    assert [tile.name for tile in shown[:5]] == ["Marka", "Vestre Aker", "Nordre Aker", "Grorud", "Stovner"]
    assert [tile.name for tile in shown[-3:]] == ["Hele byen", "På nett", "Ny bydel"]
    told = {tile.code: (tile.count, tile.tone, tile.place) for tile in shown}
    assert told["030103"] == (1, 1, "tile--r3 tile--c2 tile--w1 tile--h1")
    assert told["030101"] == (7, 3, "tile--r5 tile--c3 tile--w1 tile--h1")
    assert told["online"] == (40, 4, "")
    assert told["030106"] == (0, 0, "tile--r3 tile--c1 tile--w1 tile--h1")
