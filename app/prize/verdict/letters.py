"""The letters after the handover: to the winner, and to those who nominated what did not win (domain.md 5.2)."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.formatting import full_day, kroner
from app.letters.content import Recipient
from app.letters.page import address
from app.letters.sectioned import Official, PrizeThanksContent, PrizeWinnerContent, Section
from app.prize.letters import sender
from app.prize.models import Prize
from app.prize.nominations.models import ImageConsent, Nomination
from app.prize.verdict.models import Verdict


@dataclass(frozen=True)
class Occasion:
    """What the letters of one year have in common. `signer`: the chair. `nominations`: how many projects were sent in,
    merged ones counted once. `page`: where the public reads of the winner."""

    signer: Official
    nominations: int
    page: str
    on: date
    handed_over_on: date


def winner(verdict: Verdict, occasion: Occasion) -> PrizeWinnerContent:
    """Congratulations, the statement, what the prize is, the handover, and the pictures."""
    prize, won = verdict.prize, verdict.winner
    sections = (
        Section(str(_("Dette skriver juryen")), (verdict.statement,), block="statement"),
        Section(str(_("Prisen")), (_prize_text(prize),), block="prize"),
        Section(str(_("Overrekkelsen")), _handover(occasion.handed_over_on)),
        Section(str(_("Bilder og film")), _photos(won), block="photos"),
        Section(
            str(_("Fortell det videre")),
            (
                str(
                    _(
                        "Når vi har publisert vinneren, ligger begrunnelsen og pressemeldingen her: %(page)s. "
                        "Del gjerne lenken.",
                        page=address(occasion.page),
                    )
                ),
            ),
        ),
    )
    return PrizeWinnerContent(
        sender=sender(prize),
        recipient=Recipient(won.unit),
        reference=won.reference,
        on=occasion.on,
        heading=str(_("Gratulerer – %(project)s har vunnet %(prize)s!", project=won.project, prize=prize.name)),
        lead=str(_won_among(won, occasion.nominations)),
        sections=sections,
        officials=(occasion.signer,),
    )


def _won_among(won: Nomination, count: int) -> str:
    if count < 2:
        return str(_("Juryen har gitt prisen til %(project)s ved %(unit)s.", project=won.project, unit=won.unit))
    return str(
        _(
            "Juryen har gitt prisen til %(project)s ved %(unit)s, av %(count)s nominerte prosjekter.",
            project=won.project,
            unit=won.unit,
            count=count,
        )
    )


def _prize_text(prize: Prize) -> str:
    parts = [prize.prize_text.rstrip(".")] if prize.prize_text else []
    if prize.prize_nok:
        parts.append(kroner(prize.prize_nok))
    return f"{'. '.join(parts or [str(_('Diplom'))])}. {_('Diplomet ligger også i dette dokumentet.')}"


def _handover(on: date) -> tuple[str, ...]:
    return (
        str(_("Prisen ble overrakt %(day)s. Til da visste bare juryen og sekretariatet det.", day=full_day(on))),
        str(_("Vi publiserer vinneren om kort tid. Vent gjerne med å dele nyheten til da.")),
    )


def _photos(won: Nomination) -> tuple[str, ...]:
    said = {
        ImageConsent.PUBLIC: _(
            "Da prosjektet ble nominert, fikk vi ja til at bildene kan vises offentlig. Vi kan derfor bruke dem når vi "
            "omtaler vinneren. Dere kan ombestemme dere: skriv til oss, så tar vi dem bort."
        ),
        ImageConsent.INTERNAL: _(
            "Da prosjektet ble nominert, fikk vi ja til at bildene kan vises internt i kommunen. Vi viser dem ikke "
            "offentlig uten at dere sier ja til det."
        ),
    }.get(
        won.image_consent or ImageConsent.JURY,
        _(
            "Bildene av prosjektet er bare vist for juryen. Vi viser dem ikke for andre uten at dere sier ja til det. "
            "Skriv til oss hvis vi kan bruke dem."
        ),
    )
    people = _("Vi viser ikke bilder eller film fra overrekkelsen der noen kan kjennes igjen, uten at de har sagt ja.")
    return str(said), str(people)


def thanks(nomination: Nomination, about: Nomination, verdict: Verdict, occasion: Occasion) -> PrizeThanksContent:
    """Thanks first, then one true thing that the jury said, how many they were, and who won. A merged nomination is
    told of the project that it was merged into, which is `about`; else that is the nomination itself."""
    sections = (
        Section(None, _thanks(about, verdict, occasion.nominations), block="thanks"),
        Section(_word_heading(about), (_word(about, verdict),), block="word"),
        Section(str(_("Vinneren")), _who_won(about, verdict, address(occasion.page))),
        Section(
            str(_("Del erfaringen")),
            (
                str(
                    _(
                        "Det dere har lært, kan andre bruke. Har dere tegninger, kravtekst, en sjekkliste eller bare "
                        "et godt råd, så send det til %(email)s.",
                        email=verdict.prize.contact_email,
                    )
                ),
            ),
        ),
    )
    return PrizeThanksContent(
        sender=sender(verdict.prize),
        recipient=Recipient(nomination.nominator_name or nomination.nominator_email),
        reference=nomination.reference,
        on=occasion.on,
        heading=_heading(nomination.project, about, verdict),
        lead=str(_("Takk for at dere tok dere tid til å fortelle om %(project)s.", project=nomination.project)),
        sections=sections,
        officials=(occasion.signer,),
    )


def _is_mentioned(about: Nomination, verdict: Verdict) -> bool:
    return about.id in {each.id for each in verdict.mentions}


def _heading(project: str, about: Nomination, verdict: Verdict) -> str:
    if about.id == verdict.winner.id:
        return str(
            _("%(project)s, som dere nominerte, har vunnet %(prize)s", project=project, prize=verdict.prize.name)
        )
    if _is_mentioned(about, verdict):
        return str(_("Hederlig omtale til %(project)s", project=project))
    return str(_("Takk for at dere nominerte %(project)s", project=project))


def _thanks(about: Nomination, verdict: Verdict, count: int) -> tuple[str, ...]:
    why = _("Uten dem som nominerer, får ikke juryen øye på de gode eksemplene.")
    came = ngettext("Det kom %(num)s nominasjon i år.", "Det kom nominasjoner av %(num)s prosjekter i år.", count)
    return (f"{why} {came} {_outcome(about, verdict)}",)


def _outcome(about: Nomination, verdict: Verdict) -> str:
    if about.id == verdict.winner.id:
        return str(_("Flere nominerte dette prosjektet, og juryen behandlet nominasjonene sammen."))
    if _is_mentioned(about, verdict):
        return str(_("Juryen gir prosjektet hederlig omtale i %(prize)s.", prize=verdict.prize.name))
    if about.not_qualified_reason:
        return str(_("Prosjektet var ikke med i vurderingen denne gangen."))
    return str(_("Prosjektet vant ikke denne gangen."))


def _word_heading(about: Nomination) -> str:
    if about.not_qualified_reason:
        return str(_("Hvorfor prosjektet ikke var med"))
    return str(_("Juryen la særlig merke til"))


def _word(about: Nomination, verdict: Verdict) -> str:
    """The jury's word; for the winner's other nominators the diploma's sentence; for what was not judged, why."""
    if about.id == verdict.winner.id:
        return verdict.diploma_sentence
    if about.not_qualified_reason:
        return about.not_qualified_reason
    return next((each.text for each in verdict.words if each.nomination_id == about.id), "")


def _who_won(about: Nomination, verdict: Verdict, page: str) -> tuple[str, ...]:
    won = verdict.winner
    read = str(_("Les juryens begrunnelse her: %(page)s", page=page))
    if about.id == won.id:
        return (read,)
    told = _("%(project)s ved %(unit)s vant %(prize)s.", project=won.project, unit=won.unit, prize=verdict.prize.name)
    return str(told), read
