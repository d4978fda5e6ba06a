"""Who is tied to which case, for several people and a whole round in one statement."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, String, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Organisation
from app.applications.models import Activity, Application
from app.extensions import db
from app.judging.models import Impartiality
from app.judging.queries import IS_IMPARTIAL
from app.review.assigning import Hindrance

Tie = tuple[int, int]
"""(application, person)"""

SHUT_OUT = frozenset({Hindrance.MEMBER, Hindrance.DISQUALIFIED})
"""Disqualified by the law or by their own word; a doubt waits to be settled."""
OTHER = aliased(Organisation)


def ties(people: Select[int] | Collection[int], cases: Select[int] | Collection[int]) -> dict[Tie, Hindrance]:
    """Members of the applicant, or of another organisation with its number; and those who are not impartial by their
    own answer for one of the activities, or as it was settled. `people`: user ids; `cases`: application ids. What
    shuts out goes first."""
    found: dict[Tie, Hindrance] = {}
    for case, person, why in db.session.execute(union_all(_members(people, cases), _declared(people, cases))):
        hindrance = Hindrance(why)
        if found.get((case, person)) not in SHUT_OUT:
            found[case, person] = hindrance
    return found


def _members(people: Select[int] | Collection[int], cases: Select[int] | Collection[int]) -> Select[int, int, str]:
    return (
        select(Application.id, Membership.user_id, literal(Hindrance.MEMBER.value))
        .join(Organisation, Application.organisation_id == Organisation.id)
        .join(OTHER, or_(OTHER.id == Organisation.id, OTHER.orgnr == Organisation.orgnr))
        .join(Membership, Membership.organisation_id == OTHER.id)
        .where(Membership.user_id.in_(people), Application.id.in_(cases))
    )


def _declared(people: Select[int] | Collection[int], cases: Select[int] | Collection[int]) -> Select[int, int, str]:
    answer = func.coalesce(Impartiality.settled_as, Impartiality.answer)
    return (
        select(Activity.application_id, Impartiality.user_id, cast(answer, String(30)))
        .join(Activity, Activity.subject_id == Impartiality.subject_id)
        .where(Impartiality.user_id.in_(people), ~IS_IMPARTIAL, Activity.application_id.in_(cases))
    )


def reporting_to_disqualified(
    people: Collection[int], leaders: Mapping[int, int], found: Mapping[Tie, Hindrance]
) -> dict[Tie, int]:
    """(application, person) → the nearest leader who is disqualified in it (fvl § 6 third paragraph). `found`: ties
    of the leaders too."""
    under: dict[int, list[int]] = {}
    for person in people:
        if person in leaders:
            under.setdefault(leaders[person], []).append(person)
    return {
        (case, person): leader
        for (case, leader), why in found.items()
        if why in SHUT_OUT
        for person in under.get(leader, ())
    }
