"""What a juror gives: one touch as JSON, or a whole card as a form. Shape only; whether it may be given: policy.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

from app.judging.actions import Given
from app.judging.models import HIGHEST, LOWEST, Score
from app.judging.queries import Question
from app.policy import NotComplete
from app.prize.scoring.actions import Touch

CANNOT_ASSESS = "none"
VALUES = {**{str(value): value for value in range(LOWEST, HIGHEST + 1)}, CANNOT_ASSESS: None, "": None}


@dataclass(frozen=True)
class Sent:
    """What the page's script sends. `part` is a criterion's code, or «note»; `who` is the member who gave it, by public
    id: the tablet may have changed hands before it came."""

    who: str
    part: str
    text: str
    value: str
    touch: Touch

    @property
    def given(self) -> Given:
        return Given(VALUES[self.value], self.value == CANNOT_ASSESS, self.text)


def sent(body: Any, at: datetime) -> Sent:
    """Raises NotComplete for what cannot be read."""
    fields = body if isinstance(body, Mapping) else {}
    texts = {name: str(fields.get(name) or "") for name in ("who", "part", "text", "value")}
    if texts["value"] not in VALUES or not texts["part"]:
        raise NotComplete(_("Velg 1–5, eller «Kan ikke vurderes»."))
    if texts["part"] != "note" and len(texts["text"].strip()) > Score.COMMENT_LENGTH:
        raise NotComplete(_("Skriv kortere: høyst %(max)d tegn.", max=Score.COMMENT_LENGTH))
    given_at = moment_of(fields.get("touched"), at)
    return Sent(**texts, touch=Touch(given_at, given_at))


def moment_of(typed: Any, at: datetime) -> datetime:
    """Milliseconds since 1970, as a browser counts them; never later than `at`, which also stands for nothing."""
    try:
        return min(datetime.fromtimestamp(int(typed) / 1000, UTC), at)
    except (TypeError, ValueError, OverflowError, OSError):
        return at


def milliseconds(moment: datetime | None) -> int:
    """Rounded up, so that what was saved at `moment` counts as seen at this."""
    return 0 if moment is None else -int(-moment.timestamp() * 1000 // 1)


@dataclass(frozen=True)
class Typed:
    """One criterion of a card that was sent as a form, and what is wrong with its shape."""

    given: Given
    error: str | None = None


def typed_card(form: Mapping[str, str], questions: Sequence[Question]) -> dict[str, Typed]:
    """By criterion code: «value-<code>» and «comment-<code>»."""
    return {question.code: _typed(form, question.code) for question in questions}


def _typed(form: Mapping[str, str], code: str) -> Typed:
    chosen, comment = form.get(f"value-{code}", ""), form.get(f"comment-{code}", "").replace("\r\n", "\n").strip()
    given = Given(VALUES.get(chosen), chosen == CANNOT_ASSESS, comment)
    if chosen not in VALUES:
        return Typed(given, _("Velg 1–5, eller «Kan ikke vurderes»."))
    if len(comment) > Score.COMMENT_LENGTH:
        return Typed(given, _("Skriv kortere: høyst %(max)d tegn.", max=Score.COMMENT_LENGTH))
    return Typed(given)
