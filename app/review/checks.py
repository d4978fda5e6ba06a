"""The formal checks: pure rules over plain facts. Each answers with one finding; sentences.py says it in words.

Levels: green is in order, amber is for a person to look at, red breaks a rule of the scheme (domain.md 4.1, T11).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.models import ApplicantType
from app.applications.models import FlagLevel
from app.review.models import CheckCode

GREEN, AMBER, RED = FlagLevel.GREEN, FlagLevel.AMBER, FlagLevel.RED

DE_MINIMIS_LIMIT_NOK = 3_000_000
"""300 000 euro over three years (Regulation (EU) 2023/2831), at a careful ten kroner a euro. Whole kroner."""
REACH_PER_PARTICIPANT = 100
FEWEST_PARTICIPANTS = 100
"""More than a hundred times as many who see it as who come is looked at; an event of few counts as one of 100."""
SHARED_WORDS = 0.5
"""From this share of the shorter title's words two titles are alike."""
EMPTY_WORDS = frozenset({"og", "i", "på", "for", "av", "til", "med", "en", "et", "de", "vi", "som", "det", "der"})

ALCOHOL = re.compile(
    r"\b(?!alkoholfri)(?:øl(?:et|kort|bong\w*|salg|servering|glass)?|vin(?:en|bar|glass|smaking|servering)?"
    r"|alkohol\w*|brennevin\w*|sprit\w*|prosecco|champagne|cava|musserende|drinker|cocktail\w*|skjenk\w*|pils\w*)\b",
    re.IGNORECASE,
)
RUNNING_COSTS = re.compile(
    r"\b(?:lønn(?:en|s\w+)?|husleie\w*|driftsutgift\w*|driftskostnad\w*|driftstøtte|driftstilskudd|faste\s+utgifter"
    r"|strømregning\w*|arbeidsgiveravgift|regnskapsfør\w*|drift\s+av\s+\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Permit:
    """A permit the applicant says is needed. `status`: needed, applied or granted."""

    name: str
    status: str
    lead_days: int | None


@dataclass(frozen=True)
class Line:
    """One expense."""

    text: str
    amount_nok: int


@dataclass(frozen=True)
class ActivityFacts:
    """One activity, of this case or of another of the same applicant. `unsupported`: check code → the warning's
    sentence, as the applicant read it before sending."""

    id: int
    position: int
    reference: str
    title: str
    text: str = ""
    venue: str = ""
    days: tuple[date, ...] = ()
    lines: tuple[Line, ...] = ()
    is_free: bool | None = True
    is_open: bool | None = True
    is_alcohol_free: bool | None = True
    is_digital: bool = False
    is_indoor: bool | None = None
    sought_nok: int = 0
    lacking_nok: int = 0  # expenses minus income; negative when there is more income than expenses
    participants: int | None = None
    reach: int | None = None
    permits: tuple[Permit, ...] = ()
    municipal_givers: tuple[str, ...] = ()
    unsupported: Mapping[str, str] = field(default_factory=dict)

    @property
    def searched_text(self) -> str:
        return " ".join([self.title, self.text, *(line.text for line in self.lines)])


@dataclass(frozen=True)
class CaseFacts:
    """All that the checks of one case need. `others`: activities in the applicant's other cases of the round."""

    received_at: datetime
    closes_at: datetime
    max_activity_nok: int
    max_applications: int | None
    requires_free_entry: bool
    requires_open_to_all: bool
    requires_alcohol_free: bool
    applicant_type: ApplicantType
    orgnr: str | None
    orgnr_required: bool
    orgnr_problem: str | None
    municipal_givers: tuple[str, ...]
    de_minimis_declared: bool
    de_minimis_nok: int
    missing_report: tuple[int, str] | None  # year and reference of the grant
    activities: tuple[ActivityFacts, ...]
    others: tuple[ActivityFacts, ...] = ()


@dataclass(frozen=True)
class Finding:
    """How one check came out. `why` names the sentence, `details` fill it: plain values."""

    code: CheckCode
    level: FlagLevel
    why: str
    details: Mapping[str, Any] = field(default_factory=dict)
    activity_id: int | None = None

    @property
    def stored(self) -> dict[str, Any]:
        return {"why": self.why, **self.details}


def check(case: CaseFacts) -> list[Finding]:
    """All findings of a case: first those of the whole, then each activity's."""
    findings = [found for rule in OF_CASE for found in rule(case)]
    for activity in case.activities:
        findings += [found for rule in OF_ACTIVITY for found in rule(case, activity)]
    return findings


def check_against_others(
    activities: Sequence[ActivityFacts], others: Sequence[ActivityFacts], max_applications: int | None
) -> list[Finding]:
    """Only the checks that compare a case with the applicant's others: what a new case changes for the older ones."""
    findings = [_several(others, max_applications)]
    for activity in activities:
        findings += [_duplicate(activity, others), *_same_lines(activity, others)]
    return findings


COMPARING = frozenset({CheckCode.SEVERAL_APPLICATIONS, CheckCode.DUPLICATE, CheckCode.SAME_EXPENSE})


def _in_time(case: CaseFacts) -> Iterator[Finding]:
    """In time to the whole second."""
    received = case.received_at.replace(microsecond=0)
    late = received > case.closes_at
    details = {"received_at": received.isoformat(), "closes_at": case.closes_at.isoformat()}
    yield Finding(CheckCode.IN_TIME, RED if late else GREEN, "late" if late else "in_time", details)


def _organisation_number(case: CaseFacts) -> Iterator[Finding]:
    code = CheckCode.ORGANISATION_NUMBER
    if not case.orgnr:
        yield Finding(code, RED, "missing") if case.orgnr_required else Finding(code, GREEN, "not_needed")
    elif case.orgnr_problem:
        yield Finding(code, RED, "invalid", {"orgnr": case.orgnr, "text": case.orgnr_problem})
    else:
        yield Finding(code, GREEN, "valid", {"orgnr": case.orgnr})


def _previous_report(case: CaseFacts) -> Iterator[Finding]:
    if case.missing_report is None:
        yield Finding(CheckCode.PREVIOUS_REPORT, GREEN, "none_missing")
    else:
        year, reference = case.missing_report
        yield Finding(CheckCode.PREVIOUS_REPORT, RED, "missing", {"year": year, "reference": reference})


def _several_applications(case: CaseFacts) -> Iterator[Finding]:
    yield _several(case.others, case.max_applications)


def _several(others: Iterable[ActivityFacts], limit: int | None) -> Finding:
    references = sorted({other.reference for other in others})
    details = {"references": references, "limit": limit}
    if limit is not None and len(references) >= limit:
        return Finding(CheckCode.SEVERAL_APPLICATIONS, RED, "too_many", details)
    if references:
        return Finding(CheckCode.SEVERAL_APPLICATIONS, AMBER, "several", details)
    return Finding(CheckCode.SEVERAL_APPLICATIONS, GREEN, "one")


def _other_municipal(case: CaseFacts) -> Iterator[Finding]:
    """The same expense is paid once only: other money from the municipality is clarified (domain.md 2.2)."""
    givers = [*case.municipal_givers, *(giver for activity in case.activities for giver in activity.municipal_givers)]
    if givers:
        yield Finding(CheckCode.SAME_EXPENSE, AMBER, "other_municipal", {"givers": list(dict.fromkeys(givers))})
    else:
        yield Finding(CheckCode.SAME_EXPENSE, GREEN, "none_declared")


def _de_minimis(case: CaseFacts) -> Iterator[Finding]:
    if case.applicant_type is not ApplicantType.BUSINESS:
        return
    total = case.de_minimis_nok + sum(activity.sought_nok for activity in case.activities)
    details = {"total_nok": total, "limit_nok": DE_MINIMIS_LIMIT_NOK}
    if not case.de_minimis_declared:
        yield Finding(CheckCode.DE_MINIMIS, AMBER, "missing")
    elif total > DE_MINIMIS_LIMIT_NOK:
        yield Finding(CheckCode.DE_MINIMIS, RED, "over", details)
    else:
        yield Finding(CheckCode.DE_MINIMIS, GREEN, "within", details)


def _within_week(_case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    code = CheckCode.WITHIN_WEEK
    if code in activity.unsupported:
        yield _of(activity, code, RED, "unsupported", text=activity.unsupported[code])
    elif not activity.days:
        yield _of(activity, code, AMBER, "unanswered")
    else:
        yield _of(activity, code, GREEN, "within", days_on=[day.isoformat() for day in sorted(set(activity.days))])


def _promise(code: CheckCode, required: str, answer: str) -> "RuleOfActivity":
    """A rule that the round may make, and that the applicant answers yes or no to."""

    def rule(case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
        if not getattr(case, required):
            return
        if code in activity.unsupported:
            yield _of(activity, code, RED, "unsupported", text=activity.unsupported[code])
        elif getattr(activity, answer) is None:
            yield _of(activity, code, AMBER, "unanswered")
        else:
            yield _of(activity, code, GREEN, "promised")

    return rule


def _alcohol_free(case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    """Declared, and looked for in the words of the texts and the budget."""
    words = _words(ALCOHOL, activity.searched_text)
    for found in _promise(CheckCode.ALCOHOL_FREE, "requires_alcohol_free", "is_alcohol_free")(case, activity):
        if found.level is GREEN and words:
            yield _of(activity, CheckCode.ALCOHOL_FREE, AMBER, "words", words=words)
        else:
            yield found


def _within_cap(case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    over = activity.sought_nok > case.max_activity_nok
    amounts = {"sought_nok": activity.sought_nok, "cap_nok": case.max_activity_nok}
    yield _of(activity, CheckCode.WITHIN_CAP, RED if over else GREEN, "over" if over else "within", **amounts)


def _budget_balances(_case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    """A hole is asked about; more income than expenses means that the grant is not needed in full."""
    code, lacking = CheckCode.BUDGET_BALANCES, activity.lacking_nok
    if lacking > 0:
        yield _of(activity, code, AMBER, "lacking", amount_nok=lacking)
    elif lacking < 0:
        yield _of(activity, code, RED, "surplus", amount_nok=-lacking)
    else:
        yield _of(activity, code, GREEN, "balances")


def _duplicate_rule(case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    yield _duplicate(activity, case.others)


def _duplicate(activity: ActivityFacts, others: Sequence[ActivityFacts]) -> Finding:
    """The same applicant's other cases: alike in title, day and place is red, in two of the three amber."""
    ranked = sorted(((_likeness(activity, other), other) for other in others), key=lambda pair: -pair[0])
    likeness, other = ranked[0] if ranked else (0, activity)
    if likeness < 2:
        return _of(activity, CheckCode.DUPLICATE, GREEN, "none")
    level, why = (RED, "same") if likeness == 3 else (AMBER, "alike")
    return _of(activity, CheckCode.DUPLICATE, level, why, reference=other.reference, title=other.title)


def _likeness(one: ActivityFacts, other: ActivityFacts) -> int:
    return sum(
        [
            _alike(one.title, other.title),
            bool(set(one.days) & set(other.days)),
            bool(_plain(one.venue)) and _plain(one.venue) == _plain(other.venue),
        ]
    )


def _alike(one: str, other: str) -> bool:
    first, second = (set(_plain(title).split()) - EMPTY_WORDS for title in (one, other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) / shorter >= SHARED_WORDS


def _same_lines_rule(case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    yield from _same_lines(activity, case.others)


def _same_lines(activity: ActivityFacts, others: Sequence[ActivityFacts]) -> Iterator[Finding]:
    """The same words and the same amount in another case of the applicant. Nothing found says nothing."""
    own = {(_plain(line.text), line.amount_nok): line.text for line in activity.lines if line.text and line.amount_nok}
    for other in others:
        same = [own[key] for line in other.lines if (key := (_plain(line.text), line.amount_nok)) in own]
        if same:
            details = {"lines": same, "reference": other.reference}
            yield _of(activity, CheckCode.SAME_EXPENSE, AMBER, "same_lines", **details)
            return


def _permits(_case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    code = CheckCode.PERMITS
    waiting = [permit for permit in activity.permits if permit.status != "granted"]
    if waiting:
        yield _of(activity, code, AMBER, "waiting", permits=[_due(permit, activity) for permit in waiting])
    elif activity.is_indoor is False and not activity.is_digital and not activity.permits:
        yield _of(activity, code, AMBER, "outdoors")
    else:
        yield _of(activity, code, GREEN, "granted" if activity.permits else "none_needed")


def _due(permit: Permit, activity: ActivityFacts) -> dict[str, Any]:
    due = min(activity.days) - timedelta(permit.lead_days) if activity.days and permit.lead_days is not None else None
    return {"name": permit.name, "status": permit.status, "due_on": due.isoformat() if due else None}


def _running_costs(_case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    words = _words(RUNNING_COSTS, activity.searched_text)
    yield _of(activity, CheckCode.RUNNING_COSTS, AMBER if words else GREEN, "words" if words else "none", words=words)


def _plausible_reach(_case: CaseFacts, activity: ActivityFacts) -> Iterator[Finding]:
    if activity.reach is None:
        return
    likely = REACH_PER_PARTICIPANT * max(activity.participants or 0, FEWEST_PARTICIPANTS)
    high = activity.reach > likely
    details = {"reach": activity.reach, "participants": activity.participants or 0}
    yield _of(activity, CheckCode.PLAUSIBLE_REACH, AMBER if high else GREEN, "high" if high else "plausible", **details)


def _of(activity: ActivityFacts, code: CheckCode, level: FlagLevel, why: str, **details: Any) -> Finding:
    return Finding(code, level, why, details, activity.id)


def _words(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(word.lower() for word in pattern.findall(text)))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


RuleOfActivity = Callable[[CaseFacts, ActivityFacts], Iterator[Finding]]
OF_CASE: list[Callable[[CaseFacts], Iterator[Finding]]] = [
    _in_time,
    _organisation_number,
    _previous_report,
    _several_applications,
    _other_municipal,
    _de_minimis,
]
OF_ACTIVITY: list[RuleOfActivity] = [
    _within_week,
    _promise(CheckCode.FREE_ENTRY, "requires_free_entry", "is_free"),
    _promise(CheckCode.OPEN_TO_ALL, "requires_open_to_all", "is_open"),
    _alcohol_free,
    _within_cap,
    _budget_balances,
    _duplicate_rule,
    _same_lines_rule,
    _permits,
    _running_costs,
    _plausible_reach,
]
