"""The rules for sharing the pot as those who apply read them: what is announced stands. Pure."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.formatting import kroner, score
from app.rounds import contents
from app.rounds.models import Round


def sentences(grant_round: Round) -> list[str]:
    """Those that this round has."""
    cap, count = grant_round.max_organisation_nok, grant_round.max_organisation_activities
    named = {criterion["code"]: criterion["name"] for criterion in contents.criteria(grant_round)}
    floor = named.get(grant_round.floor_criterion)
    spread = [
        (grant_round.spreads_districts, _("bydel")),
        (grant_round.spreads_categories, _("tema")),
    ]
    wanted = _(" og ").join(str(name) for asked, name in spread if asked)
    found = [
        _("En søker kan få høyst %(cap)s.", cap=kroner(cap)) if cap is not None else "",
        ngettext(
            "En søker kan få støtte til høyst %(num)s aktivitet.",
            "En søker kan få støtte til høyst %(num)s aktiviteter.",
            count,
        )
        if count is not None
        else "",
        _(
            "Aktiviteten må ha minst %(value)s på «%(name)s», uansett hva de andre kriteriene gir.",
            value=grant_round.floor_value,
            name=floor,
        )
        if floor
        else "",
        _(
            "Vi prøver å støtte minst én aktivitet i hver %(wanted)s, hvis den får minst %(points)s poeng.",
            wanted=wanted,
            points=score(grant_round.spread_score).removesuffix(",0"),
        )
        if wanted
        else "",
    ]
    return [str(sentence) for sentence in found if sentence]
