"""What the party types when they answer a grant, and what staff type about accounts and permits. Shape and length only;
the rules stand in policy.py and accounts.py."""

from typing import Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.decisions.forms import TOO_LONG, stripped, text_area
from app.decisions.models import Appeal
from app.followup.acceptance.accounts import Typed
from app.followup.acceptance.models import PayoutAccount, PermitProof

YES, NO = "yes", "no"
NUMBER_LENGTH = 40  # with whatever people put between the digits


class AccountForm(FlaskForm):
    """Where the money goes. The name on the account stands in the question itself (`ask_about`)."""

    number = StringField(
        _l("Kontonummer"),
        [Length(max=NUMBER_LENGTH, message=TOO_LONG)],
        filters=[stripped],
        description=_l("11 siffer."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": NUMBER_LENGTH},
    )
    is_own_name = RadioField(
        _l("Står kontoen i organisasjonens navn?"),
        [Optional()],
        choices=[SelectChoice(YES, _l("Ja")), SelectChoice(NO, _l("Nei"))],
    )
    holder = StringField(
        _l("Hvem eier kontoen?"),
        [Length(max=PayoutAccount.HOLDER_LENGTH, message=TOO_LONG)],
        filters=[stripped],
        render_kw={"maxlength": PayoutAccount.HOLDER_LENGTH},
    )
    reason = text_area(
        _l("Hvorfor skal pengene dit?"),
        PayoutAccount.REASON_LENGTH,
        2,
        _l("En av oss kontrollerer kontoen før vi betaler."),
    )

    def ask_about(self, name: str, *, is_informal: bool) -> None:
        """A group without a number of its own has no account in its name: it is only asked whose it is."""
        self.is_own_name.label.text = _l("Står kontoen i navnet til %(name)s?", name=name)
        if is_informal:
            self.is_own_name.data = NO

    def typed(self) -> Typed:
        said = {YES: True, NO: False}.get(self.is_own_name.data or "")
        return Typed(self.number.data or "", said, self.holder.data, self.reason.data)

    def put(self, missing: dict[str, str]) -> None:
        """Show each sentence at its field."""
        for name, sentence in missing.items():
            if name in self:
                self[name].errors = [sentence]


class AnswerForm(AccountForm):
    """The whole answer, but for what depends on the decision: the grants, the conditions and the permits."""

    cost_centre_ok = BooleanField(_l("Koststedet er riktig"))
    text = text_area(_l("Hva vil dere ha endret, og hvorfor?"), Appeal.TEXT_LENGTH, 5)
    attachment = FileField(_l("Vedlegg til klagen"), description=_l("PDF, bilde eller dokument, høyst 10 MB."))


class PermitForm(FlaskForm):
    """One file."""

    permit = FileField(_l("Tillatelsen"), description=_l("PDF eller bilde, høyst 10 MB."))


class AccountCheckForm(FlaskForm):
    """Whether a second person confirms an account, and how it was checked or why it is refused."""

    confirm = RadioField(
        _l("Er kontoen i orden?"),
        [InputRequired(_l("Svar ja eller nei."))],
        choices=[SelectChoice(YES, _l("Ja, betal hit")), SelectChoice(NO, _l("Nei, be om en annen"))],
    )

    how = text_area(
        _l("Hvordan har du kontrollert den?"),
        PayoutAccount.REASON_LENGTH,
        2,
        required=_l("Skriv hvordan du har kontrollert kontoen, eller hvorfor den ikke kan brukes."),
    )

    def of(self, account: PayoutAccount) -> Self:
        """With ids of its own: the page asks of several accounts."""
        for field in (self.confirm, self.how):
            field.id = field.label.field_id = f"{field.short_name}-{account.id}"
        return self

    @property
    def is_confirmed(self) -> bool:
        return bool(self.confirm.data == YES)


class DemandForm(FlaskForm):
    """Which permit is to be seen before payment."""

    what = text_area(_l("Hvilken tillatelse?"), PermitProof.TEXT_LENGTH, 2, required=_l("Skriv hvilken tillatelse."))


class PermitCheckForm(FlaskForm):
    """Why a permit is not accepted; the act itself is the button."""

    comment = text_area(_l("Hva er galt?"), PermitProof.TEXT_LENGTH, 2)
