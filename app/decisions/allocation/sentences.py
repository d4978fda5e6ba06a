"""The reasons of an allocation as sentences for a case handler. Whole kroner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from app.applications.models import Status
from app.applications.workflow import LABELS
from app.decisions.allocation.result import Conflict, Result, Said
from app.formatting import kroner, number, score

Fields = Mapping[str, str | int]


@dataclass(frozen=True)
class Names:
    """What codes are called."""

    categories: Mapping[str, str]
    districts: Mapping[str, str]
    criteria: Mapping[str, str]

    def group(self, kind: str, code: str) -> str:
        """A category in guillemets, a district by its name."""
        if kind == "category":
            return f"«{self.categories.get(code, code)}»"
        return self.districts.get(code, code)


def why(said: Said, names: Names) -> str:
    """Why this amount."""
    code, fields = said
    return str(WHY[code](fields, names))


def hinders(next_nok: int | None, said: Said | None, names: Names) -> str:
    """What stands between it and the next amount; empty where there is none."""
    if said is None or next_nok is None:
        return ""
    code, fields = said
    return str(
        _(
            "Neste beløp er %(next)s: %(why)s",
            next=kroner(next_nok),
            why=HINDERS[code](fields, names),
        )
    )


def _nok(fields: Fields, name: str) -> str:
    return kroner(int(fields[name]))


def _group(fields: Fields, names: Names) -> str:
    return names.group(str(fields["kind"]), str(fields["group"]))


def _blocked(fields: Fields, names: Names) -> str:
    status = str(fields["status"])
    if status == "hidden":
        return str(_("Ikke med: du har ikke sendt din egen vurdering, og ser ikke poengene."))
    return str(_("Ikke med: saken har status «%(status)s».", status=LABELS[Status(status)].staff))


def _below_floor(fields: Fields, names: Names) -> str:
    criterion = str(fields["criterion"])
    return str(
        _(
            "%(value)s på «%(name)s», under %(least)s som kreves.",
            value=str(fields["value"]).replace(".", ","),
            name=names.criteria.get(criterion, criterion),
            least=fields["least"],
        )
    )


def _below_points(fields: Fields, names: Names) -> str:
    return str(_("Under terskelen på %(least)s poeng.", least=_points(fields["least"])))


def _points(value: str | int) -> str:
    return score(Decimal(value)).removesuffix(",0")


def _lifted_one(fields: Fields, names: Names) -> str:
    return str(_("Løftet for at minst én i %(group)s skal få støtte.", group=_group(fields, names)))


WHY: Mapping[str, Callable[[Fields, Names], str]] = {
    "settled_decided": lambda f, _n: _("Vedtatt med %(nok)s.", nok=_nok(f, "nok")),
    "settled_recommended": lambda f, _n: _("Venter på godkjenning med %(nok)s.", nok=_nok(f, "nok")),
    "blocked": _blocked,
    "unscored": lambda _f, _n: _("Ikke med: vurderingen er ikke fullstendig."),
    "below_floor": _below_floor,
    "below_points": _below_points,
    "no_amount": lambda f, _n: (
        _("Søkeren trenger minst %(nok)s, og så mye kan ikke gis.", nok=_nok(f, "lowest"))
        if f["lowest"]
        else _("Det er ikke noe beløp som passer: utgiftene eller taket er for lavt.")
    ),
    "whole": lambda _f, _n: _("Hele beløpet det er søkt om."),
    "activity_cap": lambda f, _n: _("Taket per aktivitet, som er %(nok)s.", nok=_nok(f, "cap")),
    "expenses": lambda f, _n: _("Så mye som utgiftene på %(nok)s gir rom for.", nok=_nok(f, "expenses")),
    "lowest": lambda f, _n: _(
        "Det minste beløpet: %(share)s prosent av det aktiviteten kan få, rundet opp.", share=f["share"]
    ),
    "lowest_named": lambda _f, _n: _("Det minste beløpet som søkeren skriver at de kan bruke."),
    "part": lambda _f, _n: _("En del av beløpet det er søkt om."),
    "nothing": lambda _f, _n: _("Fikk ikke plass."),
    "lifted_only": lambda f, n: _("Løftet fordi den er den eneste støtteberettigede i %(group)s.", group=_group(f, n)),
    "lifted_one": _lifted_one,
    "lifted_share": lambda f, n: _("Løftet for at %(group)s skal få sin andel.", group=_group(f, n)),
}

HINDERS: Mapping[str, Callable[[Fields, Names], str]] = {
    "pot": lambda f, _n: _("%(nok)s mangler i potten.", nok=_nok(f, "missing")),
    "organisation_nok": lambda f, _n: _(
        "taket per søker er %(cap)s, og %(nok)s mangler under det.", cap=_nok(f, "cap"), nok=_nok(f, "missing")
    ),
    "organisation_count": lambda f, _n: ngettext(
        "søkeren har %(num)s aktivitet med, og kan ikke få støtte til flere.",
        "søkeren har %(num)s aktiviteter med, og kan ikke få støtte til flere.",
        int(f["count"]),
    ),
    "gave_way": lambda f, _n: _("pengene gikk til en som ble løftet for spredningens skyld."),
    "search": lambda _f, _n: _("regnestykket ble stoppet før alt var prøvd."),
}


def binding(said: Said, names: Names) -> str:
    """A rule that holds the allocation back."""
    code, fields = said
    return str(BINDING[code](fields, names))


BINDING: Mapping[str, Callable[[Fields, Names], str]] = {
    "pot": lambda f, _n: ngettext(
        "Potten: %(num)s aktivitet kunne fått mer. %(left)s blir igjen, for lite til neste beløp.",
        "Potten: %(num)s aktiviteter kunne fått mer. %(left)s blir igjen, for lite til neste beløp.",
        int(f["count"]),
        left=_nok(f, "left"),
    ),
    "organisation_nok": lambda f, _n: ngettext(
        "Taket per søker på %(cap)s holder igjen %(num)s aktivitet.",
        "Taket per søker på %(cap)s holder igjen %(num)s aktiviteter.",
        int(f["count"]),
        cap=_nok(f, "cap"),
    ),
    "organisation_count": lambda f, _n: ngettext(
        "Høyst %(cap)s aktiviteter per søker holder igjen %(num)s aktivitet.",
        "Høyst %(cap)s aktiviteter per søker holder igjen %(num)s aktiviteter.",
        int(f["count"]),
        cap=f["cap"],
    ),
    "spread_one": lambda f, n: _("Kravet om minst én i %(group)s flytter penger.", group=_group(f, n)),
    "spread_share": lambda f, n: _("Andelen til %(group)s flytter penger.", group=_group(f, n)),
}


def proof(result: Result) -> str:
    """How good it is, in words."""
    if result.is_proven:
        return str(_("Bevist best: ingen fordeling innenfor reglene gir mer poeng for pengene."))
    return str(
        _(
            "Høyst %(distance)s prosent fra den beste som finnes. Regnestykket ble stoppet før alt var prøvd.",
            distance=str(result.distance.quantize(Decimal("0.0001"))).replace(".", ","),
        )
    )


def gain(result: Result) -> str:
    """How much better than the plain ranked cut; empty when it is not."""
    if not result.ranked_benefit or result.benefit <= result.ranked_benefit:
        return ""
    percent = (Decimal(result.benefit) / result.ranked_benefit - 1) * 100
    return str(
        _(
            "Nytten er %(percent)s prosent større enn å gi alle det de kan få, ovenfra og ned, til potten er brukt.",
            percent=score(percent),
        )
    )


def conflict(found: Conflict, left_nok: int, names: Names) -> list[str]:
    """Which rules collide, what it would take, and what the nearest leaves out."""
    if "settled" in found.between:
        return [
            str(
                _(
                    "Det er alt vedtatt og innstilt %(over)s mer enn potten uten reserven. Ingen får noe mer.",
                    over=kroner(-left_nok),
                )
            )
        ]
    said = [str(_("Disse reglene kan ikke holdes samtidig: %(rules)s.", rules=_list(found.between, names)))]
    if found.least_nok is None:
        said.append(str(_("Ingen pott er stor nok, for takene per søker står i veien.")))
    elif found.least_nok > left_nok:
        said.append(
            str(
                _(
                    "Alle kravene til spredning koster minst %(least)s, og %(left)s kan deles ut.",
                    least=kroner(found.least_nok),
                    left=kroner(left_nok),
                )
            )
        )
    said.append(
        str(_("Nærmest kommer forslaget under. Det holder alt unntatt: %(unmet)s.", unmet=_list(found.unmet, names)))
    )
    return said


def _list(rules: Sequence[str], names: Names) -> str:
    return "; ".join(rule(name, names) for name in rules)


def rule(name: str, names: Names) -> str:
    """A rule by its name in the programme: «minst én i Stovner»."""
    if name == "pot":
        return str(_("potten"))
    kind, _colon, rest = name.partition(":")
    if kind == "organisation_nok":
        return str(_("taket per søker"))
    if kind == "organisation_count":
        return str(_("høyst så mange aktiviteter per søker"))
    what, _colon, group = rest.partition(":")
    if what == "one":
        return str(_("minst én i %(group)s", group=names.group(kind, group)))
    return str(_("andelen til %(group)s", group=names.group(kind, group)))


def difference(nok: int) -> str:
    """«+2 500» or «−2 500»."""
    return f"+{number(nok)}" if nok > 0 else number(nok)
