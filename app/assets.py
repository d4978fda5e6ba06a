"""Install the look: `python -m app.assets` copies css, icons and font from node_modules/ to static/built/.

Nothing of it is committed. The css is purged of what no template uses, fetches nothing from another host, and names the
open face Public Sans where Punkt names Oslo Sans, which only the municipality itself may use.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
PUNKT_CSS = MODULES / "@oslokommune" / "punkt-css" / "dist" / "css" / "pkt.min.css"
PUNKT_ICONS = MODULES / "@oslokommune" / "punkt-assets" / "dist" / "icons"
PUBLIC_SANS = MODULES / "@fontsource" / "public-sans"
PURGECSS = MODULES / ".bin" / "purgecss"
BUILT = ROOT / "app" / "static" / "built"

WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("latin", "latin-ext")
ELEMENTS = (
    "a blockquote fieldset h1 h2 h3 h4 hr label legend li ol option p select table tbody td textarea th thead tr ul"
)
"""Elements that forms render themselves, so that no template names them."""

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
ICON_URL = re.compile(r"https://punkt-cdn\.oslo\.kommune\.no/[\d.]+/icons/([a-z-]+\.svg)")
OTHER_HOST = re.compile(r"url\([\"']?(?:https?:)?//")


class Missing(Exception):
    """Something that set-up should have installed is not there."""


def build() -> None:
    """Fill static/built/ anew. Raises Missing with what to do about it."""
    for path in (PUNKT_CSS, PUNKT_ICONS, PUBLIC_SANS, PURGECSS):
        if not path.exists():
            raise Missing(f"{path.relative_to(ROOT)} mangler. Kjør «npm ci» først.")
    for folder in ("css", "fonts", "icons"):
        (BUILT / folder).mkdir(parents=True, exist_ok=True)
    faces = [_font(subset, weight) for weight in WEIGHTS for subset in SUBSETS]
    for icon in PUNKT_ICONS.glob("*.svg"):
        shutil.copy(icon, BUILT / "icons" / icon.name)
    shutil.copy(PUBLIC_SANS / "LICENSE", BUILT / "fonts" / "LICENSE")
    css = "\n".join(faces) + patch(_purged())
    if OTHER_HOST.search(css):
        raise Missing("Punkt-css peker fortsatt til en annen vert; ICON_URL i app/assets.py må rettes.")
    (BUILT / "css" / "punkt.css").write_text(css, encoding="utf-8")


def patch(css: str) -> str:
    """Punkt's css without its fonts, and with icons from here."""
    css = FONT_FACE.sub("", css)
    css = ICON_URL.sub(lambda found: f"../icons/{found[1]}", css)
    return re.sub(r"[\"']?Oslo Sans[\"']?", '"Public Sans"', css)


def _purged() -> str:
    target = BUILT / "css" / "punkt.css"
    content = [str(ROOT / "app" / "templates" / "**" / "*.html"), str(ROOT / "app" / "static" / "js" / "*.js")]
    command = [str(PURGECSS), "--css", str(PUNKT_CSS), "--content", *content, "--safelist", *ELEMENTS.split()]
    subprocess.run([*command, "--output", str(target)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    return target.read_text(encoding="utf-8")


def _font(subset: str, weight: int) -> str:
    """Copy one file of the face and return its @font-face, whose link changes when the file does, as every static
    link does (layout.py): a page that preloads the file names the same address."""
    source = PUBLIC_SANS / "files" / f"public-sans-{subset}-{weight}-normal.woff2"
    name = f"public-sans-{subset}-{weight}.woff2"
    version = f"{Path(shutil.copy(source, BUILT / 'fonts' / name)).stat().st_mtime_ns:x}"
    return (
        f'@font-face{{font-family:"Public Sans";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url("../fonts/{name}?v={version}") format("woff2");unicode-range:{_reach(subset, weight)}}}'
    )


def _reach(subset: str, weight: int) -> str:
    """Which characters the file holds, as the font's own css says."""
    css = (PUBLIC_SANS / f"{weight}.css").read_text(encoding="utf-8")
    found = re.search(rf"/\* public-sans-{subset}-{weight}-normal \*/.*?unicode-range:\s*([^;]+);", css, re.DOTALL)
    if not found:
        raise Missing(f"Public Sans har ikke {subset} {weight}.")
    return found[1]


if __name__ == "__main__":
    try:
        build()
    except Missing as missing:
        sys.exit(str(missing))
