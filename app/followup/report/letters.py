"""The letters of a report as plain values: the receipt with a copy of what was sent, and the thanks."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.clock import local
from app.followup.grants.models import Grant
from app.followup.report import outcomes, showing
from app.followup.report.models import CountMethod, Report, ReportVersion
from app.followup.report.queries import LETTERS_EACH
from app.followup.report.telling import page_of
from app.letters.sectioned import Official, ReportReceiptContent, ReportThanksContent, Section
from app.letters.wording import Wording
from app.rounds.letters import sender

WORDS = Wording("nb")


def number_of(grant: Grant, version: int) -> int:
    return grant.activity.position * LETTERS_EACH + version


def version_in(number: int) -> int:
    return number % LETTERS_EACH


def _frame(grant: Grant, at: datetime, public_url: str) -> dict[str, Any]:
    return {
        "sender": sender(grant.application.round),
        "recipient": recipient(grant.application),
        "reference": grant.application.reference,
        "on": local(at).date(),
        "link": page_of(grant, public_url),
    }


def receipt(report: Report, version: ReportVersion, public_url: str) -> ReportReceiptContent:
    """«Vi har fått rapporten», with a copy of it."""
    grant, content = report.grant, version.content
    came = _(
        "%(name)s sendte rapporten %(when)s.",
        name=report.submitted_by_name,
        when=WORDS.exactly(version.submitted_at),
    )
    onward = _("Vi leser rapporten og sier fra hvis noe mangler. Dere trenger ikke å gjøre noe mer nå.")
    return ReportReceiptContent(
        **_frame(grant, version.submitted_at, public_url),
        heading=str(_("Vi har fått rapporten for %(activity)s", activity=content["title"]))[:200],
        lead=str(_("Takk. Her er en kopi av det dere sendte.")),
        sections=(
            Section(None, (str(came),), block="received"),
            *(_copied(part) for part in showing.parts(content)),
            Section(str(_("Hva skjer nå")), tuple(_next(grant, content, str(onward))), block="next_steps"),
        ),
        officials=(Official(grant.application.round.owner_unit, str(_("automatisk kvittering"))),),
    )


def _copied(part: showing.Part) -> Section:
    lines = tuple(f"{label}: {value.replace(chr(10), '; ')}" for label, value in part.rows)
    return Section(part.title, items=lines, is_theirs=True)


def _next(grant: Grant, content: dict[str, Any], onward: str) -> list[str]:
    said = [onward]
    if content["unused_nok"]:
        left = _(
            "%(amount)s kroner av tilskuddet er ikke brukt. %(rest)s",
            amount=WORDS.number(content["unused_nok"]),
            rest=showing.what_of_the_rest(grant),
        )
        said.append(str(left))
    said.append(str(_("Ta vare på kvitteringene i fem år. Vi ber om stikkprøver.")))
    return said


def thanks(report: Report, version: ReportVersion, public_url: str) -> ReportThanksContent:
    """The report is approved: thanks, and what it came to."""
    grant, content = report.grant, version.content
    assert report.approved_at is not None
    assert report.approved_by_name is not None
    return ReportThanksContent(
        **_frame(grant, report.approved_at, public_url),
        heading=str(_("Takk for rapporten om %(activity)s", activity=content["title"]))[:200],
        lead=str(_("Vi har lest rapporten og godkjent den.")),
        sections=(
            Section(None, (_thanks(content),), block="thanks"),
            Section(str(_("Kort sagt")), items=tuple(_summary(content))),
            *_left(grant, content),
        ),
        officials=(Official(report.approved_by_name, str(_("saksbehandler"))),),
    )


def _thanks(content: dict[str, Any]) -> str:
    if content["held"] == "no":
        return str(_("Takk for at dere sa fra om hva som skjedde. Det hjelper oss å planlegge neste år."))
    return str(
        _("Takk for det dere gjorde for ombruk i Oslo. Det dere har lært, bruker vi når vi planlegger neste år.")
    )


def _summary(content: dict[str, Any]) -> list[str]:
    said = []
    if content["count_method"] == CountMethod.NOT_COUNTED:
        said.append(_("Besøket ble ikke talt."))
    elif content["visitors"] is not None:
        said.append(_("Det kom %(n)s besøkende.", n=WORDS.number(content["visitors"])))
    for code, count in content["outcomes"].items():
        label = outcomes.OUTCOMES.get(code, code)
        said.append(f"{label}: {WORDS.number(count)}.")
    spent = _(
        "Aktiviteten kostet %(cost)s kroner. Tilskuddet var %(grant)s kroner.",
        cost=WORDS.number(content["total_cost_nok"] or 0),
        grant=WORDS.number(content["grant_nok"]),
    )
    return [*map(str, said), str(spent)]


def _left(grant: Grant, content: dict[str, Any]) -> list[Section]:
    if not content["unused_nok"]:
        return []
    left = _(
        "%(amount)s kroner ble ikke brukt. %(rest)s",
        amount=WORDS.number(content["unused_nok"]),
        rest=showing.what_of_the_rest(grant),
    )
    return [Section(str(_("Penger som er igjen")), (str(left),))]
