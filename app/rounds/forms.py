"""The forms of a round's parts: shape, required and length. Limits stand beside the columns."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from stdnum.no import kontonr
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, Regexp

from app.clock import OSLO, local
from app.judging.models import HIGHEST, LOWEST
from app.policy import NotAllowed
from app.rounds import queries
from app.rounds.models import Round, Scheme

LARGEST_NOK = 100_000_000
FEWEST_SUPPLEMENT_DAYS = 7
GROUNDS = [
    SelectChoice("in_time", _l("Søknaden kom etter fristen")),
    SelectChoice("organisation_number", _l("Organisasjonsnummeret mangler eller er ugyldig")),
    SelectChoice("duplicate", _l("Den samme aktiviteten er søkt om før")),
    SelectChoice("several_applications", _l("Flere søknader enn runden tillater")),
    SelectChoice("previous_report", _l("Rapport mangler fra før")),
]
"""The formal checks that may lead to dismissal instead of rejection."""


def limit(column: Any) -> int:
    """The column's length."""
    length: int = column.property.columns[0].type.length
    return length


def bare(text: str | None) -> str:
    return (text or "").strip()


def required(sentence: str) -> DataRequired:
    return DataRequired(sentence)


def text(label: str, column: Any, sentence: str | None = None, *more: Any, **options: Any) -> StringField:
    """A line of text as long as its column; required when `sentence` says what to write."""
    rules = [DataRequired(sentence)] if sentence else []
    return StringField(label, [*rules, Length(max=limit(column)), *more], filters=[bare], **options)


def amount(label: str, lowest: int = 0, **options: Any) -> IntegerField:
    rules = [InputRequired(_l("Skriv et beløp i hele kroner.")), NumberRange(lowest, LARGEST_NOK)]
    return IntegerField(label, rules, **options)


def count(label: str, highest: int, **options: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(_l("Skriv et tall.")), NumberRange(1, highest)], **options)


