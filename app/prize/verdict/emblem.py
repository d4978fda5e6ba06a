"""The diploma's picture, drawn here: growth rings that broke, mended with gold and with a piece from another tree.

Every year has its own, and it is the same each time: all that varies is reckoned from the year. Lengths are
millimetres; the y axis points down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin, tau

SIZE = 124.0
RADIUS = 57.8
MIDDLE = SIZE / 2
FIRST_YEAR = 2024
RINGS_THEN = 24
"""How many rings the first diploma has. A tree grows one a year."""

GOLD = "#c08a2e"
STEPS = 480
PIECES = 6
CLEARANCE = 1.05
"""How far the rings keep from the middle of a seam."""

Point = tuple[float, float]
Stroke = tuple[list[Point], float]


@cache
def drawing(year: int, colour: str) -> str:
    """The whole picture as SVG. `colour` is the letterhead's, #rrggbb."""
    tree = Tree(year)
    dark = "".join(_path(*stroke) for stroke in tree.rings())
    gold = "".join(_path(*stroke) for stroke in (*tree.grain(), *tree.mending()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}mm" height="{SIZE}mm" viewBox="0 0 {SIZE} {SIZE}">'
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f'<g stroke="{colour}">{dark}</g><g stroke="{GOLD}">{gold}</g></g></svg>'
    )


def chance(year: int, name: int, low: float, high: float) -> float:
    """A number between `low` and `high` that looks drawn by lot; the same for the same year and name, for ever."""
    mixed = (year * 2654435761 + name * 40503 + name * name * 69069) & 0xFFFFFFFF
    for _ in range(3):
        mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
        mixed ^= mixed >> 12
    return low + (high - low) * mixed / 0xFFFFFFFF


