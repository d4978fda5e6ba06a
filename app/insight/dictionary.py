"""The open data's dictionary: every field of a published grant, where it stands in the JSON and in the CSV, and what it
means. The names are those of the 360Giving Data Standard 1.1; the CSV's headings are the standard's own titles, so that
its tools read both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

STANDARD = "1.1"
LICENCE = "https://data.norge.no/nlod/no/2.0"


@dataclass(frozen=True)
class Field:
    """`path`: keys and places from the grant inwards. `column`: the CSV's heading. `is_required`: by the standard."""

    path: tuple[str | int, ...]
    column: str
    meaning: str
    example: str
    is_required: bool = False

    @property
    def name(self) -> str:
        """As the page writes it: «recipientOrganization/0/id»."""
        return "/".join(str(part) for part in self.path)


FIELDS: tuple[Field, ...] = (
    Field(("id",), "Identifier", _l("Tilskuddets nummer. Det er det samme hver gang."), "NO-BRC-123456785-OMB-1", True),
    Field(("title",), "Title", _l("Aktivitetens navn."), "Fiksekveld på Tøyen", True),
    Field(("description",), "Description", _l("Hva som skjer, som i programmet."), "Ta med noe som er ødelagt …", True),
    Field(("currency",), "Currency", _l("Alltid norske kroner."), "NOK", True),
    Field(("amountAppliedFor",), "Amount Applied For", _l("Beløpet det ble søkt om, i hele kroner."), "6000"),
    Field(
        ("amountAwarded",),
        "Amount Awarded",
        _l("Beløpet mottakeren har takket ja til, i hele kroner, etter endringer og det som er betalt tilbake."),
        "5000",
        True,
    ),
    Field(("amountDisbursed",), "Amount Disbursed", _l("Det som er utbetalt til nå, i hele kroner."), "5000"),
    Field(("awardDate",), "Award Date", _l("Dagen vedtaket ble gjort."), "2026-10-05", True),
    Field(
        ("plannedDates", 0, "startDate"), "Planned Dates:Start Date", _l("Første dag aktiviteten varer."), "2026-11-24"
    ),
    Field(("plannedDates", 0, "endDate"), "Planned Dates:End Date", _l("Siste dag."), "2026-11-24"),
    Field(
        ("recipientOrganization", 0, "id"),
        "Recipient Org:Identifier",
        _l("Mottakerens nummer: NO-BRC- og organisasjonsnummeret i Enhetsregisteret. Kommunale enheter har vårt eget."),
        "NO-BRC-123456785",
        True,
    ),
    Field(
        ("recipientOrganization", 0, "name"),
        "Recipient Org:Name",
        _l("Mottakerens navn. Den som ikke har organisasjonsnummer, er aldri navngitt."),
        "Fiksekroken",
        True,
    ),
    Field(("beneficiaryLocation", 0, "id"), "Beneficiary Location:Identifier", _l("Bydelens nummer."), "030101"),
    Field(("beneficiaryLocation", 0, "name"), "Beneficiary Location:Name", _l("Bydelens navn."), "Gamle Oslo"),
    Field(("beneficiaryLocation", 0, "countryCode"), "Beneficiary Location:Country Code", _l("Alltid Norge."), "NO"),
    Field(
        ("fundingOrganization", 0, "id"), "Funding Org:Identifier", _l("Kommunens nummer."), "NO-BRC-958935420", True
    ),
    Field(("fundingOrganization", 0, "name"), "Funding Org:Name", _l("Hvem som gir."), "Oslo kommune", True),
    Field(("fundingOrganization", 0, "department"), "Funding Org:Department", _l("Etaten."), "Klimaetaten"),
    Field(("grantProgramme", 0, "code"), "Grant Programme:Code", _l("Rundens korte navn."), "ombruksuka-2026"),
    Field(("grantProgramme", 0, "title"), "Grant Programme:Title", _l("Runden pengene kom fra."), "Ombruksuka 2026"),
    Field(("fromOpenCall",), "From an open call?", _l("Alltid ja: rundene er kunngjort, og alle kan søke."), "Yes"),
    Field(
        ("classifications", 0, "vocabulary"),
        "Classifications:0:Vocabulary",
        _l("Hva koden gjelder."),
        "Søkertype",
    ),
    Field(("classifications", 0, "code"), "Classifications:0:Code", _l("Koden for søkertypen."), "voluntary"),
    Field(
        ("classifications", 0, "title"),
        "Classifications:0:Title",
        _l("Søkertypen."),
        "Frivillig organisasjon",
    ),
    Field(("classifications", 1, "vocabulary"), "Classifications:1:Vocabulary", _l("Hva koden gjelder."), "Tema"),
    Field(("classifications", 1, "code"), "Classifications:1:Code", _l("Koden for temaet."), "sharing"),
    Field(
        ("classifications", 1, "title"),
        "Classifications:1:Title",
        _l("Temaet."),
        "Plast",
    ),
)


def value_at(grant: Mapping[str, Any], path: Sequence[str | int]) -> Any:
    """What stands at `path`; None where the grant has nothing there."""
    found: Any = grant
    for part in path:
        if isinstance(part, int) and part >= len(found):
            return None
        found = found[part] if isinstance(part, int) else found.get(part)
        if found is None:
            return None
    return found
