"""Templates hold no bare words (every text goes through Babel), no inline script or style, and stay small."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parent.parent / "app" / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html"))
CLASS_BLOCK = re.compile(r"\{% block (?:body_class|width) %\}.*?\{% endblock %\}")
JINJA = re.compile(r"\{#.*?#\}|\{%\s*trans.*?endtrans\s*%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r"""[a-z-]+="[^"]*\"""")
ENTITY = re.compile(r"&\w+;")
WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
SPOKEN_ATTRIBUTE = re.compile(r"""\b(?:alt|title|placeholder|aria-label)="([^"{]*[A-Za-zÆØÅæøå]{2,}[^"{]*)\"""")
PRINTED = frozenset({"letters", "documents"})
"""Folders of what goes on paper, where each letterhead has its own colours; no page of ours."""
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_text_goes_through_babel(path: Path) -> None:
    source = JINJA.sub(" ", CLASS_BLOCK.sub("", path.read_text(encoding="utf-8")))
    assert SPOKEN_ATTRIBUTE.findall(source) == []
    assert WORD.findall(ATTRIBUTE.sub(" ", ENTITY.sub(" ", TAG.sub(" ", source)))) == []


@pytest.mark.parametrize("path", [path for path in PAGES if path.parent.name not in PRINTED], ids=name)
def test_nothing_is_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=name)
def test_a_component_is_one_macro_of_at_most_forty_lines(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert (source.count("{% macro") + source.count("{%- macro"), source.count("\n") <= 40) == (1, True)
