"""What the press is told: who won, why, and what is known of the project. Nothing before the winner is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.clock import local
from app.extensions import db
from app.files.queries import read
from app.formatting import full_day, kroner, number
from app.letters.content import Sender
from app.letters.page import document
from app.letters.pdf import print_page
from app.prize.jury.models import JurySeat
from app.prize.letters import sender
from app.prize.models import Prize
from app.prize.nominations.models import Nomination, NominationImage, NominationItem, Side
from app.prize.verdict import queries
from app.prize.verdict.award import Award, award_of
from app.prize.verdict.models import Verdict

ON_PAPER = 2
"""Pictures in the PDF: one before and one after."""


@dataclass(frozen=True)
class Press:
    """`facts`: label and value, of the winning project. `about`: of the prize itself."""

    sender: Sender
    prize: str
    heading: str
    lead: str
    about: str
    facts: tuple[tuple[str, str], ...]
    award: Award


def press_of(year: int) -> Press:
    """Raises NoResultFound until the winner is published."""
    verdict, award = queries.public_verdict(year), award_of(year)
    if verdict is None or award is None:
        raise NoResultFound
    prize, won = verdict.prize, verdict.winner
    return Press(
        sender=sender(prize),
        prize=prize.name,
        heading=str(_("%(project)s vant %(prize)s", project=won.project, prize=prize.name)),
        lead=str(
            _(
                "%(unit)s får prisen, som i år går til det beste prosjektet innen temaet «%(theme)s».",
                unit=won.unit,
                theme=prize.theme,
            )
        ),
        about=_about(prize),
        facts=tuple((str(label), value) for label, value in _facts(won) if value),
        award=award,
    )


def _about(prize: Prize) -> str:
    seats = select(JurySeat.unit, JurySeat.is_external).where(JurySeat.prize_id == prize.id).order_by(JurySeat.position)
    units = [unit[0].lower() + unit[1:] if is_external else unit for unit, is_external in db.session.execute(seats)]
    what = _("Ombruksprisen løfter fram de gode eksemplene på ombruk i kommunen.")
    jury = _("Juryen: %(units)s.", units=", ".join(units)) if units else ""
    return " ".join(str(part) for part in (what, prize.theme_text, jury) if part)


def _facts(won: Nomination) -> Sequence[tuple[str, str]]:
    """What the winner opens on award; nothing of who nominated it."""
    items = db.session.scalars(
        select(NominationItem).where(NominationItem.nomination_id == won.id).order_by(NominationItem.position)
    )
    period = [full_day(day) for day in (won.period_from, won.period_to) if day]
    return (
        (_("Når"), " – ".join(period)),
        (_("Hva og hvor mange"), ", ".join(f"{number(item.count)} {item.kind}" for item in items)),
        (_("Leverandør"), won.supplier),
        (_("Kostnad uten mva."), kroner(won.value_nok) if won.value_nok else ""),
        (_("Nytt ville kostet"), _new_price(won)),
        (_("Det andre kan kopiere"), won.transfer),
    )


def _new_price(won: Nomination) -> str:
    if not won.new_price_nok:
        return ""
    return f"{kroner(won.new_price_nok)} ({won.new_price_basis})" if won.new_price_basis else kroner(won.new_price_nok)


def print_press(year: int, page: str) -> bytes:
    """The same as a PDF, with one picture before and one after. `page`: where it stands on the web."""
    press = press_of(year)
    verdict = queries.public_verdict(year)
    assert verdict is not None
    pictures = _on_paper(verdict)
    html = document(
        "prize/documents/press.html",
        "nb",
        press=press,
        pictures=pictures,
        page=page,
        on=local(press.award.published_at).date(),
        colour=press.sender.colour,
    )
    return print_page(html, press.award.published_at, images={each.public_id: read(each.sha256) for each in pictures})


def _on_paper(verdict: Verdict) -> list[NominationImage]:
    shown = queries.public_pictures(verdict)
    sides = [next((each for each in shown if each.side is side), None) for side in (Side.BEFORE, Side.AFTER)]
    return [each for each in sides if each is not None][:ON_PAPER]
