"""The page of answers on impartiality: a row for each nomination, with what the member may answer now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.judging.models import Impartiality, ImpartialityAnswer
from app.judging.policy import is_waiting
from app.prize.jury import grounds, queries
from app.prize.jury.declaring import Answer
from app.prize.jury.forms import DeclareForm
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing
from app.prize.nominations.models import Nomination

IMPARTIAL, DOUBT, DISQUALIFIED = (
    ImpartialityAnswer.IMPARTIAL,
    ImpartialityAnswer.DOUBT,
    ImpartialityAnswer.DISQUALIFIED,
)


@dataclass(frozen=True)
class Row:
    """`now`: what counts; `options`: what may be answered, `now` included; `said`: how it came to be."""

    nomination: Nomination
    nominators: Sequence[str]
    now: ImpartialityAnswer | None
    options: Sequence[ImpartialityAnswer]
    said: str
    form: DeclareForm

    @property
    def answer(self) -> Answer | None:
        """What was typed for this nomination, if anything."""
        given = self.form.given()
        return None if given is None else Answer(self.nomination, given, self.form.reason.data or "")

    @property
    def is_closed(self) -> bool:
        """Nothing can be changed any more."""
        return len(self.options) <= 1


def rows(
    member: JuryMember,
    stands: Standing,
    nominations: Sequence[Nomination],
    typed: MultiDict[str, str] | None = None,
) -> list[Row]:
    """One statement for the votes, besides what the standing took."""
    own = {one.id: stands.declaration(member, one) for one in nominations}
    given = queries.votes([row for row in own.values() if row]) if any(own.values()) else {}
    return [
        _row(member, stands, one, own[one.id], bool((row := own[one.id]) and given.get(row.id)), typed)
        for one in nominations
    ]


def _row(
    member: JuryMember,
    stands: Standing,
    nomination: Nomination,
    row: Impartiality | None,
    has_votes: bool,
    typed: MultiDict[str, str] | None,
) -> Row:
    ground = stands.ground(member, nomination)
    is_own = ground is not None and not (row and row.settled_as)
    now = (row.settled_as or row.answer) if row else None
    if is_own and now in {None, IMPARTIAL}:
        now = DISQUALIFIED
    form = DeclareForm(typed, prefix=nomination.reference, data={"answer": now.value if now else None})
    return Row(
        nomination,
        list(dict.fromkeys(one.nominator_name for one in (nomination, *nomination.merged))),
        now,
        _options(row, now, is_own=is_own, has_votes=has_votes),
        _said(row, ground if is_own else None),
        form,
    )


def _options(
    row: Impartiality | None, now: ImpartialityAnswer | None, *, is_own: bool, has_votes: bool
) -> list[ImpartialityAnswer]:
    """See policy.can_answer, which decides."""
    is_settled = row is not None and row.settled_as is not None
    found = []
    if now is IMPARTIAL or (now is None and not is_own):
        found.append(IMPARTIAL)
    if now is DOUBT or not (is_settled or has_votes):
        found.append(DOUBT)
    return [*found, DISQUALIFIED]


def _said(row: Impartiality | None, ground: grounds.Ground | None) -> str:
    if row is not None and row.settled_as is not None:
        return " ".join(part for part in (row.reason, row.settled_reason) if part)
    if row is not None and is_waiting(row):
        return str(_("De andre avgjør. Du skrev: %(reason)s", reason=row.reason))
    if ground is not None and (row is None or row.is_impartial):
        return grounds.reason(ground)
    return (row.reason or "") if row else ""


def unanswered(member: JuryMember, stands: Standing, nominations: Sequence[Nomination]) -> list[Nomination]:
    """What waits for the member's answer."""
    return [
        one for one in nominations if stands.declaration(member, one) is None and stands.ground(member, one) is None
    ]


def place(found: Sequence[Row], missing: Mapping[str, str]) -> None:
    """Put each sentence at the nomination it is about."""
    for row in found:
        if row.nomination.reference in missing:
            row.form.reason.errors = [missing[row.nomination.reference]]
