"""Pictures for what is invented, nominations, reports and events, drawn here: a room with a piece of furniture, worn
before and mended after."""

import io
import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

WIDTH, HEIGHT, FINER = 1200, 900, 2
FLOOR = 640
"""Where the floor begins, in pixels from the top."""

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

WORN: tuple[Colour, ...] = ((142, 134, 124), (120, 112, 104), (158, 150, 140))
FRESH: tuple[tuple[Colour, ...], ...] = (
    ((31, 66, 170), (249, 198, 107), (42, 40, 89)),
    ((3, 75, 69), (255, 130, 116), (67, 248, 182)),
    ((178, 73, 60), (199, 246, 201), (42, 40, 89)),
)
WOOD: Colour = (176, 128, 82)


class Picture:
    """A canvas twice as fine as what comes out of it, in pixels of the finished picture."""

    def __init__(self, code: str, *, mended: bool) -> None:
        from PIL import Image, ImageDraw  # 30 ms that only whoever loads the demonstration pays

        self.random = random.Random(code)
        self.mended = mended
        fresh = self.random.choice(FRESH)
        self.seat, self.accent, self.dark = fresh if mended else WORN
        self.wood = WOOD if mended else (132, 112, 94)
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), (244, 238, 228) if mended else (222, 219, 213))
        self.draw: Any = ImageDraw.Draw(self.image)
        self.box((0, FLOOR, WIDTH, HEIGHT), (226, 208, 184) if mended else (196, 190, 181), radius=0)
        self.light()

    def box(self, box: Box, colour: Colour, *, radius: int = 10) -> None:
        self.draw.rounded_rectangle([value * FINER for value in box], radius=radius * FINER, fill=colour)

    def line(self, points: list[tuple[float, float]], colour: Colour, width: float) -> None:
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self.draw.line(scaled, fill=colour, width=round(width * FINER), joint="curve")

    def light(self) -> None:
        """A window, with the evening in it when all is done."""
        self.box((860, 90, 1100, 400), (255, 255, 255), radius=6)
        self.box((876, 106, 1084, 384), (188, 222, 240) if self.mended else (205, 207, 208), radius=2)
        self.line([(980, 100), (980, 390)], (255, 255, 255), 10)

    def scratches(self, box: Box, count: int) -> None:
        """Tears and cracks in what is not mended yet."""
        if self.mended:
            return
        left, top, right, bottom = box
        for _ in range(count):
            x, y = self.random.uniform(left, right), self.random.uniform(top, bottom)
            turn, points = self.random.uniform(0, math.pi), [(x, y)]
            for _step in range(3):
                turn += self.random.uniform(-0.7, 0.7)
                x, y = x + 14 * math.cos(turn), y + 14 * math.sin(turn)
                points.append((min(max(x, left), right), min(max(y, top), bottom)))
            self.line(points, (70, 64, 58), 3)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.resize((WIDTH, HEIGHT)).save(out, "JPEG", quality=85)
        return out.getvalue()


def chair(picture: Picture, x: float, size: float = 1) -> None:
    ground, wide = FLOOR + 120, 150 * size
    seat = ground - 150 * size
    lean = 0 if picture.mended else 14
    for leg, slant in ((x + 12, 0), (x + wide - 24, 0 if picture.mended else 20)):
        picture.line([(leg + 6, seat), (leg + 6 + slant, ground)], picture.wood, 13 * size)
    back = (x + lean, seat - 190 * size, x + wide + lean, seat - 45 * size)
    picture.line([(x + 10 + lean, back[1]), (x + 10, seat)], picture.wood, 13 * size)
    picture.line([(x + wide - 10 + lean, back[1]), (x + wide - 10, seat)], picture.wood, 13 * size)
    picture.box(back, picture.seat, radius=18)
    picture.box((x - 8, seat - 26 * size, x + wide + 8, seat + 10 * size), picture.seat, radius=14)
    picture.scratches(back, 5)


def chairs(picture: Picture) -> None:
    table(picture, 330, 540)
    for x in (130, 300, 760, 930):
        chair(picture, x)


