"""The forms of this room: shape, required and length. Limits stand beside the columns."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import BooleanField, IntegerField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    StopValidation,
    ValidationError,
)

from app.access import Role
from app.accounts import orgnr, password, queries
from app.accounts.applicant_types import SPECIAL_FIELDS, TYPES
from app.accounts.models import ApplicantType, Organisation, User
from app.accounts.organisations import COMMON_FIELDS
from app.accounts.roles import ROLES, STAFF

EMAIL_LENGTH = 254
NAME_LENGTH = 80


def _bare(text: str | None) -> str | None:
    return text.strip() if text else text


def _address(text: str | None) -> str | None:
    """Addresses are compared in small letters."""
    return text.strip().lower() if text else text


class EmailField(StringField):
    """An e-mail address: its shape is checked, not whether a server answers for it."""

    def __init__(self, label: str, **more: Any) -> None:
        shape = Email(_l("Skriv en e-postadresse, for eksempel kari@eksempel.no."), check_deliverability=False)
        rules = [DataRequired(_l("Skriv e-postadressen.")), Length(max=EMAIL_LENGTH), shape]
        super().__init__(label, rules, filters=[_address], **more)


class KronerField(IntegerField):
    """Whole kroner; «10 000» and «10 000 kr» are read as people write them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[0].split()).lower().removesuffix("kr") if valuelist else ""
        try:
            self.data = int(text) if text else None
        except ValueError:
            raise ValueError(_l("Skriv beløpet i hele kroner, bare med sifre.")) from None


class SignInForm(FlaskForm):
    email = EmailField(_l("E-post"))
    password = PasswordField(_l("Passord"), [DataRequired(_l("Skriv passordet.")), Length(max=password.MAX_LENGTH)])


class LinkForm(FlaskForm):
    email = EmailField(_l("E-post"))


def _name_field(label: str) -> StringField:
    rules = [DataRequired(_l("Skriv navnet.")), Length(max=NAME_LENGTH)]
    return StringField(label, rules, filters=[_bare])


def _new_password_field(label: str) -> PasswordField:
    return PasswordField(label, [DataRequired(_l("Velg et passord.")), Length(max=password.MAX_LENGTH)])


class SignUpForm(FlaskForm):
    name = _name_field(_l("Navnet ditt"))
    email = EmailField(_l("E-post"))
    password = _new_password_field(_l("Velg et passord"))

    def validate_password(self, field: PasswordField) -> None:
        if fault := password.weakness(field.data, self.email.data or ""):
            raise ValidationError(fault)


class UseLinkForm(FlaskForm):
    """The name is asked only of somebody who is invited and has no account yet."""

    name = _name_field(_l("Navnet ditt"))


class NameForm(FlaskForm):
    name = _name_field(_l("Navn"))


class PasswordForm(FlaskForm):
    """`current` is not asked of somebody who has no password, or who has just come in by a link."""

    current = PasswordField(_l("Passordet du har nå"), [DataRequired(_l("Skriv passordet du har nå."))])
    password = _new_password_field(_l("Nytt passord"))

    def __init__(self, user: User, *, asks_current: bool) -> None:
        super().__init__()
        self.user = user
        if not asks_current:
            del self.current

    def validate_current(self, field: PasswordField) -> None:
        if not password.matches(field.data, self.user.password_hash):
            raise ValidationError(_l("Dette er ikke passordet du har nå."))

    def validate_password(self, field: PasswordField) -> None:
        if fault := password.weakness(field.data, self.user.email):
            raise ValidationError(fault)


def _choice(kind: ApplicantType) -> tuple[str, Markup]:
    described = TYPES[kind]
    return kind.value, Markup("{} <span class='choice-example'>{}</span>").format(described.name, described.example)


class TypeForm(FlaskForm):
    """The first step: it decides which fields the organisation has. Asked by GET, so it carries no token."""

    class Meta:
        csrf = False

    type = RadioField(
        _l("Hvem søker dere som?"),
        [InputRequired(_l("Velg det som passer best."))],
        description=_l("Velg det som passer best. Svaret bestemmer hvilke spørsmål dere får."),
    )

    def __init__(self, formdata: Any) -> None:
        super().__init__(formdata)
        self.type.choices = [_choice(kind) for kind in TYPES]


