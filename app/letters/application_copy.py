"""A sent application as rows of words, for the copy in the receipt. Reads the frozen snapshot, whose keys are
documented in applications/snapshot.py. What was not answered is left out, except what was answered with no."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.formatting import HARD
from app.letters.wording import Wording

Values = dict[str, Any]
Say = Callable[[str], str]


@dataclass(frozen=True)
class Row:
    """One answer. A budget's `is_sum` row stands under a line."""

    label: str
    value: str
    is_sum: bool = False


@dataclass(frozen=True)
class Section:
    """The applicant, one activity, or what was attached and confirmed."""

    title: str
    rows: list[Row]
    budget: list[Row]


def sections(application: Values, words: Wording) -> list[Section]:
    """The whole application, in the order of the form."""
    _ = words.gettext
    return [
        Section(_("Kopi av søknaden"), _rows(_applicant(application, words)), []),
        *(_activity(each, words, len(application["activities"])) for each in application["activities"]),
        Section(_("Vedlegg og bekreftelser"), _rows(_rest(application, words)), []),
    ]


def _rows(pairs: Iterable[tuple[str, Any]]) -> list[Row]:
    return [Row(label, str(value)) for label, value in pairs if value not in (None, "", [])]


def _applicant(application: Values, words: Wording) -> list[tuple[str, Any]]:
    _, organisation, contact = words.gettext, application["organisation"], application["contact"]
    place = [organisation.get("address"), _line(organisation.get("postal_code"), organisation.get("city"))]
    return [
        (_("Søker"), organisation["name"]),
        (_("Type"), organisation.get("applicant_type_name")),
        (_("Organisasjonsnummer"), organisation.get("orgnr")),
        (_("Koststed"), organisation.get("cost_centre")),
        (_("Adresse"), ", ".join(part for part in place if part)),
        (_("Bydel"), organisation.get("district")),
        (_("Kontaktperson"), contact["name"]),
        (_("E-post"), _line(contact["email"], contact.get("second_email"), between=", ")),
        (_("Telefon"), contact["phone"]),
        (_("Om søkeren"), application.get("about")),
        (_("Første gang dere søker"), _yes_no(application.get("is_first_time"), _)),
        (_("Annen kommunal støtte"), _yes_no(application.get("has_other_municipal"), _)),
        (_("Søkt eller fått fra"), "\n".join(_other(each, words) for each in application["other_municipal"])),
        (_("Bagatellmessig støtte"), _kroner(application.get("de_minimis_nok"), words)),
        (_("Søkt om til sammen"), _kroner(application["sought_nok"], words)),
    ]


def _other(row: Values, words: Wording) -> str:
    return _line(row.get("giver"), _kroner(row.get("amount_nok"), words), row.get("status"), between=", ")


def _activity(activity: Values, words: Wording, number_of_them: int) -> Section:
    _ = words.gettext
    title = activity["title"] or _("Uten navn")
    if number_of_them > 1:
        title = f"{activity['position']}. {title}"
    pairs = [*_what(activity, words), *_where(activity, words), *_who(activity, words), *_care(activity, words)]
    return Section(title, _rows(pairs), _budget(activity["budget"], words))


def _what(activity: Values, words: Wording) -> list[tuple[str, Any]]:
    _ = words.gettext
    return [
        (_("Søkt om"), _kroner(activity["sought_nok"], words)),
        (_("Programtekst"), activity["public_text"]),
        (_("Hva dere skal gjøre"), activity["description"]),
        (_("Hva folk lærer"), activity["learn"]),
        (_("Tilbud som blir synlig"), activity["visible_offer"]),
        (_("Tema"), (activity["category"] or {}).get("name")),
        (_("Type aktivitet"), ", ".join(activity["activity_types"])),
        (_("Mål"), ", ".join(activity["goals"])),
        (_("Ny idé som prøves ut"), _yes_no(activity["is_pilot"], _)),
        (_("Plan for å gjøre den større"), activity["scale_plan"]),
    ]


def _where(activity: Values, words: Wording) -> list[tuple[str, Any]]:
    _ = words.gettext
    address = _line(activity["address"], activity["postal_code"], between=", ")
    return [
        (_("Når"), "\n".join(_session(each, words) for each in activity["sessions"])),
        (_("Sted"), _("På nett") if activity["is_digital"] else _line(activity["venue_name"], address, between=", ")),
        (_("Bydel"), (activity["district"] or {}).get("name")),
        (_("Innendørs"), _yes_no(activity["is_indoor"], _)),
    ]