def table(picture: Picture, x: float, wide: float) -> None:
    top, ground = FLOOR - 60, FLOOR + 150
    for leg in (x + 30, x + wide - 46):
        picture.line([(leg + 8, top), (leg + 8, ground)], picture.wood, 18)
    picture.box((x, top - 20, x + wide, top + 12), picture.wood, radius=6)
    picture.scratches((x + 10, top - 18, x + wide - 10, top + 10), 9)
    if picture.mended:
        picture.box((x + wide / 2 - 22, top - 90, x + wide / 2 + 22, top - 20), picture.accent, radius=14)


def bench(picture: Picture) -> None:
    ground = FLOOR + 130
    for x in (240, 560, 880):
        picture.line([(x, FLOOR - 40), (x, ground)], picture.dark, 22)
        picture.line([(x, FLOOR - 40), (x + 20, FLOOR - 230)], picture.dark, 18)
    slats = [FLOOR - 240, FLOOR - 190, FLOOR - 140, FLOOR - 50, FLOOR - 16]
    for row, y in enumerate(slats):
        missing = not picture.mended and row in (1, 3)
        picture.box((180, y, 560 if missing else 960, y + 30), picture.wood, radius=6)
        picture.scratches((190, y, 540, y + 28), 4)
    if picture.mended:
        picture.box((1000, FLOOR - 120, 1090, FLOOR + 110), picture.seat, radius=20)


def shelves(picture: Picture) -> None:
    left, right, top, ground = 200, 780, 170, FLOOR + 120
    picture.box((left, top, right, ground), picture.wood if picture.mended else picture.seat, radius=8)
    for row in range(4):
        y = top + 22 + row * 140
        picture.box(
            (left + 20, y, right - 20, y + 118), (250, 246, 238) if picture.mended else (108, 104, 100), radius=4
        )
        if picture.mended:
            _books(picture, left + 34, right - 60, y + 118)
        else:
            picture.scratches((left + 20, y, right - 20, y + 110), 5)
    if picture.mended:
        picture.box((830, FLOOR - 40, 1080, FLOOR + 110), picture.accent, radius=70)


def _books(picture: Picture, left: float, right: float, ground: float) -> None:
    x = left
    while x < right:
        wide, high = picture.random.randint(14, 30), picture.random.randint(60, 104)
        picture.box(
            (x, ground - high, x + wide, ground),
            picture.random.choice((picture.seat, picture.accent, picture.dark)),
            radius=3,
        )
        x += wide + picture.random.choice((3, 3, 3, 40))


def desks(picture: Picture) -> None:
    for row, (x, wide) in enumerate(((120, 300), (460, 300), (800, 300))):
        table(picture, x, wide)
        chair(picture, x + 80 + row * 4, 0.8)


def sofa(picture: Picture) -> None:
    ground = FLOOR + 110
    picture.box((230, FLOOR - 220, 970, ground - 60), picture.seat, radius=40)
    for x in (280, 620):
        cushion = (x, FLOOR - 90, x + 310, ground - 50)
        picture.box(cushion, picture.accent, radius=26)
        picture.scratches(cushion, 8)
    for x in (200, 910):
        picture.box((x, FLOOR - 140, x + 90, ground - 30), picture.dark, radius=34)
    for x in (260, 920):
        picture.line([(x, ground - 40), (x, ground + 20)], picture.wood, 20)


def counter(picture: Picture) -> None:
    ground = FLOOR + 130
    picture.box((160, FLOOR - 130, 940, ground), picture.seat, radius=12)
    for number in range(6):
        panel = (185 + number * 126, FLOOR - 90, 285 + number * 126, ground - 30)
        picture.box(panel, picture.accent if number % 2 == 0 and picture.mended else picture.dark, radius=8)
        picture.scratches(panel, 3)
    picture.box((140, FLOOR - 160, 960, FLOOR - 122), picture.wood, radius=8)
    if picture.mended:
        picture.box((250, FLOOR - 250, 330, FLOOR - 160), picture.accent, radius=30)


DRAWN: dict[str, Callable[[Picture], None]] = {
    "chairs": chairs,
    "bench": bench,
    "shelves": shelves,
    "desks": desks,
    "sofa": sofa,
    "counter": counter,
}


@cache
def draw(code: str, motif: str, *, mended: bool) -> bytes:
    """A JPEG of 1200 × 900, always the same for the same nomination."""
    picture = Picture(code, mended=mended)
    DRAWN[motif](picture)
    return picture.jpeg()
