"""What the staff page of one report shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.access import Actor
from app.accounts.models import ReportStatus
from app.clock import local
from app.followup.grants.models import Grant
from app.followup.labels import Label
from app.followup.report import accounting, history, plausible, policy, queries, showing
from app.followup.report.models import Report, ReportExtension, ReportPhoto, ReportState, ReportVersion, ReportWriteOff
from app.followup.report.workflow import LABELS
from app.formatting import number
from app.letters.models import Letter
from app.policy import denial
from app.review.policy import can_read
from app.review.standing import standing


@dataclass(frozen=True)
class Sent:
    """One version in words."""

    version: ReportVersion
    parts: list[showing.Part]


@dataclass(frozen=True)
class Accounts:
    """The accounts beside the budget; a `difference` is what it cost more. No lines in a short report."""

    lines: list[tuple[str, int, int | None, int | None]]
    budget_nok: int
    cost_nok: int
    other_income_nok: int
    grant_nok: int
    unused_nok: int

    @property
    def difference_nok(self) -> int:
        return self.cost_nok - self.budget_nok


@dataclass(frozen=True)
class Page:
    """`refusals`: by act, why the person who looks may not do it now; None where they may. `looks`: what to look at
    once more. `photos`: those that were sent; what is added to a returned report is the party's until it is sent."""

    label: Label
    late_days: int
    came_late: bool
    newest: Sent | None
    earlier: list[Sent]
    photos: list[ReportPhoto]
    accounts: Accounts | None
    looks: list[str]
    extensions: list[ReportExtension]
    write_offs: list[ReportWriteOff]
    letters: list[Letter]
    refusals: Mapping[str, str | None]


def page(grant: Grant, report: Report | None, user: Actor, at: datetime) -> Page:
    """Raises NotPermitted or NotNow for one who may not read the case."""
    own = standing(user, grant.application)
    can_read(user, grant.application, own)
    state = report.state if report is not None else ReportState.DRAFT
    versions = [Sent(one, showing.parts(one.content)) for one in _versions(report)]
    newest = versions[0] if versions else None
    late = (local(at).date() - grant.report_due_on).days if state in (ReportState.DRAFT, ReportState.RETURNED) else 0
    return Page(
        label=LABELS[state],
        late_days=max(0, late),
        came_late=_came_late(grant, report, versions, at),
        newest=newest,
        earlier=versions[1:],
        photos=_photos(report, newest),
        accounts=_accounts(newest.version.content, grant) if newest else None,
        looks=_looks(newest.version.content) if newest and state is ReportState.SUBMITTED else [],
        extensions=queries.extensions_of(grant.id),
        write_offs=queries.write_offs_of(report.id) if report else [],
        letters=queries.letters_of(grant) if newest else [],
        refusals={
            "approve": denial(policy.can_approve, user, report, own) if report else _("Ingen rapport er sendt."),
            "return": denial(policy.may_return, user, report, own) if report else _("Ingen rapport er sendt."),
            "extend": denial(policy.may_extend, user, grant, report, own),
            "receipts": denial(policy.can_ask_receipts, user, grant, report, own),
            "write_off": denial(policy.may_write_off, user, grant, report, at, own),
        },
    )


def _came_late(grant: Grant, report: Report | None, versions: Sequence[Sent], at: datetime) -> bool:
    """Of a report that is with us, by the rule of the organisation's history."""
    first_sent_at = versions[-1].version.submitted_at if versions else None
    stands = history.status(grant, report, first_sent_at, local(at).date())
    return stands is ReportStatus.LATE


def _versions(report: Report | None) -> Sequence[ReportVersion]:
    return queries.versions_of(report.id) if report is not None and report.version else []


def _photos(report: Report | None, newest: Sent | None) -> list[ReportPhoto]:
    if report is None or newest is None:
        return []
    sent = {photo["sha256"] for photo in newest.version.content["photos"]}
    return [photo for photo in report.photos if photo.sha256 in sent]


def _accounts(content: Mapping[str, Any], grant: Grant) -> Accounts:
    rows = [(line["text"] or "–", line["budget_nok"], line["actual_nok"]) for line in content["accounts"]]
    return Accounts(
        lines=[(text, budget, cost, None if cost is None else cost - budget) for text, budget, cost in rows],
        budget_nok=accounting.budget_nok(accounting.budget_lines(grant.activity)),
        cost_nok=content["total_cost_nok"] or 0,
        other_income_nok=content["other_income_nok"] or 0,
        grant_nok=content["grant_nok"],
        unused_nok=content["unused_nok"] or 0,
    )


def _looks(content: Mapping[str, Any]) -> list[str]:
    """Said once more to whoever reads: none of it stops anything."""
    said = []
    plan = content["plan"]
    if content["visitors"] is not None and plausible.doubt(content["visitors"], plan):
        expected = number(plausible.most_expected(plan))
        values = {"visitors": number(content["visitors"]), "expected": expected}
        said.append(_("%(visitors)s besøkende; planen var %(expected)s. Søkeren sier at tallet stemmer.", **values))
    if content["held"] != "yes":
        said.append(_("Aktiviteten ble ikke gjennomført som planlagt."))
    if content["unused_nok"]:
        said.append(_("%(amount)s kroner av tilskuddet er ikke brukt.", amount=number(content["unused_nok"])))
    return [str(sentence) for sentence in said]
