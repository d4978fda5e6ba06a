"""What the secretariat looks at before the jury does (domain.md 2.6 and 3.4 step 3). Pure: over a loaded nomination.

Green is in order, amber is for a person to look at, red breaks a rule of the year, and the nomination does not go to
the jury before it is mended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.applications.models import FlagLevel
from app.formatting import full_day
from app.prize.jury.models import JurySeat
from app.prize.models import OptionKind, Prize, PrizeOption
from app.prize.nominations.models import ImageConsent, Nomination, Side

GREEN, AMBER, RED = FlagLevel.GREEN, FlagLevel.AMBER, FlagLevel.RED


class Check(StrEnum):
    THEME = "theme"
    FINISHED = "finished"
    NOMINATOR = "nominator"
    IMAGES = "images"
    CONSENT = "consent"
    FACTS = "facts"
    NUMBERS = "numbers"
    DUPLICATES = "duplicates"


NAMES: dict[Check, str] = {
    Check.THEME: _l("Årets tema"),
    Check.FINISHED: _l("Ferdig innen fristen"),
    Check.NOMINATOR: _l("Hvem som nominerer"),
    Check.IMAGES: _l("Bilder"),
    Check.CONSENT: _l("Samtykke til bildene"),
    Check.FACTS: _l("Fakta"),
    Check.NUMBERS: _l("Vekt og klimagevinst"),
    Check.DUPLICATES: _l("Samme prosjekt"),
}


@dataclass(frozen=True)
class Finding:
    """How one check came out. `question`: what to ask the nominator, where asking would mend it."""

    check: Check
    level: FlagLevel
    sentence: str
    question: str = ""

    @property
    def name(self) -> str:
        return str(NAMES[self.check])


@dataclass(frozen=True)
class Rules:
    """What the year asks for. `options`: by kind and code."""

    prize: Prize
    options: Mapping[tuple[OptionKind, str], PrizeOption]

    def option(self, kind: OptionKind, code: str | None) -> PrizeOption | None:
        return self.options.get((kind, code)) if code else None


def rules_of(prize: Prize) -> Rules:
    return Rules(prize, {(each.kind, each.code): each for each in prize.options})


def findings(nomination: Nomination, rules: Rules, twins: Sequence[Nomination] = ()) -> list[Finding]:
    """All checks, in the order of the form."""
    return [
        _theme(nomination, rules),
        _finished(nomination, rules.prize),
        _nominator(nomination, rules),
        _images(nomination),
        _consent(nomination),
        _facts(nomination),
        _numbers(nomination),
        _duplicates(twins),
    ]


def questions(found: Sequence[Finding]) -> str:
    """What to ask for, one line each, for the secretary to change before it is sent."""
    return "\n".join(each.question for each in found if each.question and each.level is not GREEN)


def _theme(nomination: Nomination, rules: Rules) -> Finding:
    option = rules.option(OptionKind.AGREEMENT, nomination.agreement)
    ask = str(_("Hvilken avtale ble brukt? Spør innkjøperen hvis dere er usikre."))
    if not rules.prize.requires_agreement:
        return Finding(Check.THEME, GREEN, str(_("Temaet krever ingen bestemt avtale.")))
    if option is None:
        return Finding(Check.THEME, AMBER, str(_("Avtalen er ikke oppgitt.")), ask)
    if not option.qualifies:
        return Finding(Check.THEME, RED, str(_("«%(name)s» er ikke med i årets tema.", name=option.name)), ask)
    return Finding(Check.THEME, GREEN, str(option.name))


def _finished(nomination: Nomination, prize: Prize) -> Finding:
    limit, ended = full_day(prize.finished_by), nomination.period_to
    if nomination.is_finished is False:
        sentence = _("Prosjektet pågår ennå. Det må være ferdig %(day)s.", day=limit)
        return Finding(Check.FINISHED, RED, str(sentence), str(_("Når ble prosjektet ferdig, eller når blir det det?")))
    if ended is not None and ended > prize.finished_by:
        sentence = _("Slutter %(ended)s. Det må være ferdig %(day)s.", ended=full_day(ended), day=limit)
        return Finding(Check.FINISHED, RED, str(sentence), str(_("Stemmer datoen da prosjektet ble ferdig?")))
    if ended is None or nomination.is_finished is None:
        sentence = _("Det står ikke når prosjektet ble ferdig.")
        return Finding(Check.FINISHED, AMBER, str(sentence), str(_("Når ble prosjektet ferdig?")))
    return Finding(Check.FINISHED, GREEN, str(_("Ferdig %(ended)s.", ended=full_day(ended))))


def _nominator(nomination: Nomination, rules: Rules) -> Finding:
    option = rules.option(OptionKind.RELATION, nomination.relation)
    if option is None:
        ask = str(_("Hva er forholdet ditt til prosjektet?"))
        return Finding(Check.NOMINATOR, AMBER, str(_("Forholdet til prosjektet er ikke oppgitt.")), ask)
    if option.is_resident and not rules.prize.residents_may_nominate:
        sentence = _("«%(name)s». I år kan ikke innbyggere nominere.", name=option.name)
        return Finding(Check.NOMINATOR, RED, str(sentence))
    if option.is_own:
        sentence = _("«%(name)s». Det er lov å nominere seg selv. Juryen får vite det.", name=option.name)
        return Finding(Check.NOMINATOR, GREEN, str(sentence))
    return Finding(Check.NOMINATOR, GREEN, f"«{option.name}».")


def _images(nomination: Nomination) -> Finding:
    before = [each for each in nomination.images if each.side is Side.BEFORE]
    after = [each for each in nomination.images if each.side is Side.AFTER]
    if not after:
        ask = str(_("Send minst ett bilde av hvordan det ble."))
        return Finding(Check.IMAGES, RED, str(_("Det mangler bilde av hvordan det ble.")), ask)
    untold = sum(1 for each in (*before, *after) if not each.alt.strip())
    lacks = [
        *([_("Det mangler bilde av hvordan det var.")] if not before else []),
        *(
            [ngettext("%(num)s bilde mangler beskrivelse.", "%(num)s bilder mangler beskrivelse.", untold)]
            if untold
            else []
        ),
    ]
    if lacks:
        ask = str(_("Har dere bilder fra før arbeidet begynte?")) if not before else ""
        return Finding(Check.IMAGES, AMBER, " ".join(lacks), ask)
    sentence = _("%(before)s før og %(after)s etter.", before=len(before), after=len(after))
    return Finding(Check.IMAGES, GREEN, str(sentence))


def _consent(nomination: Nomination) -> Finding:
    """Asked for before something is published, not before the jury scores (domain.md 2.6)."""
    if nomination.image_consent is ImageConsent.PUBLIC:
        return Finding(Check.CONSENT, GREEN, str(_("Bildene kan vises offentlig.")))
    if nomination.image_consent is ImageConsent.INTERNAL:
        sentence = _("Bildene kan vises internt. Be om samtykke før noe publiseres.")
        return Finding(Check.CONSENT, AMBER, str(sentence))
    if nomination.image_consent is ImageConsent.JURY:
        return Finding(Check.CONSENT, AMBER, str(_("Bare juryen kan se bildene. Be om samtykke før noe publiseres.")))
    return Finding(Check.CONSENT, AMBER, str(_("Det er ikke svart.")), str(_("Kan bildene vises, og for hvem?")))


REQUIRED: tuple[tuple[str, str], ...] = (
    ("unit", _l("Hvilken virksomhet står bak?")),
    ("contact_email", _l("Hvem kan svare på spørsmål om fakta? Skriv navn og e-post.")),
    ("why", _l("Hvorfor bør prosjektet vinne?")),
    ("supplier", _l("Hvem var leverandør?")),
    ("value_nok", _l("Hva kostet det, uten mva.? Et rundt tall holder.")),
    ("items", _l("Hva ble reparert eller laget om, og hvor mange?")),
    ("transfer", _l("Hva kan andre kopiere?")),
)
"""What must be answered (R in domain.md 2.6), and how it is asked for."""


def _facts(nomination: Nomination) -> Finding:
    missing = [str(question) for field, question in REQUIRED if getattr(nomination, field) in (None, "", [])]
    if missing:
        return Finding(Check.FACTS, AMBER, str(_("Ikke besvart: %(what)s", what=" ".join(missing))), "\n".join(missing))
    if not nomination.is_confirmed:
        return Finding(Check.FACTS, AMBER, str(_("Nominatoren har ikke bekreftet at opplysningene stemmer.")))
    return Finding(Check.FACTS, GREEN, str(_("Alt som må fylles ut, er fylt ut.")))


def _numbers(nomination: Nomination) -> Finding:
    if nomination.weight_kg is None and nomination.co2e_kg is None:
        return Finding(Check.NUMBERS, GREEN, str(_("Ikke beregnet. Det er lov, og gir ikke lav poengsum i seg selv.")))
    if not nomination.method.strip():
        ask = str(_("Hvordan er vekten eller klimagevinsten regnet ut?"))
        return Finding(Check.NUMBERS, AMBER, str(_("Tallene mangler metode.")), ask)
    return Finding(Check.NUMBERS, GREEN, str(_("Tallene har metode.")))


def _duplicates(twins: Sequence[Nomination]) -> Finding:
    if not twins:
        return Finding(Check.DUPLICATES, GREEN, str(_("Ingen andre nominasjoner ligner.")))
    references = ", ".join(each.reference for each in twins)
    return Finding(
        Check.DUPLICATES, AMBER, str(_("Ligner på %(references)s. Er det samme prosjekt?", references=references))
    )


def suggested_seat(nomination: Nomination, seats: Sequence[JurySeat]) -> JurySeat | None:
    """The seat of the unit that owns the project, when its name or code stands in what the nominator wrote."""
    written = nomination.unit.casefold()
    for seat in seats:
        if not seat.is_external and (seat.unit.casefold() in written or seat.code.casefold() in written.split()):
            return seat
    return None
