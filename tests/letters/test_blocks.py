"""A letter that lacks something that the law demands is refused, and the block is named."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.letters import blocks, page
from app.letters.blocks import missing_blocks, missing_from_page
from app.letters.content import Content
from app.policy import NotComplete
from tests.letters.letters import (
    APPEAL,
    DISMISSED,
    FULL,
    PART,
    REJECTED,
    SENDER,
    appeal_receipt,
    decision,
    receipt,
)

RULES = decision().rules
EVERY_KIND = [
    decision(),
    decision(PART),
    decision(REJECTED),
    decision(DISMISSED),
    decision(FULL, PART, REJECTED, DISMISSED),
    decision(appeal=replace(APPEAL, deadline=None)),
    receipt(),
    appeal_receipt(),
]


@pytest.mark.parametrize("content", EVERY_KIND, ids=lambda content: content.title())
def test_a_whole_letter_lacks_nothing(content: Content) -> None:
    assert missing_blocks(content) == []
    assert missing_from_page(content, page.html(content)) == []


LACKING: list[tuple[dict[str, Any], str]] = [
    ({"lines": (replace(FULL, reasons="  "),)}, "begrunnelsen for Fiksekveld på Tøyen"),
    ({"lines": (replace(FULL, amount_nok=9_000),)}, "et beløp som passer med utfallet for Fiksekveld på Tøyen"),
    (
        {"lines": (replace(REJECTED, amount_nok=1),)},
        "et beløp som passer med utfallet for Foredrag om sirkulær økonomi",
    ),
    (
        {"lines": (replace(PART, reduction_reasons=None),)},
        "hvorfor det ikke er hele beløpet for Byttedag for barneklær",
    ),
    (
        {"lines": (replace(PART, expected_for_less=""),)},
        "hva dere forventer for et mindre beløp for Byttedag for barneklær",
    ),
    ({"handler": ""}, "saksbehandler og godkjenner"),
    ({"approver": " "}, "saksbehandler og godkjenner"),
    ({"appeal": replace(APPEAL, body="")}, "klageinstansen"),
    ({"appeal": replace(APPEAL, link="")}, "hvordan dere klager"),
    ({"appeal": replace(APPEAL, address="")}, "hvordan dere klager"),
    ({"rules": replace(RULES, access="")}, "innsynsretten"),
    ({"rules": replace(RULES, procedure="")}, "reglene vedtaket bygger på"),
    ({"acceptance": None}, "frist og lenke for å godta"),
    ({"conditions": ()}, "vilkår"),
    ({"sender": replace(SENDER, phone="")}, "hvem som kan svare på spørsmål"),
    ({"reference": ""}, "saksnummer og dato"),
    (
        {"lines": (replace(FULL, reasons="Vi la vekt på {{hovedhensyn}}."),)},
        "utfylling av «{{hovedhensyn}}.»",
    ),
    ({"conditions": ("Send oss {{dokument}}",)}, "utfylling av «{{dokument}}»"),
]


@pytest.mark.parametrize(("changes", "name"), LACKING, ids=[f"{name} {n}" for n, (_, name) in enumerate(LACKING)])
def test_what_is_missing_is_named(changes: dict[str, Any], name: str) -> None:
    lines = changes.get("lines", (FULL,))
    rest = {key: value for key, value in changes.items() if key != "lines"}
    assert missing_blocks(decision(*lines, **rest)) == [name]


def test_what_the_applicant_wrote_may_hold_braces() -> None:
    assert missing_blocks(decision(replace(FULL, title="Verksted {{nå}}"))) == []


def test_a_round_without_individual_decisions_offers_no_appeal() -> None:
    html = page.html(decision(appeal=replace(APPEAL, deadline=None)))
    assert "klage" not in html.replace("Saksbehandling, begrunnelse og klage", "").split('class="rules"')[0]
    assert "Har dere spørsmål til fordelingen, ta kontakt med oss" in html


BLOCKS = [
    ("decision", "vedtaket"),
    ("reasons", "begrunnelsen"),
    ("appeal", "klageadgangen"),
    ("deadline", "klagefristen"),
    ("procedure", "hvordan dere klager"),
    ("electronic", "klage på nett og kvittering"),
    ("appeal_body", "klageinstansen"),
    ("access", "innsynsretten"),
    ("officials", "saksbehandler og godkjenner"),
    ("rules", "reglene vedtaket bygger på"),
    ("acceptance", "frist og lenke for å godta"),
    ("conditions", "vilkår"),
    ("contact", "hvem som kan svare på spørsmål"),
    ("reference", "saksnummer og dato"),
]


@pytest.mark.parametrize(("mark", "name"), BLOCKS)
def test_a_template_that_lost_a_block_is_caught(mark: str, name: str) -> None:
    html = page.html(decision()).replace(f'data-block="{mark}"', "")
    assert missing_from_page(decision(), html) == [name]


def test_an_empty_block_counts_as_lost() -> None:
    html = re.sub(r'(<span data-block="appeal">)[^<]+', r"\1 ", page.html(decision()))
    assert missing_from_page(decision(), html) == ["klageadgangen"]


def test_each_activity_must_show_its_own_reasons() -> None:
    two = decision(FULL, REJECTED)
    html = page.html(two).replace('data-block="reasons"', "", 1)
    assert missing_from_page(two, html) == ["begrunnelsen"]


def test_the_refusal_names_the_block(app: Flask) -> None:
    with pytest.raises(NotComplete) as refusal:
        blocks.check(decision(replace(FULL, reasons=""), handler=""))
    assert refusal.value.reason == (
        "Brevet kan ikke lages. Dette mangler: saksbehandler og godkjenner; begrunnelsen for Fiksekveld på Tøyen."
    )
