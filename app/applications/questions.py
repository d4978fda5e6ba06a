"""What a question of the form is: its words, what answers it takes, and when it is asked (domain.md 2.2-2.4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.applications.models import Activity, Application
from app.rounds.models import FormLength, OptionKind

SHORT, STANDARD, FULL = FormLength.SHORT, FormLength.STANDARD, FormLength.FULL
ALL = frozenset({SHORT, STANDARD, FULL})
FROM_STANDARD = frozenset({STANDARD, FULL})
ONLY_FULL = frozenset({FULL})

PERMIT = "permit_"
"""How the key of a question about one kind of permit begins."""

Choices = Sequence[tuple[str, str]]


class Kind(StrEnum):
    """How an answer is given, and read from raw text in answers.py."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    NUMBER = "number"
    AMOUNT = "amount"
    SOUGHT = "sought"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes_no"
    CONFIRM = "confirm"
    CHOICE = "choice"
    SELECT = "select"
    SEVERAL = "several"
    PARTNERS = "partners"


YES_OR_NO: Choices = (("yes", _l("Ja")), ("no", _l("Nei")))


def always(_application: Application, _activity: Activity | None) -> bool:
    return True


def _no_choices(_application: Application) -> Choices:
    return ()


@dataclass(frozen=True)
class Question:
    """One question. `key` is the last part of its path; the answer lies in the attribute of that name unless `read`
    and `write` say otherwise. A question that is not asked keeps the answer it has."""

    key: str
    label: str
    kind: Kind
    help: str = ""
    limit: int | None = None  # characters of a text, or how many choices at most
    limits: dict[FormLength, int] | None = None  # characters, where the length of the form decides
    lowest: int = 0
    highest: int = 999_999
    lengths: frozenset[FormLength] = ALL
    is_optional: bool = False
    choices: Callable[[Application], Choices] = _no_choices
    when: Callable[[Application, Activity | None], bool] = always
    shown_by: tuple[str, str] | None = None  # with JavaScript: only while this other question has this answer
    attrs: dict[str, str] = field(default_factory=dict)
    read: Callable[[Any], Any] | None = None
    write: Callable[[Any, Any, datetime], None] | None = None

    def value_of(self, thing: Any) -> Any:
        return self.read(thing) if self.read else getattr(thing, self.key)

    @property
    def is_permit(self) -> bool:
        return self.key.startswith(PERMIT)

    def limit_at(self, length: FormLength) -> int | None:
        return self.limits[length] if self.limits else self.limit

    def is_asked(self, application: Application, activity: Activity | None, length: FormLength) -> bool:
        return length in self.lengths and self.when(application, activity)


def of_round(kind: OptionKind) -> Callable[[Application], Choices]:
    """The round's own list of this kind."""
    return lambda application: [
        (option.code, option.name) for option in application.round.options if option.kind is kind
    ]


def fixed(*choices: tuple[str, str]) -> Callable[[Application], Choices]:
    return lambda _application: choices
