"""The short form of an event without money, and the same with less for the desk. Shape only; rules are in policy.py."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from app.accounts.forms import EmailField
from app.campaign.models import Week
from app.decisions.forms import TOO_LONG, WholeField, stripped, text_area
from app.formatting import day as in_words
from app.programme.models import ProgrammeEvent
from app.programme.picture_forms import PictureForm
from app.programme.queries import districts, words_of
from app.programme.words import SIGNUP

E = ProgrammeEvent
SESSIONS, MOST_TYPES, MOST_PLACES = 4, 3, 20_000
EVENING, MORNING = time(16), time(6)
"""What begins after the first may end before the second, on the next day."""


def _line(label: str, limit: int, sentence: str | None = None, *more: Any, **options: Any) -> StringField:
    first = [DataRequired(sentence)] if sentence else [Optional()]
    return StringField(label, [*first, Length(max=limit, message=TOO_LONG), *more], filters=[stripped], **options)


class ClockField(TimeField):
    """«17:00» as a browser sends it, or «17.00» as it is written by hand."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, [Optional()], format=["%H:%M", "%H:%M:%S", "%H.%M"], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Skriv klokkeslettet slik: 17.00.")) from error


class SessionForm(Form):
    """One day and time; a row where nothing is written is no session."""

    held_on = SelectField(_l("Dag"), [Optional()], validate_choice=False)
    starts = ClockField(_l("Fra"))
    ends = ClockField(_l("Til"))

    def validate_held_on(self, field: SelectField) -> None:
        if field.data and field.data not in {value for value, *_label in field.iter_choices()}:
            raise ValidationError(_("Velg en dag i uka."))

    def validate_ends(self, field: TimeField) -> None:
        """An evening may end after midnight."""
        starts, ends = self.starts.data, field.data
        if starts and ends and ends <= starts and not (starts >= EVENING and ends <= MORNING):
            raise ValidationError(_("Slutten må være etter begynnelsen."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Then what is asked for only because of the rest of the row."""
        is_valid: bool = super().validate(extra_validators)
        if self.held_on.data and not self.starts.data and not self.starts.errors:
            self.starts.errors = [_("Skriv når det begynner.")]
        if not self.held_on.data and (self.starts.data or self.ends.data):
            self.held_on.errors = [_("Velg dag.")]
        return is_valid and not self.errors


class EventForm(FlaskForm):
    """What the public reads."""

    title = _line(_l("Hva heter arrangementet?"), E.TITLE_LENGTH, _l("Skriv hva det heter."))
    summary = text_area(
        _l("Kort tekst til programmet"),
        E.SUMMARY_LENGTH,
        3,
        _l("Hva skjer, og hva får de som kommer, med seg hjem?"),
        required=_l("Skriv en kort tekst."),
    )
    organiser = _line(_l("Hvem arrangerer?"), E.ORGANISER_LENGTH, _l("Skriv hvem som arrangerer."))
    activity_types = SelectMultipleField(
        _l("Hva slags arrangement er det?"),
        description=_l("Velg inntil tre. Brukes i kalenderen."),
        validate_choice=False,
    )
    sessions = FieldList(FormField(SessionForm), min_entries=SESSIONS, max_entries=SESSIONS)
    is_digital = BooleanField(_l("Det er på nett"), description=_l("Da slipper dere å skrive sted."))
    venue_name = _line(_l("Sted"), E.PLACE_LENGTH, description=_l("For eksempel Tøyen bibliotek."))
    address = _line(_l("Adresse"), E.ADDRESS_LENGTH)
    postal_code = StringField(
        _l("Postnummer"), [Optional(), Regexp(r"^[0-9]{4}$", message=_l("Skriv fire sifre."))], filters=[stripped]
    )
    district_code = SelectField(_l("Bydel folk møter opp i"), [DataRequired(_l("Velg en bydel."))])
    bring = _line(_l("Hva bør folk ta med?"), E.BRING_LENGTH)
    signup = RadioField(_l("Må folk melde seg på?"), [InputRequired(_l("Velg ett svar."))])
    capacity = WholeField(
        _l("Plasser"),
        [Optional(), NumberRange(1, MOST_PLACES, message=_l("Skriv et tall fra 1 til 20 000."))],
        description=_l("Hvor mange det er plass til samtidig. Tomt: ingen grense."),
    )
    url = _line(
        _l("Nettside eller påmelding"),
        E.URL_LENGTH,
        None,
        URL(require_tld=True, message=_l("Skriv hele adressen, den begynner med https://.")),
    )
    accessibility = SelectMultipleField(
        _l("Tilgjengelighet"), description=_l("Kryss av det som stemmer."), validate_choice=False
    )
    accessibility_text = _line(_l("Mer om tilgjengeligheten"), 200)
    picture = FormField(PictureForm)

    def __init__(self, week: Week, **more: Any) -> None:
        super().__init__(**more)
        words = words_of(week)
        self.activity_types.choices = _choices(words.types)
        self.accessibility.choices = _choices(words.access)
        self.district_code.choices = [SelectChoice("", _("Velg")), *(SelectChoice(d.code, d.name) for d in districts())]
        self.signup.choices = _choices(SIGNUP)
        days = [SelectChoice("", _("Velg dag")), *_days(week)]
        for row in self.sessions:
            row.held_on.choices = days

    @property
    def more_times(self) -> bool:
        """Something is written, or wrong, after the first row."""
        return any(any(row.data.values()) or row.errors for row in list(self.sessions)[1:])

    def validate_activity_types(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_("Velg minst én."))
        if len(field.data) > MOST_TYPES:
            raise ValidationError(_("Velg høyst tre."))
        _from_list(field)

    def validate_accessibility(self, field: SelectMultipleField) -> None:
        _from_list(field)

    def validate_sessions(self, field: FieldList) -> None:
        if not any(any(row.data.values()) for row in field):
            raise ValidationError(_("Velg minst én dag."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Then what is asked for only because of another answer, at the field that lacks it."""
        is_valid: bool = super().validate(extra_validators)
        lacking = list(self._lacking())
        for field, sentence in lacking:
            field.errors = [*field.errors, sentence]
        return is_valid and not lacking

    def _lacking(self) -> Iterator[tuple[Field, str]]:
        if not self.is_digital.data and not self.venue_name.data:
            yield self.venue_name, _("Skriv hvor det er, eller kryss av for at det er på nett.")

    def values(self) -> dict[str, Any]:
        """Plain values, as values.py wants them."""
        kept = {name: value for name, value in self.data.items() if name not in {"csrf_token", "sessions"}}
        sessions = [_plain(row) for row in self.sessions if row.held_on.data]
        return {**kept, "sessions": sessions, "picture": self.picture.form.told()}


class RegistrationForm(EventForm):
    """The public's: with whom we write to, and that it is free and open to all."""

    is_free = BooleanField(_l("Det er gratis"), [DataRequired(_l("Ombruksuka er gratis. Kryss av hvis det stemmer."))])
    is_open = BooleanField(
        _l("Det er åpent for alle"), [DataRequired(_l("Ombruksuka er åpen for alle. Kryss av hvis det stemmer."))]
    )
    contact_name = _line(_l("Navnet ditt"), 80, _l("Skriv navnet ditt."))
    contact_email = EmailField(_l("E-post"), description=_l("Vises ikke i programmet. Lenken for å endre kommer hit."))
    contact_phone = TelField(_l("Telefon"), [Optional(), Length(max=20, message=TOO_LONG)], filters=[stripped])


class ReasonForm(FlaskForm):
    """Why something is refused or cancelled."""

    reason = text_area(_l("Hvorfor?"), E.ANSWER_LENGTH, 3, required=_l("Skriv hvorfor."))


def _from_list(field: SelectMultipleField) -> None:
    if set(field.data or ()) - {value for value, *_label in field.iter_choices()}:
        raise ValidationError(_("Velg fra lista."))


def _choices(names: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in names.items()]


def _days(week: Week) -> Sequence[SelectChoice]:
    span = range(week.starts_on.toordinal(), week.ends_on.toordinal() + 1)
    return [SelectChoice(day.isoformat(), in_words(day)) for day in map(date.fromordinal, span)]


def _plain(row: Any) -> dict[str, Any]:
    starts, ends = row.starts.data, row.ends.data
    return {
        "held_on": row.held_on.data,
        "starts": starts.isoformat("minutes") if starts else None,
        "ends": ends.isoformat("minutes") if ends else None,
    }
