"""Shape and length of what a case handler types. Whether it may be done now: policy.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from app.judging.actions import Given
from app.judging.models import HIGHEST, LOWEST, Criterion, ImpartialityAnswer, Score, ScoreRevision

CANNOT_ASSESS = "none"
VALUES = {**{str(value): value for value in range(LOWEST, HIGHEST + 1)}, CANNOT_ASSESS: None, "": None}
REASON_LENGTH = 1000

_too_long = _l("Skriv kortere: høyst %(max)d tegn.")


class DeclareForm(FlaskForm):
    """The own answer on impartiality, before the text opens."""

    answer = RadioField(
        _l("Er du habil i denne saken?"),
        choices=[answer.value for answer in ImpartialityAnswer],  # their words: templates/review/_impartiality.html
        validators=[InputRequired(_l("Velg et svar."))],
    )
    reason = TextAreaField(
        _l("Hva gjelder det?"), validators=[Optional(), Length(max=REASON_LENGTH, message=_too_long)]
    )


class SettleForm(FlaskForm):
    """An approver's decision on another's doubt."""

    answer = RadioField(
        _l("Avgjørelse"),
        choices=[ImpartialityAnswer.IMPARTIAL.value, ImpartialityAnswer.DISQUALIFIED.value],
        validators=[InputRequired(_l("Velg et svar."))],
    )
    reason = TextAreaField(_l("Begrunnelse"), validators=[Length(max=REASON_LENGTH, message=_too_long)])


@dataclass(frozen=True)
class TypedExplanation:
    """What was typed for one check, by its code and the position of its activity (0: the whole case)."""

    code: str
    position: int
    text: str

    @property
    def field(self) -> str:
        return f"explanation-{self.code}-{self.position}"

    @property
    def error(self) -> str | None:
        if len(self.text) > REASON_LENGTH:
            return str(_("Skriv kortere: høyst %(max)d tegn.", max=REASON_LENGTH))
        return None


def explanations(typed: Mapping[str, str]) -> list[TypedExplanation]:
    """The explanations of a form: «explanation-<code>-<position>»."""
    parts = [
        (name.removeprefix("explanation-").rpartition("-"), text)
        for name, text in typed.items()
        if name.startswith("explanation-")
    ]
    return [TypedExplanation(code, int(number), text) for (code, _dash, number), text in parts if number.isdecimal()]


class ReviseForm(FlaskForm):
    """Why a sent assessment is changed; the new answers come as those of a sheet do (`sheet_answers`)."""

    reason = TextAreaField(
        _l("Hvorfor endrer du?"), validators=[Optional(), Length(max=ScoreRevision.REASON_LENGTH, message=_too_long)]
    )


class ScoreForm(FlaskForm):
    """One answer: 1-5, «none» for «kan ikke vurderes», or nothing yet."""

    value = StringField(validators=[AnyOf(VALUES, message=_l("Velg 1–5, eller «Kan ikke vurderes»."))])
    comment = TextAreaField(
        _l("Kommentar"), validators=[Optional(), Length(max=Score.COMMENT_LENGTH, message=_too_long)]
    )


@dataclass(frozen=True)
class TypedAnswer:
    """What was typed for one criterion, and what is wrong with its shape."""

    given: Given
    error: str | None = None


def sheet_answers(typed: Mapping[str, str], criteria: Sequence[Criterion]) -> dict[str, TypedAnswer]:
    """The answers of a whole sheet sent as one form («value-<code>», «comment-<code>»), by criterion code."""
    return {criterion.code: _answer(typed, criterion.code) for criterion in criteria}


def _answer(typed: Mapping[str, str], code: str) -> TypedAnswer:
    chosen, comment = typed.get(f"value-{code}", ""), typed.get(f"comment-{code}", "").strip()
    given = Given(VALUES.get(chosen), chosen == CANNOT_ASSESS, comment)
    if chosen not in VALUES:
        return TypedAnswer(given, _("Velg 1–5, eller «Kan ikke vurderes»."))
    if len(comment) > Score.COMMENT_LENGTH:
        return TypedAnswer(given, _("Skriv kortere: høyst %(max)d tegn.", max=Score.COMMENT_LENGTH))
    return TypedAnswer(given)
