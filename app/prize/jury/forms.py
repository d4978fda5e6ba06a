"""What the secretary and the members type. Shape and length only; the rules are in policy.py."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.accounts.forms import NAME_LENGTH, EmailField
from app.decisions.forms import TOO_LONG, stripped, text_area
from app.judging.models import ImpartialityAnswer
from app.prize.jury.models import ImpartialityVote

REASON_LENGTH = 600

ANSWERS = {
    ImpartialityAnswer.IMPARTIAL: _l("Ikke berørt"),
    ImpartialityAnswer.DOUBT: _l("Usikker"),
    ImpartialityAnswer.DISQUALIFIED: _l("Berørt"),
}
VOTES = {ImpartialityAnswer.IMPARTIAL: _l("Habil"), ImpartialityAnswer.DISQUALIFIED: _l("Inhabil")}


class MemberForm(FlaskForm):
    name = StringField(
        _l("Navn"),
        [DataRequired(_l("Skriv navnet.")), Length(max=NAME_LENGTH, message=TOO_LONG)],
        filters=[stripped],
        render_kw={"maxlength": NAME_LENGTH, "autocomplete": "off"},
    )
    email = EmailField(
        _l("E-post"), description=_l("Lenken til juryens sider går hit."), render_kw={"autocomplete": "off"}
    )


class SignForm(FlaskForm):
    is_confirmed = BooleanField(
        _l("Jeg har lest dette, og holder det for meg selv"), [DataRequired(_l("Kryss av for å bekrefte."))]
    )


class DeclareForm(Form):
    """The answer for one nomination; several stand in one form, each with its prefix. None is required: half may be
    answered now, and half later."""

    answer = RadioField(
        _l("Er du berørt?"),
        [Optional()],
        choices=[SelectChoice(value.value, text) for value, text in ANSWERS.items()],
    )
    reason = text_area(_l("Hva gjelder det?"), REASON_LENGTH, 2)

    def given(self) -> ImpartialityAnswer | None:
        return ImpartialityAnswer(self.answer.data) if self.answer.data in set(ImpartialityAnswer) else None


class VoteForm(FlaskForm):
    """One vote; several stand on one page, each with its prefix."""

    answer = RadioField(
        _l("Stemmen din"),
        [InputRequired(_l("Velg et svar."))],
        choices=[SelectChoice(value.value, text) for value, text in VOTES.items()],
    )
    reason = text_area(_l("Begrunnelse"), ImpartialityVote.REASON_LENGTH, 2, required=_l("Skriv en kort begrunnelse."))

    @property
    def about(self) -> str:
        """The prefix: which doubt it is about."""
        return str(self._prefix).removesuffix("-")

    def given(self) -> ImpartialityAnswer:
        return ImpartialityAnswer(self.answer.data)
