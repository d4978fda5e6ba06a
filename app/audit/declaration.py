"""What the declaration of an event holds."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who reads an event in a case's timeline."""

    CASE = "case"  # staff on the case, and the applicant's side where `for_applicant`
    STAFF = "staff"
    OWN_ASSESSMENT = "own_assessment"  # staff, after they have sent their own assessment
    ADMINISTRATION = "administration"
    JURY = "jury"  # the prize's jury and its secretary; nobody else while the embargo lasts


@dataclass(frozen=True)
class Declaration:
    """`sentence` is filled with the event's fields: «%(amount_nok)s»."""

    sentence: str
    fields: frozenset[str]
    audience: Audience


def declare(sentence: str, *fields: str, audience: Audience = Audience.CASE) -> Declaration:
    return Declaration(sentence, frozenset(fields), audience)
