"""Statutes as dated data: which act applies on a day, and which of its sections says what.

A letter never holds a section number of its own. When a new act enters into force, its date is given in the settings
(`enters_into_force`), sections that are still missing are filled in here, and letters dated from that day cite it.
Sources: norway.md 2 and the rules line of domain.md 5.3, taken from the acts' own text. No lawyer has confirmed them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l


class Topic(StrEnum):
    """What a letter cites an act for."""

    REASONS = "reasons"
    NOTICE = "notice"
    RIGHT_TO_APPEAL = "right_to_appeal"
    APPEAL_DEADLINE = "appeal_deadline"
    APPEAL_CONTENT = "appeal_content"
    ACCESS = "access"
    SUSPENSION = "suspension"
    REVERSAL = "reversal"
    COSTS = "costs"
    GUIDANCE = "guidance"
    DISMISSAL = "dismissal"
    IMPARTIALITY = "impartiality"
    PROCESSING_TIME = "processing_time"
    CONFIDENTIALITY = "confidentiality"
    PUT_TO_PARTY = "put_to_party"
    ACCESS_REFUSAL = "access_refusal"
    LATE_APPEAL = "late_appeal"
    APPEAL_HANDLING = "appeal_handling"
    WORSENING = "worsening"
    ADVANCE_NOTICE = "advance_notice"
    RESERVED_POWER = "reserved_power"


NAMES = {
    Topic.REASONS: _l("begrunnelse"),
    Topic.NOTICE: _l("underretning"),
    Topic.RIGHT_TO_APPEAL: _l("klagerett og klageinstans"),
    Topic.APPEAL_DEADLINE: _l("klagefrist"),
    Topic.APPEAL_CONTENT: _l("klagens innhold"),
    Topic.ACCESS: _l("innsyn"),
    Topic.SUSPENSION: _l("utsatt iverksetting"),
    Topic.REVERSAL: _l("omgjøring"),
    Topic.COSTS: _l("sakskostnader"),
    Topic.GUIDANCE: _l("veiledning"),
    Topic.DISMISSAL: _l("avvisning"),
    Topic.IMPARTIALITY: _l("habilitet"),
    Topic.PROCESSING_TIME: _l("saksbehandlingstid"),
    Topic.CONFIDENTIALITY: _l("taushetsplikt"),
    Topic.PUT_TO_PARTY: _l("forelegging for parten"),
    Topic.ACCESS_REFUSAL: _l("avslag på innsyn"),
    Topic.LATE_APPEAL: _l("klage etter fristen"),
    Topic.APPEAL_HANDLING: _l("klagesaken i underinstansen"),
    Topic.WORSENING: _l("endring til skade for klageren"),
    Topic.ADVANCE_NOTICE: _l("forhåndsvarsel"),
    Topic.RESERVED_POWER: _l("omgjøring som følger av vedtaket selv"),
}


@dataclass(frozen=True)
class Act:
    """One version of an act. `in_force_from` is None while the King has not decided it."""

    number: str
    name: str
    adopted: date
    in_force_from: date | None
    in_force_to: date | None
    sections: dict[Topic, str]

    def section(self, topic: Topic) -> str | None:
        """«§ 28»; None where it is not known yet: then the act is cited alone."""
        return self.sections.get(topic)


PUBLIC_ADMINISTRATION_1967 = Act(
    number="LOV-1967-02-10",
    name="forvaltningsloven",
    adopted=date(1967, 2, 10),
    in_force_from=date(1970, 1, 1),
    in_force_to=None,
    sections={
        Topic.REASONS: "§§ 24 og 25",
        Topic.NOTICE: "§ 27",
        Topic.RIGHT_TO_APPEAL: "§ 28",
        Topic.APPEAL_DEADLINE: "§§ 29 og 30",
        Topic.APPEAL_CONTENT: "§ 32",
        Topic.ACCESS: "§§ 18 og 19",
        Topic.SUSPENSION: "§ 42",
        Topic.REVERSAL: "§ 35",
        Topic.COSTS: "§ 36",
        Topic.GUIDANCE: "§ 11",
        Topic.DISMISSAL: "§ 2 tredje ledd",
        Topic.IMPARTIALITY: "§§ 6 til 10",
        Topic.PROCESSING_TIME: "§ 11 a",
        Topic.CONFIDENTIALITY: "§§ 13 til 13 g",
        Topic.PUT_TO_PARTY: "§ 17",
        Topic.ACCESS_REFUSAL: "§ 21",
        Topic.LATE_APPEAL: "§ 31",
        Topic.APPEAL_HANDLING: "§ 33",
        Topic.WORSENING: "§ 34",
        Topic.ADVANCE_NOTICE: "§ 16",
        Topic.RESERVED_POWER: "§ 35 femte ledd",
    },
)
PUBLIC_ADMINISTRATION_2025 = Act(
    number="LOV-2025-06-20-81",
    name="forvaltningsloven",
    adopted=date(2025, 6, 20),
    in_force_from=None,
    in_force_to=None,
    sections={  # what is known of it; where a range stands, nobody has read which of its sections it is
        Topic.REASONS: "§§ 55 til 57",
        Topic.NOTICE: "§ 59",
        Topic.RIGHT_TO_APPEAL: "§ 62",
        Topic.APPEAL_DEADLINE: "§ 63",
        Topic.APPEAL_CONTENT: "§§ 61 til 69",
        Topic.LATE_APPEAL: "§§ 61 til 69",
        Topic.APPEAL_HANDLING: "§§ 61 til 69",
        Topic.WORSENING: "§§ 61 til 69",
        Topic.RESERVED_POWER: "§§ 61 til 69",
        Topic.REVERSAL: "§§ 61 til 69",
        Topic.COSTS: "§§ 61 til 69",
        Topic.ACCESS_REFUSAL: "§§ 46 til 53",
        Topic.ACCESS: "§§ 46 til 53",
        Topic.GUIDANCE: "§§ 14 til 16",
        Topic.IMPARTIALITY: "§§ 25 til 29",
        Topic.PROCESSING_TIME: "§ 17",
        Topic.CONFIDENTIALITY: "§§ 30 til 37",
        Topic.PUT_TO_PARTY: "§§ 42 til 44",
    },
)
ACTS = (PUBLIC_ADMINISTRATION_1967, PUBLIC_ADMINISTRATION_2025)

IN_RULES_LINE = (
    Topic.REASONS,
    Topic.NOTICE,
    Topic.RIGHT_TO_APPEAL,
    Topic.APPEAL_DEADLINE,
    Topic.APPEAL_CONTENT,
    Topic.ACCESS,
)


_decided: dict[str, date] = {}
"""What the King has decided since this was written: number of the act → the day it enters into force."""


def enters_into_force(act: Act, on: date | None) -> None:
    """From this day letters cite this act (a setting of the installation, app/config.py); None: as written above."""
    _decided.pop(act.number, None)
    if on is not None:
        _decided[act.number] = on


def starts_on(act: Act) -> date | None:
    """The first day of an act; None while nobody has decided it."""
    return _decided.get(act.number, act.in_force_from)


def in_force(on: date) -> Act:
    """The public administration act that applies on this day: the one that began last. Raises LookupError before the
    first of them."""
    for act in reversed(ACTS):
        begins = starts_on(act)
        if begins is not None and begins <= on and (act.in_force_to is None or on <= act.in_force_to):
            return act
    raise LookupError(f"no public administration act is known for {on}")


def cite(topic: Topic, on: date) -> str:
    """«forvaltningsloven §§ 18 og 19»; the name and number alone where the section is not known."""
    act = in_force(on)
    section = act.section(topic)
    return _unbroken(f"{act.name} {section}" if section else f"{act.name} ({act.number})")


def rules_line(on: date) -> str:
    """The act and the sections that a decision of this day was handled by, for the small print of its letter."""
    act = in_force(on)
    parts = [f"{NAMES[topic]} {section}" for topic in IN_RULES_LINE if (section := act.section(topic))]
    adopted = format_date(act.adopted, "d. MMMM y", locale=str(get_locale() or "nb"))
    full_name = _("%(name)s av %(day)s (%(number)s)", name=act.name, day=adopted, number=act.number)
    return _unbroken(f"{full_name}: " + ", ".join(parts))


def _unbroken(text: str) -> str:
    """A section sign stays on the same line as its number."""
    return text.replace("§ ", "§\N{NO-BREAK SPACE}")
