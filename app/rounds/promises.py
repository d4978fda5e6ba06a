"""What a round promised when it was announced, and what must hold before it is. Pure: every rule gives a sentence."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from app.clock import local
from app.formatting import full_day, kroner, moment
from app.judging.models import HIGHEST
from app.rounds import contents
from app.rounds.models import OptionKind, Round, RoundStatus, TextKind

REPORT_DAYS, MOST_REPORT_DAYS = 49, 56
"""After the week: seven weeks where the round names no day, never more than eight (domain.md 2.5)."""

Changes = Mapping[str, Any]
Rule = Callable[[Round, Any], str | None]

CAPS = (
    "max_activity_nok",
    "step_nok",
    "max_activities",
    "max_applications",
    "fundable_score",
    "reserve_nok",
    "max_organisation_nok",
    "max_organisation_activities",
    "floor_criterion",
    "floor_value",
    "spread_score",
)
"""A limit that is empty (no limit) where the round has one would be a change too: they stay as they are."""
SWITCHES = (
    "allows_amounts_between",
    "requires_own_share",
    "allows_sales_income",
    "requires_free_entry",
    "requires_open_to_all",
    "requires_alcohol_free",
    "publishes_scores",
    "gives_individual_decisions",
    "municipal_units_may_appeal",
    "dismissal_grounds",
    "spreads_categories",
    "spreads_districts",
)


def _stays(sentence: Callable[[], str]) -> Rule:
    return lambda _round, _new: str(sentence())


def _pot(grant_round: Round, new: int) -> str | None:
    if new >= grant_round.pot_nok:
        return None
    return str(_("Potten er kunngjort som %(pot)s og kan bare økes.", pot=kroner(grant_round.pot_nok)))


def _deadline(grant_round: Round, new: Any) -> str | None:
    if grant_round.status not in {RoundStatus.ANNOUNCED, RoundStatus.OPEN}:
        return str(_("Fristen er ute, og runden kan ikke åpnes igjen."))
    if new > grant_round.closes_at:
        return None
    return str(_("Fristen er kunngjort som %(day)s og kan bare forlenges.", day=moment(grant_round.closes_at)))


def _answer(grant_round: Round, new: Any) -> str | None:
    if new < grant_round.answer_due_on:
        return None
    return str(
        _("Søkerne er lovet svar innen %(day)s. Dagen kan bare flyttes fram.", day=full_day(grant_round.answer_due_on))
    )


def _acceptance(grant_round: Round, new: int) -> str | None:
    if new > grant_round.acceptance_days:
        return None
    return str(
        _("Søkerne er lovet %(days)s dager til å svare. Tallet kan bare økes.", days=grant_round.acceptance_days)
    )


def _before_report(_round: Round, new: bool) -> str | None:
    return None if new else str(_("Søkerne er lovet pengene før de rapporterer."))


def _report(grant_round: Round, new: date | None) -> str | None:
    promised = report_due_on(grant_round, grant_round.report_due_on)
    if report_due_on(grant_round, new) >= promised:
        return None
    return str(_("Søkerne er lovet til %(day)s. Dagen kan bare flyttes fram.", day=full_day(promised)))


def report_due_on(grant_round: Round, named: date | None) -> date:
    """The last day to report: the one that is named, or so long after the week."""
    return named or grant_round.week_ends_on + timedelta(days=REPORT_DAYS)


def _options(kind: OptionKind) -> Rule:
    def rule(grant_round: Round, rows: list[dict[str, Any]]) -> str | None:
        kept = {row.get("code") for row in rows}
        lost = [row["name"] for row in contents.options(kind, grant_round) if row["code"] not in kept]
        if not lost:
            return None
        return str(
            _("Søkere kan ha valgt «%(name)s». Dere kan legge til og endre navn, men ikke ta bort.", name=lost[0])
        )

    return rule


RULES: dict[str, Rule] = {
    "pot_nok": _pot,
    "closes_at": _deadline,
    "answer_due_on": _answer,
    "acceptance_days": _acceptance,
    "pays_before_report": _before_report,
    "report_due_on": _report,
    "opens_at": _stays(lambda: _("Åpningstiden er kunngjort og kan ikke endres.")),
    "week_starts_on": _stays(lambda: _("Uka er kunngjort og kan ikke flyttes.")),
    "week_ends_on": _stays(lambda: _("Uka er kunngjort og kan ikke flyttes.")),
    "categories": _stays(lambda: _("Kategoriene er kunngjort og kan ikke endres.")),
    "tiers": _stays(lambda: _("Beløpstrinnene er kunngjort og kan ikke endres.")),
    "criteria": _stays(lambda: _("Vurderingsskjemaet er kunngjort og kan ikke endres.")),
    "guidelines": _stays(lambda: _("Retningslinjene er kunngjort og kan ikke endres.")),
    "reference_prefix": _stays(lambda: _("Saksnumrene er tatt i bruk og kan ikke endres.")),
    **{name: _stays(lambda: _("Dette er kunngjort og kan ikke endres.")) for name in (*CAPS, *SWITCHES)},
    **{f"options_{kind}": _options(kind) for kind in OptionKind},
    **{
        f"texts_{kind}": _stays(lambda: _("Disse reglene er kunngjort og kan ikke endres."))
        for kind in (TextKind.APPLICANT, TextKind.SUPPORTED, TextKind.NOT_SUPPORTED, TextKind.CONDITION)
    },
}
"""What was promised, once the round is announced. What is not named here (contact, wording, snippets) may change."""


def changed(grant_round: Round, changes: Changes) -> dict[str, Any]:
    """Only what differs from what stands."""
    return {name: value for name, value in changes.items() if contents.read(grant_round, name) != value}


def broken(grant_round: Round, changes: Changes) -> dict[str, str]:
    """The promises that `changes` would break: field → sentence. Empty for a round that is not announced."""
    if grant_round.status is RoundStatus.DRAFT:
        return {}
    found = {name: RULES[name](grant_round, new) for name, new in changes.items() if name in RULES}
    return {name: sentence for name, sentence in found.items() if sentence}


def contradictions(grant_round: Round, changes: Changes) -> dict[str, str]:
    """Dates out of order, money that does not add up: field → sentence. Refused in a draft too."""

    def value(name: str) -> Any:
        return changes.get(name, getattr(grant_round, name))

    closes_on = local(value("closes_at")).date()
    found = {
        "closes_at": (value("opens_at") >= value("closes_at"), _("Fristen må komme etter at runden åpner.")),
        "answer_due_on": (value("answer_due_on") < closes_on, _("Svaret kan ikke komme før fristen er ute.")),
        "week_starts_on": (value("week_starts_on") <= closes_on, _("Uka må begynne etter fristen.")),
        "week_ends_on": (value("week_ends_on") < value("week_starts_on"), _("Uka må slutte etter at den begynner.")),
        "reserve_nok": (
            value("reserve_nok") > value("pot_nok") - grant_round.committed_nok,
            _("Reserven kan ikke være større enn det som er igjen av potten."),
        ),
        "report_due_on": (
            not _is_within(value("report_due_on"), value("week_ends_on")),
            _("Rapporten skal komme etter uka, og senest åtte uker etter den."),
        ),
        "max_organisation_nok": (
            _is_too_little(grant_round, value("max_organisation_nok")),
            _("Taket per søker kan ikke være lavere enn det laveste beløpstrinnet."),
        ),
    }
    return {name: sentence for name, (wrong, sentence) in found.items() if wrong}


def _is_within(due_on: date | None, week_ends_on: date) -> bool:
    return due_on is None or 0 < (due_on - week_ends_on).days <= MOST_REPORT_DAYS


def _is_too_little(grant_round: Round, cap_nok: int | None) -> bool:
    return cap_nok is not None and any(cap_nok < tier.amount_nok for tier in grant_round.tiers[:1])


def lacks(grant_round: Round) -> dict[str, str]:
    """What must be mended before the round is announced: part of the round → sentence."""
    weight = sum(criterion["weight"] for criterion in contents.criteria(grant_round))
    found = {
        **contradictions(grant_round, {}),
        "purpose": None if grant_round.purpose.strip() else _("Skriv hva runden er for."),
        "categories": None if grant_round.categories else _("Runden trenger minst én kategori."),
        "tiers": _tiers(grant_round),
        "criteria": _criteria(grant_round, weight),
        "floor_criterion": _floor(grant_round),
        "appeal_body": None
        if grant_round.appeal_body.strip() or not grant_round.gives_individual_decisions
        else _("Skriv hvem som behandler klager."),
        "owner_unit": _owner(grant_round),
        "texts": None if _has_rules(grant_round) else _("Skriv hva dere støtter, og hva dere ikke støtter."),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _tiers(grant_round: Round) -> str | None:
    if not grant_round.tiers:
        return str(_("Runden trenger minst ett beløpstrinn."))
    highest = max(tier.amount_nok for tier in grant_round.tiers)
    if highest > grant_round.max_activity_nok:
        return str(
            _(
                "Trinnet %(tier)s er over taket på %(cap)s.",
                tier=kroner(highest),
                cap=kroner(grant_round.max_activity_nok),
            )
        )
    return None


def _criteria(grant_round: Round, weight: int) -> str | None:
    if weight != 100:
        return str(_("Vektene i vurderingsskjemaet blir %(sum)s. De skal bli 100.", sum=weight))
    for criterion in contents.criteria(grant_round):
        if len([sentence for sentence in criterion["anchors"] if sentence.strip()]) != HIGHEST:
            return str(_("«%(name)s» trenger en setning for hver av de fem verdiene.", name=criterion["name"]))
    return None


def _floor(grant_round: Round) -> str | None:
    if grant_round.floor_criterion in {None, *(criterion["code"] for criterion in contents.criteria(grant_round))}:
        return None
    return str(_("Kriteriet som må være oppfylt for seg, står ikke i vurderingsskjemaet."))


def _owner(grant_round: Round) -> str | None:
    needed = (
        grant_round.municipality,
        grant_round.owner_unit,
        grant_round.owner_address,
        grant_round.contact_email,
        grant_round.contact_phone,
        grant_round.budget_decision,
        grant_round.guidelines,
    )
    if all(text.strip() for text in needed):
        return None
    return str(_("Fyll ut avsenderen: enhet, adresse, kontakt, budsjettvedtak og retningslinjer."))


def _has_rules(grant_round: Round) -> bool:
    kinds = {text.kind for text in grant_round.texts}
    return {TextKind.SUPPORTED, TextKind.NOT_SUPPORTED} <= kinds
