"""What a case handler types from an application that came by post or e-mail; paper may lack much."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from app.accounts.applicant_types import TYPES
from app.accounts.models import ApplicantType, Organisation
from app.accounts.queries import home_districts
from app.applications.draft_queries import districts
from app.applications.models import Activity, Application, BudgetSide, Channel
from app.clock import at_oslo
from app.rounds.models import OptionKind, Round

SESSIONS, EXPENSES = 3, 5
"""How many rows the form has; the original holds the rest."""
TOO_LONG = _l("Teksten er for lang: høyst %(max)d tegn.")
NOT_STATED = SelectChoice("", _l("Ikke oppgitt"))
ANSWERS = [SelectChoice("yes", _l("Ja")), SelectChoice("no", _l("Nei")), NOT_STATED]


class AmountField(IntegerField):
    """Whole kroner or a number of people, typed with or without spaces and «kr»."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = "".join(valuelist[0].split()).lower().removesuffix("kr") if valuelist else ""
        try:
            self.data = int(typed) if typed else None
        except ValueError as error:
            raise ValueError(_l("Skriv et helt tall, bare med sifre.")) from error


def _bare(text: str | None) -> str | None:
    return (text.strip() or None) if text else None


def _text(label: str, limit: int, **more: Any) -> StringField:
    return StringField(label, [Optional(), Length(max=limit, message=TOO_LONG)], filters=[_bare], **more)


def _long_text(label: str, limit: int) -> TextAreaField:
    return TextAreaField(label, [Optional(), Length(max=limit, message=TOO_LONG)], filters=[_bare])


class SessionForm(Form):
    held_on = DateField(_l("Dato"), [Optional()])
    starts = TimeField(_l("Fra"), [Optional()])
    ends = TimeField(_l("Til"), [Optional()])


class ExpenseForm(Form):
    group_code = SelectField(_l("Gruppe"), [Optional()], validate_choice=False)
    text = _text(_l("Hva"), 60)
    amount_nok = AmountField(_l("Beløp"), [Optional(), NumberRange(0, 999_999)])

    @property
    def line(self) -> dict[str, Any]:
        return {"side": BudgetSide.EXPENSE, **self.data}