def _session(row: Values, words: Wording) -> str:
    day = words.weekday(date.fromisoformat(row["held_on"])) if row.get("held_on") else None
    hours = "–".join(clock.replace(":", ".") for clock in (row.get("starts"), row.get("ends")) if clock)
    return _line(_line(day, f"kl.{HARD}{hours}" if hours else None), row.get("place"), between=", ")


def _who(activity: Values, words: Wording) -> list[tuple[str, Any]]:
    _ = words.gettext
    return [
        (_("Gratis"), _yes_no(activity["is_free"], _)),
        (_("Åpen for alle"), _yes_no(activity["is_open"], _)),
        (_("Alkoholfri"), _yes_no(activity["is_alcohol_free"], _)),
        (_("Målgruppe"), _line(", ".join(activity["audience"]), activity["audience_text"], between=". ")),
        (_("Forventet antall deltakere"), _number(activity["expected_participants"], words)),
        (_("Forventet rekkevidde"), _number(activity["expected_reach"], words)),
        (_("Slik er rekkevidden regnet ut"), activity["reach_basis"]),
        (_("Påmelding"), activity["signup"]),
        (_("Plass til"), _number(activity["capacity"], words)),
        (_("Ta med"), activity["bring"]),
        (_("Plan for kø"), activity["crowd_plan"]),
    ]


def _care(activity: Values, words: Wording) -> list[tuple[str, Any]]:
    _ = words.gettext
    partners = (_line(each.get("name"), each.get("role"), between=": ") for each in activity["partners"])
    permits = (_line(each.get("name"), each.get("status"), between=": ") for each in activity["permits"])
    access = _line(", ".join(activity["accessibility"]), activity["accessibility_text"], between=". ")
    return [
        (_("Samarbeid"), "\n".join(partners)),
        (_("Tilgjengelighet"), access),
        (_("For barn"), _yes_no(activity["is_for_children"], _)),
        (_("Om barna"), activity["children_text"]),
        (_("Tillatelser"), "\n".join(permits)),
        (_("Sikkerhet"), activity["safety"]),
        (_("Frivillige timer"), _number(activity["volunteer_hours"], words)),
        (_("Får dere tilbake mva."), activity["recovers_vat"]),
        (_("Med mindre penger"), activity["less_plan"]),
    ]


def _budget(budget: Values, words: Wording) -> list[Row]:
    _ = words.gettext
    expenses = [
        (_line(line.get("group_name"), line.get("text"), between=": "), line["amount_nok"])
        for line in budget["expenses"]
    ]
    grants = [(_grant(line, words), line["amount_nok"]) for line in budget["other_grants"]]
    income = [
        (_("Egne midler"), budget["own_funds_nok"]),
        (_("Gaver"), budget["gifts_nok"]),
        (_("Salg"), budget["sales_nok"]),
        (_("Søkt om her"), budget["sought_nok"]),
    ]
    return [
        *(Row(label, words.number(amount)) for label, amount in expenses if amount is not None),
        Row(_("Utgifter til sammen"), words.number(budget["expenses_nok"]), is_sum=True),
        *(Row(label, words.number(amount)) for label, amount in [*grants, *income] if amount is not None),
        Row(_("Inntekter til sammen"), words.number(budget["income_nok"]), is_sum=True),
    ]


def _grant(line: Values, words: Wording) -> str:
    _ = words.gettext
    granted = line.get("is_granted")
    state = None if granted is None else _("innvilget") if granted else _("ikke avgjort")
    return _line(_line(_("Støtte fra"), line.get("giver")), state, between=", ")


def _rest(application: Values, words: Wording) -> list[tuple[str, Any]]:
    _, confirmed = words.gettext, application["confirmations"]
    warnings = [each["sentence"] for each in application.get("warnings", [])]
    return [
        (_("Vedlegg"), "\n".join(each["filename"] for each in application["attachments"]) or _("Ingen")),
        (_("Kan søke på vegne av søkeren"), _yes_no(confirmed["signatory"], _)),
        (_("Opplysningene stemmer"), _yes_no(confirmed["truth"], _)),
        (_("Vi sa fra om"), "\n".join(warnings)),
        (_("Sendt etter at vi sa fra"), _yes_no(confirmed["warnings_seen"], _) if warnings else None),
    ]


def _line(*parts: str | None, between: str = " ") -> str:
    return between.join(part for part in parts if part)


def _yes_no(value: bool | None, say: Say) -> str | None:
    return None if value is None else say("Ja") if value else say("Nei")


def _number(value: int | None, words: Wording) -> str | None:
    return None if value is None else words.number(value)


def _kroner(value: int | None, words: Wording) -> str | None:
    return None if value is None else f"{words.number(value)}{HARD}kr"