def _is_number(_form: FlaskForm, field: StringField) -> None:
    if fault := orgnr.problem(field.data):
        raise StopValidation(fault)


class OrganisationForm(FlaskForm):
    """All fields; those that the type does not have are taken out."""

    name = StringField(
        _l("Navn"),
        [DataRequired(_l("Skriv navnet deres.")), Length(max=Organisation.NAME_LENGTH)],
        filters=[_bare],
        description=_l("Navnet slik det skal stå i brevet fra oss."),
    )
    orgnr = StringField(_l("Organisasjonsnummer"), [_is_number], description=_l("Ni sifre."))
    cost_centre = StringField(
        _l("Koststed og ressursnummer"),
        [DataRequired(_l("Skriv koststed og ressursnummer.")), Length(max=20)],
        filters=[_bare],
        description=_l("Gjelder bare enheter i kommunen. Beløpet overføres internt."),
    )
    de_minimis_nok = KronerField(
        _l("Offentlig støtte siste tre år"),
        [InputRequired(_l("Skriv summen. Har dere ikke fått noe, skriver dere 0.")), NumberRange(0, 999_999_999)],
        description=_l(
            "Gjelder foretak som selger varer eller tjenester. Skriv summen av bagatellmessig støtte dere har fått."
            " Små tilskudd herfra teller med."
        ),
    )
    de_minimis_confirmed = BooleanField(_l("Summen stemmer"), [DataRequired(_l("Bekreft at summen stemmer."))])
    is_vat_registered = BooleanField(_l("Vi er registrert i Merverdiavgiftsregisteret"))
    district_code = SelectField(
        _l("Bydel dere hører til"),
        [DataRequired(_l("Velg bydelen dere hører til."))],
        description=_l("Velg bydelen dere holder til i, ikke der aktiviteten skjer."),
    )
    address = StringField(_l("Postadresse"), [Length(max=120)], filters=[_bare])
    postal_code = StringField(
        _l("Postnummer"), [Optional(), Regexp(r"^\d{4}$", message=_l("Et postnummer har fire sifre."))], filters=[_bare]
    )
    city = StringField(_l("Poststed"), [Length(max=60)], filters=[_bare])
    about = TextAreaField(
        _l("Kort om dere"),
        [Length(max=Organisation.ABOUT_LENGTH)],
        filters=[_bare],
        description=_l("To-tre setninger: hvem dere er, og hva dere pleier å gjøre."),
    )

    def __init__(self, kind: ApplicantType, organisation: Organisation | None = None) -> None:
        super().__init__(obj=organisation)
        self.kind = kind
        districts = [(district.code, district.name) for district in queries.home_districts()]
        self.district_code.choices = [("", _l("Velg bydel")), *districts]
        for name in SPECIAL_FIELDS - TYPES[kind].fields:
            delattr(self, name)
        if "de_minimis_nok" not in TYPES[kind].fields:
            del self.de_minimis_confirmed

    def values(self) -> dict[str, Any]:
        """The organisation's columns, as the action takes them."""
        names = (*COMMON_FIELDS, *TYPES[self.kind].fields)
        return {"applicant_type": self.kind, **{name: self[name].data for name in names}}

    def show(self, missing: dict[str, str]) -> None:
        """Put the refusal of the rules at the fields it names."""
        for name, sentence in missing.items():
            self[name].errors = [*self[name].errors, sentence]


class StaffForm(FlaskForm):
    name = _name_field(_l("Navn"))
    email = EmailField(_l("E-post"))
    title = StringField(_l("Tittel"), [Length(max=80)], filters=[_bare])
    role = RadioField(_l("Rolle"), [InputRequired(_l("Velg en rolle."))])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = [
            (role.value, Markup("{} <span class='choice-example'>{}</span>").format(told.name, told.description))
            for role, told in ROLES.items()
            if role in STAFF
        ]

    def chosen_role(self) -> Role:
        return Role(self.role.data)


class LeaderForm(FlaskForm):
    """Who somebody reports to, among those who work here; nobody is a choice too."""

    leader = SelectField(_l("Nærmeste leder"), [Optional()])

    def __init__(self, people: Sequence[User], leader: User | None) -> None:
        super().__init__(data={"leader": leader.public_id if leader else ""})
        self.leader.choices = [("", _l("Ingen her")), *((one.public_id, one.name) for one in people)]
