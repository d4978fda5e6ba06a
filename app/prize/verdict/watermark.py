"""The mark across every page of a document that is made before the prize is handed over."""

import functools

from app.letters.pdf import FONTS

SEALED = "sealed"
"""The picture's name in letter.css."""

WORD = "Sperrefrist"
WIDTH, HEIGHT = 2500, 1700
LETTERS = 330
"""How high the letters' square is, in the picture's units."""


@functools.cache
def watermark() -> bytes:
    """«Sperrefrist» along the diagonal, so light that the text is read through it. It is drawn as outlines behind the
    page, no part of what is read aloud: the document says the same in words."""
    outlines, length, units = _outlines()
    scale, middle = LETTERS / units, HEIGHT / 2
    left = (WIDTH - length * scale) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g fill="#ececf0" transform="rotate(-30 {WIDTH / 2} {middle}) translate({left:.0f} {middle + 100}) '
        f'scale({scale:.4f} -{scale:.4f})">{outlines}</g></svg>'
    ).encode()


def _outlines() -> tuple[str, float, int]:
    """The word as paths and how long it is, in the font's units, and how many of those the square has."""
    from fontTools.pens.svgPathPen import SVGPathPen  # 20 MB that only a process that prints pays
    from fontTools.ttLib import TTFont

    paths, length = [], 0.0
    with TTFont(FONTS / "public-sans-latin-600.woff2") as font:
        units = font["head"].unitsPerEm
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        for letter in WORD:
            glyph, pen = glyphs[names[ord(letter)]], SVGPathPen(glyphs)
            glyph.draw(pen)
            paths.append(f'<path transform="translate({length:.0f} 0)" d="{pen.getCommands()}"/>')
            length += glyph.width
    return "".join(paths), length, units
