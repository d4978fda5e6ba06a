"""What is typed to compute an allocation otherwise, and to take one up. Shape and length, and what a sum must be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.decisions.allocation.inputs import plain, spreads
from app.decisions.allocation.models import AllocationRun
from app.decisions.allocation.rules import ALL, Rules
from app.decisions.forms import TOO_LONG
from app.rounds.forms import LARGEST_NOK
from app.rounds.models import Round

WEIGHT = "weight_"


def _share(label: str, lowest: int, description: str = "") -> IntegerField:
    return IntegerField(label, [InputRequired(_l("Skriv et tall.")), NumberRange(lowest, ALL)], description=description)


def _points(label: str) -> DecimalField:
    return DecimalField(label, [InputRequired(_l("Skriv et tall mellom 0 og 100.")), NumberRange(0, 100)], places=None)


def _amount(label: str, lowest: int = 0) -> IntegerField:
    return IntegerField(label, [InputRequired(_l("Skriv et beløp i hele kroner.")), NumberRange(lowest, LARGEST_NOK)])


class MakeForm(FlaskForm):
    """Only the token: a real allocation is by the round's own rules."""


class WhatIfForm(FlaskForm):
    """Other rules, on a copy. The weights stand beside it, one field for each criterion (`what_if`)."""

    note = StringField(
        _l("Hva prøver dere?"),
        [Length(max=AllocationRun.NOTE_LENGTH, message=TOO_LONG)],
        description=_l("For å kjenne den igjen, for eksempel «halv reserve»."),
    )
    cases = SelectField(_l("Saker fra"), description=_l("En annen rundes saker under disse reglene."))
    redo = BooleanField(_l("Fordel også det som er innstilt og vedtatt på nytt"))
    pot_nok = _amount(_l("Pott"), 1)
    reserve_nok = _amount(_l("Reserve"))
    max_organisation_nok = IntegerField(
        _l("Tak per søker"), [Optional(), NumberRange(1, LARGEST_NOK)], description=_l("Tomt: ingen grense.")
    )
    max_organisation_activities = IntegerField(
        _l("Aktiviteter per søker, høyst"), [Optional(), NumberRange(1, 100)], description=_l("Tomt: ingen grense.")
    )
    fundable_score = _points(_l("Poeng som skal til for å få støtte"))
    spread_score = _points(_l("Poeng som skal til for å bli løftet"))
    spreads_districts = BooleanField(_l("Minst én aktivitet i hver bydel"))
    spreads_categories = BooleanField(_l("Minst én aktivitet i hvert tema"))
    district_share = _share(_l("Minste andel til hver bydel, i prosent"), 0)
    category_share = _share(_l("Minste andel til hvert tema, i prosent"), 0)
    least_share = _share(
        _l("Minste del av beløpet, i prosent"),
        1,
        _l("Mindre enn dette får ingen, hvis ikke søkeren skriver at de kan bruke mindre."),
    )
    upper_weight = _share(
        _l("Kroner over den minste delen teller, i prosent"),
        1,
        _l("Lavere tall gir litt til flere, høyere mer til færre."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        return all([fine, self._reserve_fits(), self._weights_are_whole()])

    def _reserve_fits(self) -> bool:
        pot, reserve = self.pot_nok.data, self.reserve_nok.data
        if pot is None or reserve is None or reserve <= pot:
            return True
        self.reserve_nok.errors = [_("Reserven kan ikke være større enn potten.")]
        return False

    @property
    def weights(self) -> list[IntegerField]:
        return [field for field in self if field.name.startswith(WEIGHT)]

    def _weights_are_whole(self) -> bool:
        total = sum(field.data or 0 for field in self.weights)
        if not self.weights or total == ALL:
            return True
        self.weights[0].errors = [_("Vektene blir %(sum)s. De skal bli 100.", sum=total)]
        return False

    def rules(self, base: Rules) -> Rules:
        """As typed; what is not on the form as `base` has it."""
        return replace(
            base,
            pot_nok=self.pot_nok.data,
            reserve_nok=self.reserve_nok.data,
            max_organisation_nok=self.max_organisation_nok.data,
            max_organisation_activities=self.max_organisation_activities.data,
            fundable_score=plain(self.fundable_score.data),
            spread_score=plain(self.spread_score.data),
            spreads=spreads(
                self.spreads_categories.data,
                self.spreads_districts.data,
                self.category_share.data,
                self.district_share.data,
            ),
            least_share=self.least_share.data,
            upper_weight=self.upper_weight.data,
            weights=tuple((field.name.removeprefix(WEIGHT), field.data) for field in self.weights),
        )


def what_if(grant_round: Round, rules: Rules, criteria: Mapping[str, str], rounds: Sequence[Round]) -> WhatIfForm:
    """Filled with the rules as they are, unless it was just sent."""
    weights = {
        f"{WEIGHT}{code}": IntegerField(
            criteria.get(code, code), [InputRequired(_l("Skriv en vekt.")), NumberRange(0, ALL)], default=weight
        )
        for code, weight in rules.weights
    }
    made: WhatIfForm = type("WhatIfForm", (WhatIfForm,), weights)(data=_data(grant_round, rules))
    made.cases.choices = [SelectChoice(one.slug, one.name) for one in rounds]
    return made


def _data(grant_round: Round, rules: Rules) -> dict[str, Any]:
    asked = {spread.kind: spread for spread in rules.spreads}
    names = ("pot_nok", "reserve_nok", "max_organisation_nok", "max_organisation_activities", "fundable_score")
    more = ("spread_score", "least_share", "upper_weight")
    return {
        "cases": grant_round.slug,
        **{name: getattr(rules, name) for name in (*names, *more)},
        **{f"{WEIGHT}{code}": weight for code, weight in rules.weights},
        "spreads_categories": "category" in asked,
        "spreads_districts": "district" in asked,
        "category_share": 0,
        "district_share": 0,
    }
