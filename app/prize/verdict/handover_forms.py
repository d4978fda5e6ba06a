"""What is typed when a verdict is withdrawn, handed over and published. Shape only; the rules are in policy.py."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.prize.verdict.models import Verdict
from app.prize.verdict.publishing import Published

TOO_LONG = _l("Skriv kortere: høyst %(max)d tegn.")


def _stripped(typed: str | None) -> str:
    return (typed or "").strip()


class WithdrawForm(FlaskForm):
    reason = TextAreaField(
        _l("Hvorfor trekkes kåringen tilbake?"),
        [Length(max=Verdict.REASON_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        description=_l("Bare juryen og sekretæren leser dette."),
        render_kw={"rows": 3, "maxlength": Verdict.REASON_LENGTH},
    )


class HandOverForm(FlaskForm):
    """One box to tick: it cannot be undone."""

    is_given = BooleanField(
        _l("Prisen er overrakt, og vinneren vet det"), [DataRequired(_l("Bekreft at prisen er overrakt."))]
    )


class PicturesForm(FlaskForm):
    """The choices are the winner's pictures, filled in by the view."""

    images = SelectMultipleField(_l("Bilder som vises for alle"), widget=ListWidget(), option_widget=CheckboxInput())
    consent = StringField(
        _l("Samtykke til at bildene blir offentlige"),
        [Length(max=Verdict.CONSENT_LENGTH, message=TOO_LONG)],
        filters=[_stripped],
        description=_l("Hvem sa ja, når og hvordan? Trengs bare når den som nominerte, ikke svarte «offentlig»."),
        render_kw={"maxlength": Verdict.CONSENT_LENGTH},
    )

    def chosen(self) -> Published:
        return Published(self.images.data or (), self.consent.data, is_checked=True)


class PublishForm(PicturesForm):
    is_checked = BooleanField(_l("Noen har lest begrunnelsen og navnene, og de stemmer"))

    def chosen(self) -> Published:
        return Published(self.images.data or (), self.consent.data, is_checked=self.is_checked.data)
