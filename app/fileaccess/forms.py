"""What people type when they ask to see something. Shape and length only; the rules are in policy.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from app.applications.models import Channel
from app.clock import at_oslo
from app.fileaccess.models import AccessRequest
from app.rounds.models import Round

TOO_LONG = _l("Teksten er for lang: høyst %(max)d tegn.")
EMAIL_LENGTH = 254


def _bare(text: str | None) -> str | None:
    return (text or "").strip() or None


def _small(text: str | None) -> str | None:
    """Addresses are compared in small letters."""
    return (text or "").strip().lower() or None


def _wanted() -> TextAreaField:
    limit = AccessRequest.WANTED_LENGTH
    return TextAreaField(
        _l("Hva vil du se?"),
        [DataRequired(_l("Skriv hvilke dokumenter det gjelder.")), Length(max=limit, message=TOO_LONG)],
        filters=[_bare],
        render_kw={"rows": 4, "maxlength": limit},
    )


def _email(*rules: Any) -> StringField:
    shape = Email(_l("Skriv en e-postadresse, for eksempel kari@eksempel.no."), check_deliverability=False)
    return StringField(
        _l("E-post"),
        [*rules, Length(max=EMAIL_LENGTH, message=TOO_LONG), shape],
        filters=[_small],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


def _name() -> StringField:
    return StringField(
        _l("Navn"),
        [Length(max=AccessRequest.NAME_LENGTH, message=TOO_LONG)],
        filters=[_bare],
        render_kw={"autocomplete": "name"},
    )


class _AboutForm(FlaskForm):
    """Which case or round it is about, in the words of whoever asks."""

    about = StringField(_l("Saksnummer"), [Length(max=AccessRequest.ASKED_LENGTH, message=TOO_LONG)], filters=[_bare])
    round = SelectField(_l("Utlysning"), [Optional()], validate_choice=False)
    wanted = _wanted()

    def offer(self, rounds: Iterable[Round]) -> None:
        self.round.choices = [
            SelectChoice("", _l("Vet ikke, eller flere")),
            *(SelectChoice(each.slug, each.name) for each in rounds),
        ]

    def chosen(self, rounds: Iterable[Round]) -> Round | None:
        """The round that was picked; None for none, and for one that is not offered."""
        return next((each for each in rounds if each.slug == self.round.data), None)


class AskForm(_AboutForm):
    """The public page. Only an address to answer to is asked for."""

    email = _email(DataRequired(_l("Skriv e-postadressen vi skal svare til.")))
    name = _name()


class RegisterForm(_AboutForm):
    """What came by post, e-mail or telephone."""

    channel = RadioField(
        _l("Slik kom kravet"),
        [InputRequired(_l("Velg hvordan kravet kom."))],
        choices=[
            SelectChoice(Channel.EMAIL.value, _l("E-post")),
            SelectChoice(Channel.POST.value, _l("Post, telefon eller i skranken")),
        ],
    )
    received_on = DateField(_l("Mottatt dato"), [InputRequired(_l("Skriv datoen."))])
    received_time = TimeField(_l("Klokkeslett"), [InputRequired(_l("Skriv klokkeslettet."))])
    email = _email(Optional())
    name = _name()

    @property
    def received_at(self) -> datetime:
        """Oslo wall clock."""
        time = self.received_time.data
        return at_oslo(self.received_on.data, time.hour, time.minute)


class MoreForm(FlaskForm):
    """The party asks for more."""

    wanted = _wanted()


class TieForm(FlaskForm):
    """Which cases a request means."""

    references = StringField(
        _l("Saksnummer"),
        [DataRequired(_l("Skriv minst ett saksnummer.")), Length(max=400, message=TOO_LONG)],
        filters=[_bare],
    )

    @property
    def numbers(self) -> list[str]:
        return [each for each in (self.references.data or "").replace(",", " ").split() if each]


class NotFoundForm(FlaskForm):
    """What is added to the answer that there is nothing."""

    message = TextAreaField(
        _l("Det du vil legge til"),
        [Length(max=1000, message=TOO_LONG)],
        filters=[_bare],
        render_kw={"rows": 3, "maxlength": 1000},
    )
