"""When a decision may be made anew, and how the two versions compare for the party. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.decisions.models import DecisionLine, Outcome
from app.decisions.outcomes import Proposal
from app.decisions.reversals.models import TO_DETRIMENT, Ground

GROUNDS: dict[Ground, str] = {
    Ground.FAVOURABLE: _l("Endringen er ikke til skade for parten"),
    Ground.NOT_TOLD_YET: _l("Varselet om vedtaket er ikke kommet fram"),
    Ground.INVALID: _l("Vedtaket er ugyldig"),
    Ground.RESERVED_POWER: _l("Vedtaket tok selv forbehold om det"),
    Ground.LAW: _l("Loven gir adgang til det"),
    Ground.APPEAL: _l("Parten har fått medhold i en klage"),
}
"""As staff choose and read them (forvaltningsloven § 35; for the last one § 33)."""

NEEDS_NOTICE = TO_DETRIMENT - {Ground.NOT_TOLD_YET}
"""To the party's detriment on these grounds: an advance notice first (forvaltningsloven § 16). A party who has not been
told of the decision has nothing to lose yet, and has spoken in the application."""

RANK = {Outcome.DISMISSED: 0, Outcome.REJECTED: 1, Outcome.GRANTED_PART: 2, Outcome.GRANTED_FULL: 2}


@dataclass(frozen=True)
class Effect:
    """What the new version does to the party: something is better, something is worse, both, or neither."""

    is_better: bool
    is_worse: bool

    @property
    def is_change(self) -> bool:
        return self.is_better or self.is_worse


def effect(lines: Sequence[DecisionLine], proposals: Mapping[int, Proposal]) -> Effect:
    """The version that stands, beside what is proposed for each of its activities."""
    each = [_of_line(line, proposals[line.activity_id]) for line in lines]
    return Effect(any(better for better, _worse in each), any(worse for _better, worse in each))


def _of_line(line: DecisionLine, proposal: Proposal) -> tuple[bool, bool]:
    """(better, worse). More money, or considered instead of dismissed, is better; a condition that goes is better, and
    a new or other one is worse."""
    assert proposal.outcome is not None
    before, after = (line.amount_nok, RANK[line.outcome]), (proposal.amount_nok or 0, RANK[proposal.outcome])
    condition = proposal.special_condition if proposal.outcome.is_grant else None
    dropped = bool(line.special_condition) and condition is None and proposal.outcome.is_grant
    imposed = condition is not None and condition != line.special_condition
    return after > before or (dropped and after == before), after < before or imposed


@dataclass(frozen=True)
class Told:
    """What the party knows of the version that stands: whether its notice has gone out, and the letter's conditions."""

    is_told: bool
    conditions: Sequence[str]


def ground_problem(ground: Ground, change: Effect, told: Told, condition: str | None) -> str | None:
    """Why this ground does not carry this change, as a sentence, or None. `condition`: the one in the letter that the
    power to change follows from."""
    if change.is_worse and ground not in TO_DETRIMENT:
        sentence = _(
            "Endringen er til skade for parten. Det går bare når varselet ikke er kommet fram, når vedtaket er"
            " ugyldig, eller når adgangen følger av vedtaket selv eller av loven."
        )
    elif ground is Ground.NOT_TOLD_YET and told.is_told:
        sentence = _("Varselet om vedtaket er sendt. Velg et annet grunnlag.")
    elif ground is Ground.RESERVED_POWER and condition not in told.conditions:
        sentence = _(
            "Velg det vilkåret i vedtaksbrevet som gir adgang til å endre. Står det ikke noe forbehold der, må dere"
            " velge et annet grunnlag."
        )
    else:
        return None
    return str(sentence)
