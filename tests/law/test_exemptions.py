"""Grounds for keeping back, as the acts of a day have them."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.law import access_times, exemptions, statutes
from app.law.exemptions import cite_ground, cite_rest, grounds, mark

TODAY = date(2026, 9, 1)
HARD = "\N{NO-BREAK SPACE}"


@pytest.fixture
def new_act(monkeypatch: pytest.MonkeyPatch) -> date:
    """The act of 2025 gets a date."""
    begins = date(2027, 1, 1)
    before = replace(statutes.PUBLIC_ADMINISTRATION_1967, in_force_to=date(2026, 12, 31))
    after = replace(statutes.PUBLIC_ADMINISTRATION_2025, in_force_from=begins)
    monkeypatch.setattr(statutes, "ACTS", (before, after))
    return begins


@pytest.mark.parametrize(
    ("code", "cited"),
    [
        ("personal", "offentleglova § 13 første ledd, jf. forvaltningsloven § 13 første ledd nr. 1"),
        ("business", "offentleglova § 13 første ledd, jf. forvaltningsloven § 13 første ledd nr. 2"),
        ("internal", "offentleglova § 14 første ledd"),
        ("advice", "offentleglova § 15 andre ledd"),
        ("economy", "offentleglova § 23 første ledd"),
        ("crime", "offentleglova § 24 tredje ledd"),
        ("prize", "offentleglova § 26 andre ledd"),
        ("identity_number", "offentleglova § 26 femte ledd"),
        ("party_internal", "forvaltningsloven § 18 a første ledd"),
        ("party_business", "forvaltningsloven § 19 første ledd bokstav b"),
        ("party_health", "forvaltningsloven § 19 andre ledd bokstav a"),
    ],
)
def test_paragraph_section_and_letter_are_named(app: Flask, code: str, cited: str) -> None:
    assert cite_ground(code, TODAY).replace(HARD, " ") == cited


def test_the_new_act_is_cited_from_its_day(app: Flask, new_act: date) -> None:
    secret = "offentleglova § 13 første ledd, jf. forvaltningsloven § 31 første ledd"
    assert cite_ground("personal", new_act).replace(HARD, " ") == secret
    assert cite_ground("party_internal", new_act).replace(HARD, " ") == "forvaltningsloven § 47 første ledd"
    assert "party_special" not in grounds(new_act, for_party=True)
    assert "party_special" in grounds(TODAY, for_party=True)


def test_others_and_the_party_have_lists_of_their_own(app: Flask) -> None:
    assert not grounds(TODAY, for_party=True).keys() & grounds(TODAY, for_party=False).keys()
    assert {code for code, each in grounds(TODAY, for_party=False).items() if each.must} == {"personal", "business"}
    with pytest.raises(KeyError):
        exemptions.ground("oppdiktet", TODAY)


def test_the_mark_says_the_act_and_its_paragraph(app: Flask) -> None:
    assert mark("personal", TODAY) == f"[skjermet, offl. §{HARD}13]"
    assert mark("party_business", TODAY) == f"[skjermet, fvl. §{HARD}19]"
    assert cite_rest("laborious") == f"offentleglova §{HARD}12 bokstav b"


@pytest.mark.parametrize(
    ("received", "target", "refused_after"),
    [
        (date(2026, 9, 1), date(2026, 9, 4), date(2026, 9, 8)),  # Tuesday
        (date(2026, 9, 4), date(2026, 9, 9), date(2026, 9, 11)),  # Friday
        (date(2026, 3, 31), date(2026, 4, 8), date(2026, 4, 10)),  # Tuesday before Easter
        (date(2027, 4, 30), date(2027, 5, 5), date(2027, 5, 10)),  # 6 May is Ascension Day
    ],
)
def test_working_days(received: date, target: date, refused_after: date) -> None:
    assert access_times.answer_target(received) == target
    assert access_times.counts_as_refused(received) == refused_after
