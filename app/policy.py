"""Rules that may refuse an act, each with the sentence that says why."""

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class NotAllowed(Exception):
    """An act that a rule refuses. `reason` is a whole sentence for the person who tried."""

    def __init__(self, reason: str) -> None:
        super().__init__(str(reason))
        self.reason = str(reason)


class NotPermitted(NotAllowed):
    """Not this person: 403."""


class NotNow(NotAllowed):
    """Not at this time or in this state: 409, and the form keeps what was typed."""


class NotComplete(NotAllowed):
    """Something is missing or does not hold. `missing` names each thing, by its field: {field: sentence}."""

    def __init__(self, reason: str, missing: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.missing = missing or {}


def denial(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> str | None:
    """The sentence with which `check` refuses, or None. It greys the button that would fail."""
    try:
        check(*args, **kwargs)
    except NotAllowed as refusal:
        return refusal.reason
    return None
