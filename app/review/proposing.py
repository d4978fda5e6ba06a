"""A proposal as it is shown before it is applied: who gets what, how much each has then, and what cannot be filled."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.review.assigning import Proposal, Shortage
from app.review.assignment_policy import why_not
from app.review.assignment_queries import Desk, Line


@dataclass(frozen=True)
class Given:
    """An activity and the names of those who would get it."""

    line: Line
    names: Sequence[str]


@dataclass(frozen=True)
class Lacking:
    """An activity that cannot be filled, with why and who could."""

    line: Line
    sentence: str


@dataclass(frozen=True)
class Total:
    """How many activities a person has before and after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True)
class Pair:
    """How many activities two people would share."""

    names: str
    shared: int


@dataclass(frozen=True)
class Shown:
    """The page. `digest` goes back with the button, so that nothing else can be applied."""

    given: Sequence[Given]
    lacking: Sequence[Lacking]
    totals: Sequence[Total]
    pairs: Sequence[Pair]
    strictness: str
    is_comparable: bool
    read_twice: int
    hidden: int
    digest: str

    @property
    def seats(self) -> int:
        return sum(len(one.names) for one in self.given)


def show(desk: Desk, proposal: Proposal) -> Shown:
    """In the words of the page."""
    names = {person: user.name for person, user in desk.people.items()}
    by_activity: dict[int, list[str]] = {}
    for activity, person in proposal.additions:
        by_activity.setdefault(activity, []).append(names[person])
    return Shown(
        given=[Given(desk.lines[activity], people) for activity, people in by_activity.items()],
        lacking=[Lacking(desk.lines[one.activity], _lacking(one, names)) for one in proposal.shortages],
        totals=[Total(name, proposal.before[person], proposal.after[person]) for person, name in names.items()],
        pairs=[
            Pair(str(_("%(one)s og %(other)s", one=names[one], other=names[other])), shared)
            for (one, other), shared in proposal.shared.items()
        ],
        strictness=_strictness(proposal, names),
        is_comparable=proposal.is_comparable,
        read_twice=len(proposal.read_twice),
        hidden=desk.hidden,
        digest=proposal.digest,
    )


def _lacking(one: Shortage, names: dict[int, str]) -> str:
    """«Mangler 1. Jonas Berge hører til søkeren. Kan velges for hånd: Kari.»"""
    parts = [ngettext("Mangler %(num)s vurderer.", "Mangler %(num)s vurderere.", one.lacks)]
    if one.barred:
        because = ", ".join(why_not(why, names[person]) for person, why in one.barred)
        parts.append(because[0].upper() + because[1:] + ".")
    by_hand = [names[person] for person in one.by_hand]
    if by_hand:
        parts.append(_("Kan velges for hånd, siden den som vurderer ikke vedtar: %(names)s.", names=", ".join(by_hand)))
    else:
        parts.append(_("Ingen andre er saksbehandler. En administrator kan gi flere rollen."))
    return " ".join(str(part) for part in parts)


def _strictness(proposal: Proposal, names: dict[int, str]) -> str:
    """Whether it can be estimated who is strict, and why not."""
    if proposal.is_comparable:
        return str(_("Alle som vurderer, leser noe sammen med andre. Da kan vi anslå hvem som er streng."))
    if not proposal.groups:
        return str(_("Ingen har noe å vurdere."))
    if len(proposal.groups) == 1:
        return str(_("Bare én person vurderer. Da kan vi ikke anslå hvem som er streng."))
    groups = [", ".join(names.get(person, "–") for person in sorted(group)) for group in proposal.groups]
    return str(
        _(
            "Vi kan ikke anslå hvem som er streng: disse leser ikke noe sammen: %(groups)s. "
            "La noen aktiviteter få flere vurderere.",
            groups=" | ".join(groups),
        )
    )
