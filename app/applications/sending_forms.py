"""The form of the last page: what is confirmed before an application is sent."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from app.policy import NotAllowed, NotComplete


class SendForm(FlaskForm):
    """Two confirmations, and a third where the scheme does not support something. The policy judges them."""

    warnings_seen = BooleanField(_l("Vi har lest dette og vil sende likevel"))
    signatory_confirmed = BooleanField(_l("Jeg kan søke på vegne av oss"))
    truth_confirmed = BooleanField(_l("Opplysningene stemmer. Hvis noe endrer seg, gir vi beskjed"))

    @property
    def confirmations(self) -> dict[str, bool]:
        """As the action takes them."""
        return {
            "warnings_seen": bool(self.warnings_seen.data),
            "signatory": bool(self.signatory_confirmed.data),
            "truth": bool(self.truth_confirmed.data),
        }

    def show(self, refusal: NotAllowed) -> None:
        """Put what the policy misses at the field that it belongs to."""
        if isinstance(refusal, NotComplete):
            for field in self:
                if field.name in refusal.missing:
                    field.errors = [refusal.missing[field.name]]
