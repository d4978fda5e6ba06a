"""The forms of a year's parts: shape, required and length. Limits stand beside the columns."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, FieldList, FormField, IntegerField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from app.decisions.forms import text_area
from app.prize.jury.models import JurySeat
from app.prize.models import OptionKind, Prize, PrizeOption
from app.rounds.forms import LARGEST_NOK, MomentField, OwnerForm, PartForm, text
from app.rounds.row_forms import Row, RowsForm, option_code

MOST_SEATS = 9


def _with_texts(values: dict[str, Any]) -> dict[str, Any]:
    """An emptied text is a text without letters."""
    return {name: "" if value is None else value for name, value in values.items()}


class AboutForm(PartForm):
    name = text(_l("Navn på prisen"), Prize.name, _l("Skriv hva prisen heter."))
    theme = text(_l("Tema"), Prize.theme, _l("Skriv årets tema."), description=_l("Står på diplomet."))
    theme_text = text_area(
        _l("Hva temaet går ut på"), Prize.TEXT_LENGTH, 6, _l("Hva dere ser etter, og hva som kan vinne.")
    )

    def values(self) -> dict[str, Any]:
        return _with_texts(super().values())


class WhoForm(PartForm):
    residents_may_nominate = BooleanField(
        _l("Innbyggere kan nominere"), description=_l("Ellers bare de som arbeider i kommunen og hos leverandørene.")
    )
    finished_by = DateField(_l("Prosjektet må være ferdig senest"), [InputRequired(_l("Velg en dag."))])
    requires_agreement = BooleanField(
        _l("Temaet krever at en avtale er brukt"), description=_l("Avtalene som er med, står i lista over avtaler.")
    )


class DatesForm(PartForm):
    opens_at = MomentField(_l("Åpner for nominasjoner"), render_kw={"step": 1})
    closes_at = MomentField(
        _l("Frist for å nominere"), description=_l("Til og med dette sekundet."), render_kw={"step": 1}
    )
    scoring_closes_at = MomentField(
        _l("Poengene låses"),
        is_required=False,
        description=_l("Av seg selv. Tomt: jurysekretæren låser dem."),
        render_kw={"step": 1},
    )
    meeting_at = MomentField(_l("Jurymøte"), is_required=False, render_kw={"step": 1})
    handover_on = DateField(
        _l("Overrekkelse"), [Optional()], description=_l("En overraskelse: vises aldri på offentlige sider.")
    )


class PrizeForm(PartForm):
    prize_text = text(_l("Dette får vinneren"), Prize.prize_text)
    prize_nok = IntegerField(
        _l("Pengebeløp"),
        [Optional(), NumberRange(1, LARGEST_NOK, message=_l("Skriv et beløp i hele kroner."))],
        description=_l("Tomt: ingen penger."),
    )


class MandateForm(PartForm):
    mandate = text_area(_l("Mandat"), Prize.TEXT_LENGTH, 8, _l("Følger med oppnevningen."))
    quorum = IntegerField(
        _l("Habile medlemmer som må ha gitt poeng"),
        [InputRequired(_l("Skriv et tall.")), NumberRange(1, MOST_SEATS, message=_l("Skriv et tall fra 1 til 9."))],
        description=_l("Ellers kan ikke nominasjonen rangeres."),
    )
    chair_breaks_ties = BooleanField(
        _l("Lederen avgjør ved likhet"),
        description=_l("Etter høyest sum, første kriterium og færrest inhabile. Ellers trekkes det lodd."),
    )
    minutes_show_scores = BooleanField(_l("Protokollen viser poengene"), description=_l("Ellers bare rangeringen."))

    def values(self) -> dict[str, Any]:
        return _with_texts(super().values())


class SenderForm(PartForm):
    """Who gives the prize, and the letterhead: as a round's owner, without appeals."""

    municipality = OwnerForm.municipality
    owner_unit = text(_l("Enhet"), Prize.owner_unit, _l("Skriv hvilken enhet som gir prisen."))
    owner_orgnr = OwnerForm.owner_orgnr
    owner_address = OwnerForm.owner_address
    contact_email = OwnerForm.contact_email
    contact_phone = OwnerForm.contact_phone
    letter_colour = OwnerForm.letter_colour

    def values(self) -> dict[str, Any]:
        return {**super().values(), "owner_orgnr": self.owner_orgnr.data or None}


class SeatRow(Row):
    key = "code"
    code = text(
        _l("Kortnavn"),
        JurySeat.code,
        None,
        Regexp(r"^[A-ZÆØÅ0-9]+$", message=_l("Bruk store bokstaver og tall.")),
    )
    unit = text(_l("Enhet"), JurySeat.unit, _l("Skriv hvilken enhet."))
    is_external = BooleanField(_l("Ekstern fagperson"))


class SeatsForm(RowsForm):
    rows = FieldList(FormField(SeatRow), max_entries=MOST_SEATS + 2)


class OptionRow(Row):
    code = option_code()
    name = text(_l("Navn"), PrizeOption.name, _l("Skriv navnet."))

    def values(self) -> dict[str, Any]:
        return {"qualifies": True, "is_own": False, "is_resident": False, **super().values()}


class AgreementRow(OptionRow):
    qualifies = BooleanField(_l("Er med i temaet"))


class RelationRow(OptionRow):
    is_own = BooleanField(_l("Nominerer sitt eget prosjekt"))
    is_resident = BooleanField(_l("Bare når innbyggere kan nominere"))


class OptionsForm(RowsForm):
    rows = FieldList(FormField(OptionRow))


class AgreementsForm(RowsForm):
    rows = FieldList(FormField(AgreementRow))


class RelationsForm(RowsForm):
    rows = FieldList(FormField(RelationRow))


OPTION_FORMS: dict[OptionKind, type[RowsForm]] = {
    OptionKind.AGREEMENT: AgreementsForm,
    OptionKind.ORDER_FORM: OptionsForm,
    OptionKind.RELATION: RelationsForm,
    OptionKind.SOCIAL: OptionsForm,
}


class NewYearForm(FlaskForm):
    """An earlier year, or the standard document, moved to the week of `monday`. `taken` are years that have a prize."""

    source = SelectField(
        _l("Begynn med"), description=_l("Alt kommer med unntatt de som satt i juryen, og datoene flyttes.")
    )
    monday = DateField(
        _l("Mandag i Ombruksuka"),
        [InputRequired(_l("Velg en dag."))],
        description=_l("Den uka som slutter med Black Friday."),
    )

    def __init__(self, *args: Any, taken: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def validate_monday(self, field: DateField) -> None:
        day: date = field.data
        if day.weekday() != 0:
            raise ValidationError(_l("Velg en mandag."))
        if day.year in self.taken:
            raise ValidationError(_l("Det finnes allerede en pris for dette året."))