class RegisterForm(FlaskForm):
    """One activity. Fields of a new organisation are used only where no known one is chosen."""

    applicant_type = SelectField(_l("Hvem søker?"), [Optional()])
    name = _text(_l("Navn"), Organisation.NAME_LENGTH)
    orgnr = _text(_l("Organisasjonsnummer"), 20)
    cost_centre = _text(_l("Koststed"), 20)
    home_district = SelectField(_l("Bydel de hører til"), [Optional()])

    channel = RadioField(
        _l("Hvordan kom søknaden?"),
        [InputRequired(_l("Velg hvordan søknaden kom."))],
        choices=[SelectChoice(Channel.POST.value, _l("Med post")), SelectChoice(Channel.EMAIL.value, _l("På e-post"))],
    )
    received_on = DateField(_l("Mottatt dato"), [InputRequired(_l("Skriv datoen søknaden kom."))])
    received_time = TimeField(
        _l("Klokkeslett"),
        [InputRequired(_l("Skriv klokkeslettet søknaden kom."))],
        format=["%H:%M", "%H:%M:%S"],
        description=_l("Poststempel eller tidspunktet e-posten kom inn. Det avgjør om søknaden er i tide."),
    )
    original = FileField(
        _l("Originalen"), description=_l("Skannet brev eller e-posten: pdf, png, jpg, docx eller odt.")
    )

    contact_name = StringField(
        _l("Kontaktperson"),
        [InputRequired(_l("Skriv navnet på kontaktpersonen.")), Length(max=Application.NAME_LENGTH, message=TOO_LONG)],
        filters=[_bare],
    )
    contact_email = StringField(
        _l("E-post"),
        [Optional(), Length(max=254), Email(_l("Skriv en e-postadresse."), check_deliverability=False)],
        filters=[_bare],
        description=_l("Kvittering og varsel går hit."),
    )
    contact_phone = _text(_l("Telefon"), 20)

    title = StringField(
        _l("Hva heter aktiviteten?"),
        [InputRequired(_l("Skriv hva aktiviteten heter.")), Length(max=Activity.TITLE_LENGTH, message=TOO_LONG)],
        filters=[_bare],
    )
    description = _long_text(_l("Hva skal de gjøre?"), Activity.DESCRIPTION_LENGTH)
    public_text = _long_text(_l("Kort tekst til programmet"), Activity.PUBLIC_TEXT_LENGTH)
    category = SelectField(_l("Tema"), [Optional()])
    district_code = SelectField(_l("Bydel aktiviteten er i"), [Optional()])
    venue_name = _text(_l("Sted"), 80)
    is_free = RadioField(_l("Gratis for dem som kommer?"), [Optional()], choices=ANSWERS, default="")
    is_open = RadioField(_l("Åpent for alle?"), [Optional()], choices=ANSWERS, default="")
    is_alcohol_free = RadioField(_l("Alkoholfritt?"), [Optional()], choices=ANSWERS, default="")
    sessions = FieldList(FormField(SessionForm), min_entries=SESSIONS, max_entries=SESSIONS)
    expected_participants = AmountField(_l("Deltakere de venter"), [Optional(), NumberRange(1, 20_000)])
    sought_nok = AmountField(_l("Søkt om"), [InputRequired(_l("Skriv hvor mye de søker om.")), NumberRange(1, 999_999)])
    expenses = FieldList(FormField(ExpenseForm), min_entries=EXPENSES, max_entries=EXPENSES)

    def __init__(self, of_round: Round) -> None:
        super().__init__()
        self.applicant_type.choices = [
            SelectChoice(kind.value, description.name) for kind, description in TYPES.items()
        ]
        self.home_district.choices = _with_blank((row.code, row.name) for row in home_districts())
        self.category.choices = _with_blank((row.code, row.name) for row in of_round.categories)
        self.district_code.choices = _with_blank((row.code, row.name) for row in districts())
        groups = [option for option in of_round.options if option.kind is OptionKind.EXPENSE_GROUP]
        for row in self.expenses:
            row.form.group_code.choices = _with_blank((option.code, option.name) for option in groups)

    @property
    def received_at(self) -> datetime:
        """The moment typed, on the wall clock in Oslo."""
        day: date = self.received_on.data
        clock: time = self.received_time.data
        return at_oslo(day, clock.hour, clock.minute, clock.second)

    @property
    def organisation_values(self) -> dict[str, Any]:
        """A new organisation's columns, as accounts.actions.create_organisation takes them."""
        return {
            "applicant_type": ApplicantType(self.applicant_type.data),
            "name": self.name.data,
            "orgnr": self.orgnr.data,
            "cost_centre": self.cost_centre.data,
            "district_code": self.home_district.data or None,
        }

    @property
    def answers(self) -> dict[str, Any]:
        """The application's columns."""
        return {name: self[name].data for name in ("contact_name", "contact_email", "contact_phone")}

    @property
    def activity(self) -> dict[str, Any]:
        """The activity's columns and rows, as registration.write_down takes them."""
        plain = ("title", "description", "public_text", "venue_name", "expected_participants", "sought_nok")
        return {
            **{name: self[name].data for name in plain},
            **{name: _answer(self[name].data) for name in ("is_free", "is_open", "is_alcohol_free")},
            "district_code": self.district_code.data or None,
            "category": self.category.data or None,
            "sessions": [row.form.data for row in self.sessions if row.form.held_on.data],
            "budget_lines": [row.form.line for row in self.expenses if row.form.amount_nok.data],
        }

    def show(self, missing: dict[str, str]) -> None:
        """Put what the rules miss at the field that it belongs to."""
        by_field = {**missing, "original": missing.get("original") or missing.get("file")}
        for field in self:
            if by_field.get(field.name):
                field.errors = [by_field[field.name]]


def _answer(typed: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(typed or "")


def _with_blank(rows: Iterable[tuple[str, str]]) -> list[Any]:
    return [NOT_STATED, *(SelectChoice(code, name) for code, name in rows)]