@dataclass(frozen=True)
class Tree:
    """One year's slice of wood. Piece 0 is the one that came from another tree."""

    year: int

    def chance(self, name: int, low: float, high: float) -> float:
        return chance(self.year, name, low, high)

    @cached_property
    def break_at(self) -> Point:
        """Where it was struck: all seams meet there."""
        return _from((MIDDLE, MIDDLE), self.chance(1, 0, tau), self.chance(2, 8, 13))

    @cached_property
    def turns(self) -> list[float]:
        """The direction of each seam from the break; between the first two is the piece from another tree."""
        shares = [self.chance(10 + number, 0.75, 1.45) for number in range(PIECES)]
        turn, found = self.chance(3, 0, tau), []
        for share in shares:
            found.append(turn)
            turn += tau * share / sum(shares)
        return found

    @cached_property
    def seams(self) -> list[list[Point]]:
        """Each as a crooked line from the break to the bark."""
        return [self._seam(number) for number in range(PIECES)]

    def _seam(self, number: int) -> list[Point]:
        line, along, aside = [self.break_at], 0.0, 0.0
        while self._inside(line[-1]):
            knee = 40 * number + len(line)
            along += self.chance(1000 + knee, 3.0, 10.0)
            aside = 0.5 * aside + self.chance(2000 + knee, -2.3, 2.3) * min(1.0, along / 18)
            straight = _from(self.break_at, self.turns[number], along)
            line.append(_from(straight, self.turns[number] + pi / 2, aside))
        return [*line[:-1], self._at_bark(line[-2], line[-1])]

    def _at_bark(self, inside: Point, outside: Point) -> Point:
        """Where the bark is crossed between the two, to a hundredth."""
        for _ in range(12):
            between = ((inside[0] + outside[0]) / 2, (inside[1] + outside[1]) / 2)
            inside, outside = (between, outside) if self._inside(between) else (inside, between)
        return inside

    def _inside(self, point: Point, margin: float = 0.0) -> bool:
        across, down = point[0] - MIDDLE, point[1] - MIDDLE
        return hypot(across, down) <= self.reach(1.0, atan2(down, across)) - margin

    @cached_property
    def waves(self) -> list[tuple[int, float, float]]:
        """How the tree is not round: times a turn, how much, and where it begins."""
        return [
            (times, self.chance(30 + times, 0.5, 1.0) / times, self.chance(40 + times, 0, tau)) for times in (2, 3, 5)
        ]

    def reach(self, share: float, angle: float) -> float:
        """How far from the middle the ring at `share` (0-1) of the radius is in this direction."""
        wave = sum(much * sin(times * angle + start + 1.3 * share) for times, much, start in self.waves)
        return RADIUS * share * (1 + 0.05 * wave)

    def rings(self) -> Iterator[Stroke]:
        """Every ring, parted at the seams; the bark is the widest, and outside the strange piece gold."""
        count = RINGS_THEN + self.year - FIRST_YEAR
        for number in range(1, count + 1):
            is_bark = number == count
            share = (number - self.chance(50 + number, 0, 0.4) * (not is_bark)) / count
            for piece, line in self._parted(share):
                if piece:
                    yield line, 0.95 if is_bark else self.chance(300 + number, 0.2, 0.5)

    def _parted(self, share: float) -> Iterator[tuple[int, list[Point]]]:
        current, line = -1, list[Point]()
        for step in range(STEPS + 1):
            angle = tau * step / STEPS
            point = _from((MIDDLE, MIDDLE), angle, self.reach(share, angle))
            piece = self.piece_of(point)
            if piece != current:
                if current >= 0 and len(line) > 1:
                    yield current, line
                current, line = piece, []
            line.append(self._moved(piece, point))
        if current >= 0 and len(line) > 1:
            yield current, line

    def _moved(self, piece: int, point: Point) -> Point:
        """No mended piece lies quite as it lay: the rings do not meet across a seam."""
        return _from(point, self.chance(70 + piece, 0, tau), 0.55)

    def grain(self) -> Iterator[Stroke]:
        """The strange piece: straight lines, and an edge of its own."""
        yield from ((line, 0.95) for piece, line in self._parted(1.0) if piece == 0)
        lean = self.turns[0] + self.chance(60, 0.9, 1.6)
        for number in range(-34, 35):
            aside, line = number * 1.75 + self.chance(700 + number, -0.45, 0.45), list[Point]()
            for step in range(-80, 81):
                along = step * 0.8
                middle = _from((MIDDLE, MIDDLE), lean, along)
                point = _from(middle, lean + pi / 2, aside + 0.7 * sin(along / 13 + number / 6))
                if self._inside(point, 0.9) and self.piece_of(point) == 0:
                    line.append(point)
            if len(line) > 1:
                yield line, self.chance(800 + number, 0.22, 0.42)

    def mending(self) -> Iterator[Stroke]:
        """The gold, as wide as it happened to run, and most where the seams meet."""
        for number, seam in enumerate(self.seams):
            yield seam, 0.8
            for knee, ends in enumerate(pairwise(seam)):
                yield list(ends), self.chance(3000 + 40 * number + knee, 0.85, 1.5)
            near = (seam[0][0] + 0.25 * (seam[1][0] - seam[0][0]), seam[0][1] + 0.25 * (seam[1][1] - seam[0][1]))
            yield [seam[0], near], 2.1

    def piece_of(self, point: Point) -> int:
        """Which piece the point lies in; -1 in a seam."""
        away = hypot(point[0] - self.break_at[0], point[1] - self.break_at[1])
        angle = atan2(point[1] - self.break_at[1], point[0] - self.break_at[0])
        first = self._turn_at(0, away)
        behind = [(self._turn_at(number, away) - first) % tau for number in range(1, PIECES)]
        piece = sum((angle - first) % tau >= each for each in behind)
        beside = (self.seams[piece], self.seams[(piece + 1) % PIECES])
        return piece if min(_distance(point, seam) for seam in beside) >= CLEARANCE else -1

    def _turn_at(self, number: int, away: float) -> float:
        """The direction from the break to where the seam is this far from it."""
        seam, (x, y) = self.seams[number], self.break_at
        for before, after in pairwise(seam):
            near, far = hypot(before[0] - x, before[1] - y), hypot(after[0] - x, after[1] - y)
            if far >= away:
                share = (away - near) / (far - near) if far > near else 0.0
                return atan2(
                    before[1] + share * (after[1] - before[1]) - y, before[0] + share * (after[0] - before[0]) - x
                )
        return atan2(seam[-1][1] - y, seam[-1][0] - x)


def _from(start: Point, angle: float, length: float) -> Point:
    return start[0] + length * cos(angle), start[1] + length * sin(angle)


def _distance(point: Point, line: list[Point]) -> float:
    """From a point to the nearest place on a line."""
    best = float("inf")
    for (ax, ay), (bx, by) in pairwise(line):
        across, down = bx - ax, by - ay
        share = ((point[0] - ax) * across + (point[1] - ay) * down) / (across * across + down * down)
        share = max(0.0, min(1.0, share))
        best = min(best, hypot(point[0] - ax - share * across, point[1] - ay - share * down))
    return best


def _path(line: list[Point], width: float) -> str:
    return f'<path stroke-width="{width:.2f}" d="M{"L".join(f"{x:.2f} {y:.2f}" for x, y in line)}"/>'
