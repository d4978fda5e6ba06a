"""What the letter of a decision made anew says beside the decision itself, and the letter of a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.decisions.actions import proposal_of
from app.decisions.letters import Line, link_to
from app.decisions.models import Decision, DecisionLine, Outcome
from app.decisions.outcomes import RESULTS
from app.decisions.replies import Reply
from app.decisions.reversals.grounds import effect
from app.decisions.reversals.models import Correction, Ground, Reversal
from app.formatting import full_day
from app.law.statutes import Topic, cite
from app.letters.content import Change, ChangedLine, DecisionContent
from app.letters.sectioned import CorrectionContent, Official, Section
from app.letters.wording import Wording

FIELDS: dict[str, str] = {
    "reasons": _l("Begrunnelsen"),
    "reduction_reasons": _l("Hvorfor ikke hele beløpet"),
    "expected_for_less": _l("Hva vi forventer"),
    "advice": _l("Rådet"),
    "special_condition": _l("Særvilkåret"),
}
"""The texts of a decision that can be corrected, as a correction names them."""


def with_change(
    content: DecisionContent, reversal: Reversal, lines: Sequence[Line], stands: Mapping[int, Reply]
) -> DecisionContent:
    """The letter of the new version: `content`, with what is changed and why. `lines` are those that the letter is made
    of, in its order; `stands` says by activity what the party has accepted."""
    before = {line.activity_id: line for line in reversal.reversed.lines}
    pairs = [(before[line.activity_id], line) for line in lines]
    titles = [line.title for line in content.lines]
    changed = tuple(
        ChangedLine(title, *_words(old, new, content.language))
        for title, (old, new) in zip(titles, pairs, strict=True)
        if _differs(old, new)
    )
    is_better = effect(list(before.values()), {line.activity_id: proposal_of(line) for line in lines}).is_better
    change = Change(
        previous_on=_letter_of(reversal.reversed).on,
        lines=changed,
        explanation=reversal.explanation,
        ground=ground_sentence(reversal, content.on),
        accepted_nok=sum(one.accepted_nok for one in stands.values()),
        asked_nok=sum(one.asked_nok for one in stands.values()),
        comment=_heard(reversal),
        costs=cite(Topic.COSTS, content.on) if is_better and content.is_individual_decision else None,
    )
    return replace(content, change=change)


def _letter_of(decision: Decision) -> DecisionContent:
    assert decision.letter is not None
    return DecisionContent.from_dict(decision.letter.content)


def _differs(old: DecisionLine, new: Line) -> bool:
    return (old.outcome, old.amount_nok, old.special_condition) != (new.outcome, new.amount_nok, new.special_condition)


def _words(old: DecisionLine, new: Line, language: str) -> tuple[str, str]:
    before, after = (_result(line, language) for line in (old, new))
    return (before, after) if before != after else (before, str(_("%(result)s, endret vilkår", result=after)))


def _result(line: Line, language: str) -> str:
    if line.outcome is not None and line.outcome.is_grant:
        return str(_("%(amount)s kroner", amount=Wording(language).number(line.amount_nok or 0)))
    return str(RESULTS[line.outcome or Outcome.REJECTED])


def ground_sentence(reversal: Reversal, on: date) -> str:
    """What allows the change, with its rule."""
    rule = cite(Topic.APPEAL_HANDLING if reversal.ground is Ground.APPEAL else Topic.REVERSAL, on)
    sentences = {
        Ground.FAVOURABLE: _("Et vedtak kan endres når det ikke er til skade for noen (%(rule)s).", rule=rule),
        Ground.NOT_TOLD_YET: _(
            "Varselet om det første vedtaket var ikke kommet fram til dere. Da kan det endres (%(rule)s).", rule=rule
        ),
        Ground.INVALID: _("Det første vedtaket var ugyldig. Da kan det endres (%(rule)s).", rule=rule),
        Ground.RESERVED_POWER: _(
            "Det første vedtaket tok forbehold om dette i vilkåret «%(condition)s» Da kan det endres (%(rule)s).",
            condition=reversal.condition,
            rule=rule,
        ),
        Ground.LAW: _("Loven gir adgang til å endre vedtaket (%(rule)s og reglene vi viser til over).", rule=rule),
        Ground.APPEAL: _("Dere klaget på vedtaket, og vi endrer det (%(rule)s).", rule=rule),
    }
    return str(sentences[reversal.ground])


def _heard(reversal: Reversal) -> str | None:
    """That the party was warned, and what became of it."""
    if reversal.noticed_on is None:
        return None
    if reversal.comment_on is None:
        return str(
            _("Vi varslet dere %(day)s. Vi har ikke fått merknader fra dere.", day=full_day(reversal.noticed_on))
        )
    return str(
        _(
            "Vi varslet dere %(day)s. Vi fikk merknadene deres %(received)s, og har vurdert dem.",
            day=full_day(reversal.noticed_on),
            received=full_day(reversal.comment_on),
        )
    )


def correction_content(correction: Correction, on: date, by_title: str | None, public_url: str) -> CorrectionContent:
    """What stood and what is to stand, for each text, and that the decision is the same."""
    assert correction.decided_by_name is not None
    letter = _letter_of(correction.decision)
    return CorrectionContent(
        sender=letter.sender,
        recipient=letter.recipient,
        reference=letter.reference,
        on=on,
        heading=str(_("Vi har rettet en feil i vedtaket")),
        lead=str(_("I vedtaksbrevet av %(day)s sto det noe feil. Her er det som er rettet.", day=full_day(letter.on))),
        sections=(*_corrected(correction, letter), _nothing_else(correction)),
        officials=(
            Official(correction.proposed_by_name, str(_("saksbehandler"))),
            Official(correction.decided_by_name, by_title or str(_("godkjenner"))),
        ),
        link=link_to(letter.reference, public_url).page,
    )


def _corrected(correction: Correction, letter: DecisionContent) -> tuple[Section, ...]:
    many = len(letter.lines) > 1
    sections = []
    for number, change in enumerate(correction.changes):
        name = str(FIELDS[change["field"]])
        title = f"{change['title']}: {name.lower()}" if many else name
        paragraphs = (
            str(_("Det sto: «%(text)s»", text=change["was"])),
            str(_("Det skal stå: «%(text)s»", text=change["now"])),
        )
        sections.append(Section(title, paragraphs, block=None if number else "corrected"))
    return tuple(sections)


def _nothing_else(correction: Correction) -> Section:
    return Section(
        str(_("Vedtaket er det samme")),
        (
            correction.explanation,
            str(_("Rettingen endrer ikke hva dere får. Fristene i vedtaket er de samme som før.")),
        ),
    )
