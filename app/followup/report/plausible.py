"""A number of visitors that somebody should look at once more. It is accepted when they say that it is right. Pure."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.formatting import number

TIMES = 3
USUAL = 100
"""Where neither visitors nor places were planned: in 2024 an event had 50-100 on average [S:677-678]."""


def most_expected(plan: Mapping[str, Any]) -> int:
    """What was planned for: the larger of those expected and the places there were."""
    return max(plan["expected_participants"] or 0, plan["capacity"] or 0) or USUAL


def doubt(visitors: int | None, plan: Mapping[str, Any]) -> str | None:
    """The question to ask about this number; None for one that is as expected, or that was not given."""
    if visitors is None:
        return None
    if visitors == 0:
        return str(_("Kom ingen? Har dere ikke telt, velger dere «ikke talt»."))
    expected = most_expected(plan)
    if visitors <= TIMES * expected:
        return None
    return str(
        _(
            "%(visitors)s er mye mer enn de %(expected)s dere regnet med. Stemmer tallet?",
            visitors=number(visitors),
            expected=number(expected),
        )
    )