class MomentField(DateTimeLocalField):
    """A day and time as a wall clock in Oslo shows it; the data is an aware moment."""

    def __init__(self, label: str, *, is_required: bool = True, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
        first = InputRequired(_l("Skriv dag og tid.")) if is_required else Optional()
        super().__init__(label, [first], format=formats, **options)

    def process_data(self, value: datetime | None) -> None:
        self.data = local(value) if value else None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.replace(tzinfo=OSLO)


def show_refusal(form: Any, refusal: NotAllowed) -> list[str]:
    """Put each sentence at its field; return those that no field owns."""
    sentences: dict[str, str] = getattr(refusal, "missing", {})
    for name, sentence in sentences.items():
        if name in form:
            form[name].errors = [sentence]
    loose = [sentence for name, sentence in sentences.items() if name not in form]
    return loose if sentences else [refusal.reason]


class PartForm(FlaskForm):
    """A part of a round that is columns of its own."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class AboutForm(PartForm):
    name = text(_l("Navn på runden"), Round.name, _l("Skriv hva runden heter."))
    purpose = TextAreaField(
        _l("Formål"), [Length(max=1000)], filters=[bare], description=_l("Står øverst på forsiden.")
    )
    reference_prefix = text(
        _l("Saksnumrene begynner med"),
        Round.reference_prefix,
        _l("Skriv hva saksnumrene begynner med."),
        Regexp(r"^[A-ZÆØÅ0-9-]+$", message=_l("Bruk store bokstaver, tall og bindestrek.")),
        description=_l("For eksempel OMB-2027. Da blir den første saken OMB-2027-0001."),
    )

    def __init__(self, *args: Any, round_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_id = round_id

    def validate_reference_prefix(self, field: StringField) -> None:
        if queries.prefix_is_taken(field.data, self.round_id):
            raise ValidationError(_l("En annen runde har saksnumre som begynner slik."))


class DatesForm(PartForm):
    opens_at = MomentField(_l("Åpner"), render_kw={"step": 1})
    closes_at = MomentField(_l("Frist"), description=_l("Til og med dette sekundet."), render_kw={"step": 1})
    week_starts_on = DateField(_l("Første dag i uka"), [InputRequired(_l("Velg en dag."))])
    week_ends_on = DateField(_l("Siste dag i uka"), [InputRequired(_l("Velg en dag."))])
    answer_due_on = DateField(
        _l("Svar innen"), [InputRequired(_l("Velg en dag."))], description=_l("Loves søkerne på kvitteringen.")
    )
    acceptance_days = count(_l("Dager til å si ja til tilskuddet"), 90)


class MoneyForm(PartForm):
    pot_nok = amount(_l("Pott"), 1)
    reserve_nok = amount(_l("Reserve"), description=_l("Holdes tilbake til klager. Frigjøres med en egen knapp."))
    max_activity_nok = amount(_l("Tak per aktivitet"), 1)
    step_nok = amount(_l("Beløp rundes til nærmeste"), 1)
    allows_amounts_between = BooleanField(_l("Søkere kan be om beløp mellom trinnene"))
    requires_own_share = BooleanField(_l("Søkere må ha en egenandel"))
    allows_sales_income = BooleanField(_l("Inntekter fra salg er tillatt"))


class SharingForm(PartForm):
    """What the allocation keeps to, beside the pot (domain.md 3.3)."""

    max_organisation_nok = IntegerField(
        _l("Tak per søker"), [Optional(), NumberRange(1, LARGEST_NOK)], description=_l("Tomt: ingen grense.")
    )
    max_organisation_activities = IntegerField(
        _l("Aktiviteter med støtte per søker, høyst"),
        [Optional(), NumberRange(1, 100)],
        description=_l("Tomt: ingen grense."),
    )
    floor_criterion = SelectField(
        _l("Kriterium som må være oppfylt for seg"), description=_l("Uansett hva de andre gir. Velg fra skjemaet.")
    )
    floor_value = IntegerField(
        _l("Minste verdi på det kriteriet"),
        [InputRequired(_l("Skriv et tall fra 1 til 5.")), NumberRange(LOWEST, HIGHEST)],
    )
    spreads_districts = BooleanField(_l("Minst én aktivitet i hver bydel"))
    spreads_categories = BooleanField(_l("Minst én aktivitet i hvert tema"))
    spread_score = DecimalField(
        _l("Poeng som skal til for å bli løftet"),
        [InputRequired(_l("Skriv et tall mellom 0 og 100.")), NumberRange(0, 100)],
        places=1,
        description=_l("Av 100. Bydeler og tema der ingen når dette, blir ikke løftet."),
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "floor_criterion": self.floor_criterion.data or None}


class HandlingForm(PartForm):
    """How the cases are handled. Nothing here is promised the applicants but the least number of days."""

    assessors_per_activity = count(
        _l("Personer som vurderer hver aktivitet"), 9, description=_l("Brukes når vurderinger fordeles på folk.")
    )
    supplement_days = IntegerField(
        _l("Dager til å svare når opplysninger mangler"),
        [
            InputRequired(_l("Skriv et tall.")),
            NumberRange(FEWEST_SUPPLEMENT_DAYS, 60, message=_l("Søkeren skal ha minst 7 dager, og høyst 60.")),
        ],
    )


def _digits(typed: str | None) -> str | None:
    """An account number is typed with spaces and dots: «8601 11 17947»."""
    return "".join((typed or "").replace(".", " ").split()) or None


class PaymentForm(PartForm):
    """How grants are paid, and when their reports are due."""

    payer_account = StringField(
        _l("Kontoen det betales fra"),
        [Optional()],
        filters=[_digits],
        description=_l("Elleve sifre. Økonomi kan også skrive den når de lager den første filen."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    pays_before_report = BooleanField(
        _l("Vi betaler før rapporten"), description=_l("Ellers betaler vi når rapporten er godkjent.")
    )
    report_due_on = DateField(
        _l("Rapporten skal sendes innen"), [Optional()], description=_l("Tomt: sju uker etter uka. Høyst åtte uker.")
    )

    def validate_payer_account(self, field: StringField) -> None:
        if field.data and not (len(field.data) == limit(Round.payer_account) and kontonr.is_valid(field.data)):
            raise ValidationError(_l("Kontonummeret stemmer ikke. Skriv elleve sifre."))


class RulesForm(PartForm):
    max_activities = count(_l("Aktiviteter i én søknad, høyst"), 50)
    max_applications = IntegerField(
        _l("Søknader fra én organisasjon, høyst"),
        [Optional(), NumberRange(1, 100)],
        description=_l("Tomt: ingen grense."),
    )
    requires_free_entry = BooleanField(_l("Aktiviteten må være gratis"))
    requires_open_to_all = BooleanField(_l("Aktiviteten må være åpen for alle"))
    requires_alcohol_free = BooleanField(_l("Aktiviteten må være alkoholfri"))
    fundable_score = DecimalField(
        _l("Poeng som skal til for å få støtte"),
        [InputRequired(_l("Skriv et tall mellom 0 og 100.")), NumberRange(0, 100)],
        places=1,
        description=_l("Av 100. Under dette foreslås avslag."),
    )
    publishes_scores = BooleanField(_l("Poengene er offentlige"))
    gives_individual_decisions = BooleanField(
        _l("Svaret er et enkeltvedtak"), description=_l("Da står klagerett og klagefrist i brevet.")
    )
    municipal_units_may_appeal = BooleanField(_l("Kommunale enheter kan klage"))
    dismissal_grounds = SelectMultipleField(
        _l("Dette fører til avvisning"),
        choices=GROUNDS,
        description=_l("Søknaden blir da ikke vurdert. Andre feil fører til avslag."),
    )


class OwnerForm(PartForm):
    municipality = text(_l("Kommune"), Round.municipality, _l("Skriv hvilken kommune."))
    owner_unit = text(_l("Enhet"), Round.owner_unit, _l("Skriv hvilken enhet som eier runden."))
    owner_orgnr = text(
        _l("Organisasjonsnummer"),
        Round.owner_orgnr,
        None,
        Optional(),
        Regexp(r"^\d{9}$", message=_l("Ni sifre, uten mellomrom.")),
    )
    owner_address = text(_l("Adresse"), Round.owner_address, _l("Skriv adressen."))
    contact_email = text(
        _l("E-post for spørsmål"),
        Round.contact_email,
        _l("Skriv e-postadressen."),
        Email(_l("Skriv en e-postadresse."), check_deliverability=False),
    )
    contact_phone = text(_l("Telefon for spørsmål"), Round.contact_phone, _l("Skriv telefonnummeret."))
    appeal_body = text(_l("Hvem som behandler klager"), Round.appeal_body)
    appeal_address = text(_l("Hvor klager sendes"), Round.appeal_address)
    budget_decision = text(
        _l("Hvor pengene kommer fra"),
        Round.budget_decision,
        description=_l("Brukes i brevet: «Pengene kommer fra …»."),
    )
    guidelines = text(
        _l("Regelverket"), Round.guidelines, description=_l("Brukes i brevet: «Vedtaket er gjort etter …».")
    )
    letter_colour = text(
        _l("Farge i brevhodet"),
        Round.letter_colour,
        _l("Skriv en farge."),
        Regexp(r"^#[0-9a-fA-F]{6}$", message=_l("Skriv fargen som # og seks tegn, for eksempel #2a2859.")),
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "owner_orgnr": self.owner_orgnr.data or None}


class ReserveForm(FlaskForm):
    amount_nok = amount(_l("Beløp som frigjøres"), 1)


class NewRoundForm(FlaskForm):
    """A round from nothing needs a scheme, a pot and a cap."""

    name = AboutForm.name
    reference_prefix = AboutForm.reference_prefix
    monday = DateField(_l("Første dag i uka"), [InputRequired(_l("Velg en dag."))])
    scheme_name = text(_l("Ordning"), Scheme.name, _l("Skriv hva ordningen heter."))
    pot_nok = amount(_l("Pott"), 1)
    max_activity_nok = amount(_l("Tak per aktivitet"), 1)

    def validate_reference_prefix(self, field: StringField) -> None:
        if queries.prefix_is_taken(field.data, None):
            raise ValidationError(_l("En annen runde har saksnumre som begynner slik."))
