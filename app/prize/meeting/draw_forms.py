"""What is typed about a draw. Shape only; the rules are in drawing.py."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.prize.meeting.models import Draw, DrawNumber

TOO_LONG = _l("Skriv kortere: høyst %(max)d tegn.")


def _stripped(typed: str | None) -> str:
    return (typed or "").strip()


class StartDrawForm(FlaskForm):
    """The nominations that nothing else can tell apart; the choices are filled in by the view."""

    tied = SelectMultipleField(
        _l("Nominasjonene det skal trekkes mellom"), widget=ListWidget(), option_widget=CheckboxInput()
    )


class CommitForm(FlaskForm):
    """Only the SHA-256 comes here; the number stays in the member's browser."""

    commitment = StringField(
        _l("Kontrollsum (SHA-256)"),
        filters=[_stripped],
        description=_l("Av «tall:salt», der saltet er minst 16 tilfeldige tall og bokstaver. Skriv ned begge."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 64},
    )


class OpenForm(FlaskForm):
    opening = StringField(
        _l("Koden din"),
        [Length(max=DrawNumber.OPENING_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        description=_l("Tallet, kolon og resten, nøyaktig slik den ble vist da du leverte."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": DrawNumber.OPENING_LENGTH},
    )


class AbandonForm(FlaskForm):
    reason = StringField(
        _l("Hvorfor avbrytes trekningen?"),
        [Length(max=Draw.REASON_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        render_kw={"maxlength": Draw.REASON_LENGTH},
    )
