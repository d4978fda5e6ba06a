"""What is typed to have a decision made anew or corrected. Shape and length only; the rules: policy.py."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Form, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.decisions.forms import text_area
from app.decisions.models import RecommendationLine
from app.decisions.reversals.grounds import GROUNDS
from app.decisions.reversals.models import Correction, Ground, Reversal


class ReversalForm(FlaskForm):
    """What allows the change and why. The activities stand in forms of their own beside it."""

    ground = RadioField(
        _l("Hva gir adgang til å endre vedtaket?"),
        [Optional()],
        choices=[SelectChoice(code.value, text) for code, text in GROUNDS.items() if code is not Ground.APPEAL],
    )
    condition = RadioField(
        _l("Hvilket vilkår i vedtaksbrevet gir adgangen?"),
        [Optional()],
        description=_l("Bare når vedtaket tok forbehold."),
    )
    explanation = text_area(
        _l("Hvorfor endres vedtaket?"),
        Reversal.EXPLANATION_LENGTH,
        4,
        _l("Parten leser det i brevet. Gir loven adgangen, skriver dere hvilken regel det er."),
    )

    def offer(self, conditions: Sequence[str]) -> None:
        """The conditions of the letter, to choose from by their place."""
        self.condition.choices = [SelectChoice(str(number), text) for number, text in enumerate(conditions)]


class NoticeForm(FlaskForm):
    noticed_on = DateField(_l("Varselet ble sendt"), [InputRequired(_l("Velg en dato."))])
    comment_by = DateField(_l("Siste dag for å uttale seg"), [InputRequired(_l("Velg en dato."))])


class CommentForm(FlaskForm):
    comment_on = DateField(_l("Merknadene kom"), [InputRequired(_l("Velg en dato."))])
    comment = text_area(_l("Hva parten sa"), Reversal.COMMENT_LENGTH, 4)


class ReturnForm(FlaskForm):
    """A comment to whoever proposed it."""

    comment = text_area(_l("Hva må endres?"), 1000, required=_l("Skriv hva som må endres."))


class CorrectionForm(FlaskForm):
    """Why the texts are corrected; the texts stand in forms of their own."""

    explanation = text_area(
        _l("Hva var feil?"),
        Correction.EXPLANATION_LENGTH,
        2,
        _l("Parten leser det i brevet. Skriv kort, for eksempel «Navnet på lokalet var skrevet feil.»"),
    )


class CorrectedTextsForm(Form):
    """The texts of one activity as they are to stand."""

    reasons = text_area(_l("Begrunnelse"), RecommendationLine.TEXT_LENGTH, 4)
    reduction_reasons = text_area(_l("Hvorfor ikke hele beløpet"), RecommendationLine.SHORT_LENGTH)
    expected_for_less = text_area(
        _l("Hva vi forventer for det mindre beløpet"), RecommendationLine.SHORT_LENGTH, rows=3
    )
    advice = text_area(_l("Slik kunne søknaden blitt sterkere"), RecommendationLine.SHORT_LENGTH)
    special_condition = text_area(_l("Særvilkår"), RecommendationLine.SHORT_LENGTH, rows=2)
