"""What is typed in this room. Shape and length only."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from app.campaign import pack
from app.campaign.models import Goal, NetworkMember, PressItem, PressKind, Topic, Week, YearTask
from app.campaign.press import KINDS
from app.rounds.forms import AboutForm, bare, text
from app.rounds.queries import prefix_is_taken

TOPICS: dict[Topic, str] = {
    Topic.ROUND_OPENS: _l("når vi åpner for søknader om tilskudd"),
    Topic.PROGRAMME: _l("når programmet for uka er klart"),
    Topic.LIGHTHOUSE: _l("når vi ser etter noen som vil være med på et fyrtårnsarrangement"),
}
LEAP_YEAR = 2028


def _small(value: str | None) -> str:
    return (value or "").strip().lower()


def _email(sentence: str) -> StringField:
    shape = Email(_l("Skriv en e-postadresse, for eksempel kari@eksempel.no."), check_deliverability=False)
    return StringField(
        _l("E-post"),
        [DataRequired(sentence), Length(max=254), shape],
        filters=[_small],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


def _long(label: str, length: int, *rules: Any, rows: int = 3, **options: Any) -> TextAreaField:
    return TextAreaField(label, [*rules, Length(max=length)], filters=[bare], render_kw={"rows": rows}, **options)


def _exists(day: int, month: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


class NothingForm(FlaskForm):
    """Only the token."""


class TopicsForm(FlaskForm):
    """What a subscriber wants to hear of."""

    topics = SelectMultipleField(
        _l("Gi meg beskjed"),
        [InputRequired(_l("Velg minst én ting du vil ha beskjed om."))],
        choices=[SelectChoice(topic.value, label) for topic, label in TOPICS.items()],
    )


class SubscribeForm(TopicsForm):
    email = _email(_l("Skriv e-postadressen vi skal varsle."))


class RowForm(FlaskForm):
    """A row with the columns that its fields are named after."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class YearTaskForm(RowForm):
    """A date that comes back: on a fixed day, or counted from the week."""

    title = text(_l("Hva skal gjøres"), YearTask.title, _l("Skriv hva som skal gjøres."))
    text = _long(_l("Mer om det"), YearTask.TEXT_LENGTH)
    day = IntegerField(_l("Dag"), [Optional(), NumberRange(1, 31)])
    month = IntegerField(_l("Måned (1–12)"), [Optional(), NumberRange(1, 12)])
    days_from_week = IntegerField(
        _l("Dager fra mandagen i uka"),
        [Optional(), NumberRange(-365, 365)],
        description=_l("Med minus foran for dager før. La det stå tomt når datoen er den samme hvert år."),
    )
    remind_days = IntegerField(
        _l("Minn om det så mange dager før"), [InputRequired(_l("Skriv et tall.")), NumberRange(0, 180)]
    )
    is_active = BooleanField(_l("I bruk"), default=True)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        wrong = self._wrong_date()
        if wrong and not self.day.errors:
            self.day.errors = [wrong]
        return fine and not wrong

    def _wrong_date(self) -> str | None:
        day, month, counted = self.day.data, self.month.data, self.days_from_week.data
        if (day is None) != (month is None):
            return str(_("Skriv både dag og måned."))
        if (day is None) == (counted is None):
            return str(_("Skriv enten en fast dato eller dager fra uka."))
        if day is not None and not _exists(day, month):
            return str(_("Den datoen finnes ikke."))
        return None


class GoalForm(RowForm):
    name = text(_l("Mål"), Goal.name, _l("Skriv målet."))
    help_text = text(_l("Forklaring for søkeren"), Goal.help_text)
    source = text(_l("Hvor det er vedtatt"), Goal.source, _l("Skriv hvor målet er vedtatt."))
    valid_from = DateField(_l("Gjelder fra"), [InputRequired(_l("Velg en dag."))])
    valid_to = DateField(_l("Gjelder til og med"), [Optional()], description=_l("Tomt når ingen slutt er satt."))

    def validate_valid_to(self, field: DateField) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_("Målet kan ikke slutte å gjelde før det begynner."))


class PressForm(RowForm):
    title = text(_l("Tittel"), PressItem.title, _l("Skriv tittelen."))
    outlet = text(_l("Hvor det sto eller ble sendt"), PressItem.outlet, _l("Skriv navnet på avisen eller kanalen."))
    kind = RadioField(
        _l("Type"),
        [InputRequired(_l("Velg en type."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    published_on = DateField(_l("Dato"), [Optional()])
    url = text(_l("Lenke"), PressItem.url)
    note = _long(_l("Notat"), PressItem.NOTE_LENGTH)

    def validate_url(self, field: StringField) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Lenken må begynne med https://."))

    def values(self) -> dict[str, Any]:
        found = {name: value or None for name, value in super().values().items()}
        return {**found, "kind": PressKind(self.kind.data)}


class PackForm(FlaskForm):
    sentence = _long(
        _l("Setningen som viser hvem som støtter"),
        Week.SENTENCE_LENGTH,
        description=_l("For eksempel: «Arrangementet har fått støtte fra Oslo kommune.» Tomt felt gir en enkel."),
    )
    file = FileField(
        _l("Logo"),
        description=_l("Png eller jpg, høyst 10 MB. Helst stor, på gjennomsiktig bunn."),
        render_kw={"accept": pack.ACCEPT},
    )
    drops_logo = BooleanField(_l("Ta bort logoen"))


class MemberForm(FlaskForm):
    """Somebody who said yes to staff, by telephone or at a meeting."""

    name = text(_l("Navn"), NetworkMember.name, _l("Skriv navnet."))
    email = _email(_l("Skriv e-postadressen."))
    source = text(_l("Slik fikk vi samtykket"), NetworkMember.source, _l("Skriv hvordan vi fikk vite det."))
    consented_on = DateField(_l("Dagen de sa ja"), [InputRequired(_l("Velg en dag."))])


class ReuseChoiceForm(FlaskForm):
    """Which round, for which week. Sent by GET: nothing is changed by looking."""

    class Meta:
        csrf = False

    runde = SelectField(_l("Runde"))
    mandag = DateField(_l("Mandagen i den nye uka"), [InputRequired(_l("Velg en dag."))])


class ReuseForm(FlaskForm):
    """What the copy is called, and which goals it has."""

    name = AboutForm.name
    reference_prefix = AboutForm.reference_prefix
    goals = SelectMultipleField(_l("Mål for runden"))

    def validate_reference_prefix(self, field: StringField) -> None:
        if prefix_is_taken(field.data, None):
            raise ValidationError(_("En annen runde har saksnumre som begynner slik."))
