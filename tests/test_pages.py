"""Every page of the demonstration as every role sees it: valid HTML, one h1 that the title begins with, labels, ids."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, create_app
from app.extensions import db
from tests.conftest import settings
from tests.demonstration import LOADED_AT, pages, session_key

H = "{http://www.w3.org/1999/xhtml}"
ENGLISH = re.compile(r"\b(the|and|this field is required|not a valid|submit|invalid|please|error)\b", re.IGNORECASE)
QUOTED = "Reuse and repair"
"""The European theme of 2017, as the report names it."""


@pytest.fixture(scope="module")
def demonstration(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration in SQLite, at a stopped clock, open for reading."""
    folder = shutil.copytree(played, tmp_path_factory.mktemp("pages") / "instance")
    app = create_app(settings(folder))
    with clock.frozen(LOADED_AT):
        yield app
        with app.app_context():
            db.engine.dispose()
    app.extensions["jobs"].close()


def signed_in(app: Flask, key: str | None) -> FlaskClient:
    client = app.test_client()
    if key is not None:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = key, True
    return client


def test_every_page_is_sound(demonstration: Flask) -> None:
    found = []
    with demonstration.app_context():
        everything = [(shown, session_key(shown.person) if shown.person else None) for shown in pages()]
    for shown, key in everything:
        answer = signed_in(demonstration, key).get(shown.path)
        expected = 404 if shown.path == "/finnes-ikke" else 200
        found += [f"{shown}: status {answer.status_code}"] if answer.status_code != expected else []
        found += [f"{shown}: {fault}" for fault in faults(answer.text)]
    assert "\n".join(found) == ""


def faults(page: str) -> Iterator[str]:
    """What is wrong with a page, in words."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    tree = parser.parse(page)
    yield from (f"html: {kind} at {place}" for place, kind, _more in parser.errors)
    headings = [text(node) for node in tree.iter(f"{H}h1")]
    title = text(next(tree.iter(f"{H}title")))
    if len(headings) != 1 or not title.startswith(headings[0]):
        yield f"h1 {headings} under the title «{title}»"
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    yield from (f"id {name} stands {count} times" for name, count in ids.items() if count > 1)
    yield from (f"{node.get('name')} has no label" for node in unlabelled(tree, set(ids)))
    shown = " ".join(text(body) for body in tree.iter(f"{H}main")).replace(QUOTED, "")
    words = ENGLISH.findall(shown)
    if words:
        yield f"English: {sorted(set(words))}"


def text(node) -> str:  # type: ignore[no-untyped-def]
    return " ".join("".join(node.itertext()).split())


def unlabelled(tree, ids: set[str | None]):  # type: ignore[no-untyped-def]
    """Fields that no label, caption or name of their own speaks for."""
    spoken = {label.get("for") for label in tree.iter(f"{H}label")}
    for tag in ("input", "select", "textarea"):
        for node in tree.iter(f"{H}{tag}"):
            named = node.get("aria-label") or node.get("aria-labelledby") or node.get("id") in spoken
            if node.get("type") not in {"hidden", "submit"} and not named:
                yield node
