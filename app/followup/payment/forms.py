"""What finance types about payments. Shape and length only; the rules are in policy.py."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Length, Optional

from app.decisions.forms import stripped, text_area
from app.followup.payment.models import Payment


class ExportForm(FlaskForm):
    """`payer_account` is asked for where the round has none; it is kept on the round."""

    pay_on = DateField(_l("Betalingsdag"), [Optional()], description=_l("En dag som banken er åpen."))
    payer_account = StringField(
        _l("Kontoen det betales fra"),
        [Length(max=20)],
        filters=[stripped],
        description=_l("Elleve sifre. Den lagres i runden, så dere skriver den bare én gang."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class ConfirmForm(FlaskForm):
    paid_on = DateField(
        _l("Betalt den"), [Optional()], description=_l("Dagen pengene gikk ut, slik banken oppgir den.")
    )


class FailForm(FlaskForm):
    reason = text_area(_l("Hva sa banken?"), Payment.REASON_LENGTH, 3)
    account_is_wrong = BooleanField(
        _l("Kontoen kan ikke brukes"),
        description=_l("Da ber vi mottakeren om en annen konto, og betaler når den er på plass."),
    )
