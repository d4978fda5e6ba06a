"""The twelve nominations, each written and sent at its own moment, and then checked as their rows expect."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import District, User
from app.config import public_url
from app.demo.drawings import draw
from app.demo.nominated import Nominated, read
from app.extensions import db
from app.prize.models import Prize
from app.prize.nominations import actions, checks, drafting, facts, merging, queries, screening
from app.prize.nominations.models import Nomination, Side

OUTSIDE, UNFINISHED, TWICE, TWICE_OF, UNCOUNTED = "N26-08", "N26-09", "N26-12", "N26-01", "N26-02"
NOT_QUALIFIED = {
    OUTSIDE: "Arbeidet er kjøpt utenfor kommunens avtaler for reparasjon og redesign, og årets pris gjelder prosjekter "
    "på avtalene. Vi vil gjerne vise prosjektet fram i andre kanaler.",
    UNFINISHED: "Prosjektet er ikke ferdig innen fristen. Nominer det gjerne på nytt når gulvet er lagt.",
}


@dataclass
class Nominating:
    """One playing of the rows into one year. `made` is what came of it, by the rows' codes."""

    prize: Prize
    monday: date
    secretary: User
    made: dict[str, Nomination] = field(default_factory=dict)

    def play(self, rows: Sequence[Nominated] = ()) -> dict[str, Nomination]:
        """All of them, or those named."""
        districts = {each.name: each.code for each in db.session.scalars(select(District))}
        for number, row in enumerate(rows or read()):
            at = self.prize.closes_at - timedelta(days=2 * (12 - number), hours=4)
            self.made[row.code] = self._sent(row, districts.get(row.district), at)
            db.session.commit()
        return self.made

    def _sent(self, row: Nominated, district: str | None, at: datetime) -> Nomination:
        name = f"{row.role.capitalize()} {'hos' if row.relation != 'user' else 'til en beboer på'} {row.unit}"[:80]
        made = actions.begin(self.prize, name, f"{row.code.lower()}@nominert.example", at=at)
        made.district_code = district
        drafting.save(made, self._answers(row), at=at)
        drafting.save_items(made, [(row.kinds[:60], row.count)], at=at)
        for side, count in ((Side.BEFORE, row.before), (Side.AFTER, max(row.after, 1))):
            if count:
                self._picture(made, row, side, at)
        actions.send(made, at=at)
        return made

    def _answers(self, row: Nominated) -> dict[str, Any]:
        starts, ends = row.period(self.monday)
        return {
            "project": row.project,
            "unit": row.unit,
            "contact_name": f"{row.role.capitalize()}, {row.unit}"[:80],
            "contact_email": f"{row.code.lower()}@nominert.example",
            "relation": row.relation,
            "period_from": starts,
            "period_to": ends,
            "is_finished": "yes" if row.is_finished else "no",
            "why": row.why,
            "image_consent": "public" if row.may_be_shown else "jury",
            "agreement": row.agreement,
            "order_form": row.order_form,
            "supplier": row.supplier,
            "value_nok": row.value_nok,
            "new_price_nok": row.new_price_nok,
            "new_price_basis": "Anslag i nominasjonen" if row.new_price_nok else "",
            "weight_kg": row.weight_kg,
            "co2e_kg": row.co2e_kg,
            "method": row.method if row.weight_kg else "",
            "social": list(row.social),
            "social_text": row.social_text,
            "users": row.users,
            "transfer": row.transfer,
        }

    def _picture(self, made: Nomination, row: Nominated, side: Side, at: datetime) -> None:
        data = draw(row.code, row.motif, mended=side is Side.AFTER)
        picture = drafting.add_picture(made, side, f"{side}.jpg", data, at=at)
        when = "etter at arbeidet var gjort" if side is Side.AFTER else "slik det så ut før"
        drafting.describe(picture, made, f"{row.kinds.capitalize()} {when}", at=at)

    def check(self, at: datetime) -> None:
        """Two do not qualify, one is the same project twice, and one is asked for its figures."""
        secretary, rules = self.secretary, checks.rules_of(self.prize)
        screening.start_all(self.made.values(), by=secretary, at=at)
        db.session.commit()
        asked = self.made[UNCOUNTED]
        question = "Vet dere hvor mye benkene veier, eller hva arbeidet har spart av utslipp? Det er lov å svare nei."
        due_on = at.date() + timedelta(days=5)
        request = facts.ask(asked, question, due_on, public_url=public_url(), by=secretary, at=at)
        actions.answer_facts(request, "Nei, det har vi dessverre ikke regnet på.", at=at + timedelta(hours=20))
        merging.merge(self.made[TWICE], self.made[TWICE_OF], by=secretary, at=at)
        seats = {seat.code for seat in queries.seats(self.prize)}
        for row in read():
            one = self.made[row.code]
            if row.code in NOT_QUALIFIED:
                screening.not_qualify(one, NOT_QUALIFIED[row.code], by=secretary, at=at + timedelta(days=1))
            elif row.code != TWICE:
                found = checks.findings(one, rules)
                code = row.unit_code
                screening.qualify(one, code, found, seats=seats, by=secretary, at=at + timedelta(days=1))
        db.session.commit()
