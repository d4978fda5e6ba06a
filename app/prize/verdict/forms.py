"""What the secretary writes of the verdict, and what a member says to the minutes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from app.decisions.forms import TOO_LONG, stripped, text_area
from app.prize.nominations.models import Nomination
from app.prize.verdict.models import JuryWord, MinutesConfirmation, Verdict
from app.prize.verdict.statement import Texts, field_of


class StatementForm(FlaskForm):
    """`statement_form` adds a word for each nomination that did not win."""

    statement = text_area(
        _l("Juryens begrunnelse"),
        Verdict.STATEMENT_LENGTH,
        rows=9,
        description=_l(
            "90 til 150 ord. Den står i brevet til vinneren, i protokollen og på den offentlige siden. Skriv bare det "
            "dere vet stemmer."
        ),
    )
    sentence = StringField(
        _l("Setningen på diplomet"),
        [Length(max=Verdict.SENTENCE_LENGTH, message=TOO_LONG)],
        filters=[stripped],
        description=_l("Én setning som er verdt å henge på veggen. «For …» er en god begynnelse."),
        render_kw={"maxlength": Verdict.SENTENCE_LENGTH},
    )

    def texts(self, others: Sequence[Nomination]) -> Texts:
        words = {each.reference: self[field_of(each)].data or "" for each in others}
        return Texts(self.statement.data or "", self.sentence.data or "", words)


def statement_form(others: Sequence[Nomination], **values: Any) -> StatementForm:
    """The form with a field for each of these, filled in with `values` when nothing is sent."""
    fields: dict[str, TextAreaField] = {
        field_of(each): text_area(_("Om %(project)s", project=each.project), JuryWord.TEXT_LENGTH, rows=2)
        for each in others
    }
    form: StatementForm = type("StatementForm", (StatementForm,), fields)(**values)
    return form


class ConfirmForm(FlaskForm):
    """`sha256` is of the minutes that the page showed."""

    sha256 = HiddenField()
    dissent = text_area(
        _l("Dissens"),
        MinutesConfirmation.DISSENT_LENGTH,
        rows=4,
        description=_l("Er du uenig i noe av det juryen kom til? Det du skriver her, står i den ferdige protokollen."),
    )
