"""What may or must be kept from somebody who asks to see a document, as dated data: which provision, in which act.

Two lists. Others than the party ask under offentleglova; the party asks under forvaltningsloven, which will be
replaced (statutes.py). A refusal names paragraph, section and letter (offentleglova § 31, forvaltningsloven § 21);
where secrecy is the ground, also the provision that imposes it. Read in the acts' own text on 23 November 2026; no
lawyer has confirmed the choice of provisions.
"""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.law.statutes import Act, in_force

OPEN_FILES_2006 = Act(
    number="LOV-2006-05-19-16",
    name="offentleglova",
    adopted=date(2006, 5, 19),
    in_force_from=date(2009, 1, 1),
    in_force_to=None,
    sections={},
)
SHORT_NAMES = {"offentleglova": "offl.", "forvaltningsloven": "fvl."}


PROCEDURE = "offentleglova §§\N{NO-BREAK SPACE}29, 31 og 32"
"""How a request is answered, refused and appealed."""


@dataclass(frozen=True)
class Exemption:
    """One ground. `must`: a duty of secrecy, so that more openness is not weighed (offentleglova § 11 speaks of what
    *may* be kept back). `is_of_information`: covers what stands in a document, not the document itself, so that the
    rest of it needs a ground of its own. `secrecy`: the provision that imposes secrecy, by the number of its act."""

    code: str
    words: str
    act: str
    section: str
    paragraph: str
    for_party: bool
    must: bool = False
    is_of_information: bool = True
    secrecy: tuple[tuple[str, str], ...] = ()


ACT_1967, ACT_2025, ACT_OPEN = "LOV-1967-02-10", "LOV-2025-06-20-81", OPEN_FILES_2006.number
PERSONAL = ((ACT_1967, "§ 13 første ledd nr. 1"), (ACT_2025, "§ 31 første ledd"))
BUSINESS = ((ACT_1967, "§ 13 første ledd nr. 2"), (ACT_2025, "§ 32 første ledd"))


def _open(code: str, words: str, section: str, paragraph: str, is_of_information: bool = True) -> Exemption:
    return Exemption(code, words, ACT_OPEN, section, paragraph, False, is_of_information=is_of_information)


def _party(act: str, code: str, words: str, section: str, paragraph: str, is_of_information: bool = True) -> Exemption:
    return Exemption(code, words, act, section, paragraph, True, is_of_information=is_of_information)


INTERNAL_WORDS = _l("Internt dokument")
EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(
        "personal", _l("Personlige forhold"), ACT_OPEN, "§ 13", "første ledd", False, must=True, secrecy=PERSONAL
    ),
    Exemption(
        "business", _l("Forretningsforhold"), ACT_OPEN, "§ 13", "første ledd", False, must=True, secrecy=BUSINESS
    ),
    _open("internal", INTERNAL_WORDS, "§ 14", "første ledd", is_of_information=False),
    _open("subordinate", _l("Hentet fra et underordnet organ"), "§ 15", "første ledd", is_of_information=False),
    _open("advice", _l("Råd hentet utenfra"), "§ 15", "andre ledd"),
    _open("economy", _l("Økonomi- og personalforvaltning"), "§ 23", "første ledd"),
    _open("crime", _l("Kan lette straffbare handlinger"), "§ 24", "tredje ledd"),
    _open("prize", _l("Hvem som får eller er vurdert for en pris"), "§ 26", "andre ledd"),
    _open("identity_number", _l("Fødselsnummer"), "§ 26", "femte ledd"),
    _party(ACT_1967, "party_internal", INTERNAL_WORDS, "§ 18 a", "første ledd", is_of_information=False),
    _party(
        ACT_1967,
        "party_subordinate",
        _l("Hentet fra et underordnet organ"),
        "§ 18 b",
        "første ledd",
        is_of_information=False,
    ),
    _party(ACT_1967, "party_advice", _l("Råd hentet utenfra"), "§ 18 b", "andre ledd"),
    _party(ACT_1967, "party_business", _l("Forretningshemmeligheter"), "§ 19", "første ledd bokstav b"),
    _party(ACT_1967, "party_own_health", _l("Partens helse"), "§ 19", "første ledd bokstav d"),
    _party(ACT_1967, "party_health", _l("En annens helse"), "§ 19", "andre ledd bokstav a"),
    _party(ACT_1967, "party_special", _l("Særlige grunner"), "§ 19", "andre ledd bokstav b"),
    _party(ACT_2025, "party_internal", INTERNAL_WORDS, "§ 47", "første ledd", is_of_information=False),
    _party(
        ACT_2025,
        "party_subordinate",
        _l("Hentet fra et underordnet organ"),
        "§ 48",
        "første ledd",
        is_of_information=False,
    ),
    _party(ACT_2025, "party_advice", _l("Råd hentet utenfra"), "§ 48", "andre ledd"),
    _party(ACT_2025, "party_business", _l("Forretningshemmeligheter"), "§ 50", "første ledd bokstav b"),
    _party(ACT_2025, "party_own_health", _l("Partens helse"), "§ 50", "første ledd bokstav d"),
    _party(ACT_2025, "party_health", _l("Noens personlige forhold"), "§ 50", "første ledd bokstav a"),
)
REST: dict[str, tuple[str, str]] = {
    "misleading": ("§ 12 bokstav a", _l("Resten gir et klart misvisende inntrykk")),
    "laborious": ("§ 12 bokstav b", _l("Urimelig arbeidskrevende å skille ut")),
    "most_of_it": ("§ 12 bokstav c", _l("Det unntatte er den vesentligste delen")),
}
"""Why the rest of a document is kept back too, when only something in it is exempt (offentleglova § 12)."""


def grounds(on: date, *, for_party: bool) -> dict[str, Exemption]:
    """Those that may be used on this day, by code, in the order of the acts."""
    acts = {in_force(on).number, ACT_OPEN}
    return {each.code: each for each in EXEMPTIONS if each.for_party is for_party and each.act in acts}


def ground(code: str, on: date) -> Exemption:
    """One of either list. Raises KeyError for a code that is in no act of that day."""
    return (grounds(on, for_party=False) | grounds(on, for_party=True))[code]


def cite_ground(code: str, on: date) -> str:
    """«offentleglova § 13 første ledd, jf. forvaltningsloven § 13 første ledd nr. 1»."""
    found, act = ground(code, on), in_force(on)
    name = OPEN_FILES_2006.name if found.act == ACT_OPEN else act.name
    cited = f"{name} {found.section} {found.paragraph}"
    imposed = dict(found.secrecy).get(act.number)
    return _unbroken(
        str(_("%(ground)s, jf. %(secrecy)s", ground=cited, secrecy=f"{act.name} {imposed}")) if imposed else cited
    )


def cite_rest(code: str) -> str:
    """«offentleglova § 12 bokstav c»."""
    return _unbroken(f"{OPEN_FILES_2006.name} {REST[code][0]}")


def short(code: str, on: date) -> str:
    """«offl. § 13», where there is little room."""
    found = ground(code, on)
    name = OPEN_FILES_2006.name if found.act == ACT_OPEN else in_force(on).name
    return _unbroken(f"{SHORT_NAMES[name]} {found.section}")


def mark(code: str, on: date) -> str:
    """What stands where something was taken out: «[skjermet, offl. § 13]»."""
    return str(_("[skjermet, %(ground)s]", ground=short(code, on)))


def _unbroken(text: str) -> str:
    return text.replace("§ ", "§\N{NO-BREAK SPACE}")
