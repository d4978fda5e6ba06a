"""The least that an applicant says they can use, read out of what they wrote. Pure; whole kroner."""

import re

LEAST = re.compile(
    r"\b(?:minst|minimum)\s+(?:kr\.?\s*)?(\d{1,3}(?:[  .\u202f]\d{3})+|\d{3,6})\s*(?:kr\b|kroner|,-)",
    re.IGNORECASE,
)
"""«minst 3 000 kroner», «minimum kr 2500,-». With the word for money: «minst 30 000 besøkende» is no sum."""


def least_named(text: str | None, sought_nok: int) -> int | None:
    """None where no sum is named, or one that is above what was sought."""
    found = LEAST.search(text or "")
    if found is None:
        return None
    named = int(re.sub(r"\D", "", found[1]))
    return named if 0 < named <= sought_nok else None
