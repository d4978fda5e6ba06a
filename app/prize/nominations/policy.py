"""What a nominator may do, and until when. Who holds the link is the nominator; there is no account to ask."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor
from app.formatting import moment, moment_exact
from app.policy import NotComplete, NotNow
from app.prize.models import OptionKind, Prize, PrizeOption, PrizeStatus
from app.prize.nominations import workflow
from app.prize.nominations.models import (
    FactRequest,
    Nomination,
    NominationImage,
    NominationStatus,
    Side,
)

N = NominationStatus
SETTLED = frozenset(
    {
        PrizeStatus.RANKED,
        PrizeStatus.STATEMENT_READY,
        PrizeStatus.SIGNED,
        PrizeStatus.EMBARGO,
        PrizeStatus.HANDED_OVER,
        PrizeStatus.PUBLISHED,
        PrizeStatus.ARCHIVED,
    }
)
"""From the ranking on nothing is withdrawn: the verdict stands on what was judged."""


def can_begin(prize: Prize, at: datetime) -> None:
    """By the server's clock. The last second counts whole, as it is written: 23.59.59."""
    if prize.announced_at is None or prize.status is PrizeStatus.CANCELLED:
        raise NotNow(_("Prisen tar ikke imot nominasjoner."))
    if at < prize.opens_at:
        raise NotNow(_("Det går an å nominere fra %(opens)s.", opens=moment(prize.opens_at)))
    if at.replace(microsecond=0) > prize.closes_at:
        raise NotNow(_("Fristen for å nominere gikk ut %(closes)s.", closes=moment_exact(prize.closes_at)))


def can_write(nomination: Nomination, at: datetime) -> None:
    """A draft is written until the deadline."""
    if nomination.status is not N.DRAFT:
        raise NotNow(_("Nominasjonen er sendt og kan ikke endres her."))
    can_begin(nomination.prize, at)


def can_add_picture(nomination: Nomination, side: Side) -> None:
    if sum(each.side is side for each in nomination.images) >= NominationImage.MOST:
        sentence = _("Det er plass til %(most)s bilder. Fjern et hvis du vil bytte det ut.", most=NominationImage.MOST)
        raise NotComplete(sentence, {side.value: sentence})


def can_send(nomination: Nomination, at: datetime) -> None:
    """Raises NotComplete naming each field that lacks something."""
    can_write(nomination, at)
    missing = dict(lacks(nomination))
    if missing:
        raise NotComplete(_("Noe mangler. Fyll ut det, og send igjen."), missing)


def can_withdraw(nomination: Nomination, by: Actor) -> None:
    workflow.check_move(nomination, N.WITHDRAWN, by)
    if nomination.prize.status in SETTLED:
        raise NotNow(_("Juryen er ferdig, og nominasjonen kan ikke trekkes lenger. Ta kontakt med oss."))


def can_answer(request: FactRequest, nomination: Nomination) -> None:
    """Late answers are taken as long as the secretariat has not gone on without."""
    if request.answered_at is not None:
        raise NotNow(_("Spørsmålet er besvart."))
    if request.closed_at is not None or nomination.status in (N.WITHDRAWN, N.MERGED, N.NOT_QUALIFIED):
        raise NotNow(_("Vi har gått videre, og trenger ikke svaret lenger. Takk likevel."))


# --- what a nomination must hold (domain.md 2.6) ---------------------------------------------------------------------


def lacks(nomination: Nomination) -> Iterator[tuple[str, str]]:
    """(field, sentence) for each thing that is missing or does not hold, in the order of the pages."""
    yield from _about_project(nomination)
    yield from _about_why(nomination)
    yield from _about_pictures(nomination)
    yield from _about_facts(nomination)


def _empty(nomination: Nomination, **sentences: str) -> Iterator[tuple[str, str]]:
    for field, sentence in sentences.items():
        if getattr(nomination, field) in (None, ""):
            yield field, sentence


def _about_project(nomination: Nomination) -> Iterator[tuple[str, str]]:
    yield from _empty(
        nomination,
        project=_("Skriv hva prosjektet heter."),
        unit=_("Skriv hvilken virksomhet som står bak."),
        contact_name=_("Skriv hvem som kan svare på spørsmål."),
        contact_email=_("Skriv e-postadressen til den som kan svare på spørsmål."),
        nominator_name=_("Skriv hvem du er."),
        relation=_("Velg hva forholdet ditt til prosjektet er."),
    )
    relation = chosen(nomination, OptionKind.RELATION, nomination.relation)
    if relation and relation.is_resident and not nomination.prize.residents_may_nominate:
        yield (
            "relation",
            _("I år kan bare de som arbeider i kommunen eller var med på prosjektet, nominere."),
        )
    yield from _empty(
        nomination,
        period_from=_("Skriv når arbeidet begynte."),
        period_to=_("Skriv når arbeidet ble ferdig, eller når det skal bli det."),
        is_finished=_("Velg om prosjektet er ferdig."),
    )
    if nomination.period_from and nomination.period_to and nomination.period_from > nomination.period_to:
        yield "period_to", _("Arbeidet kan ikke ende før det begynte.")


def _about_why(nomination: Nomination) -> Iterator[tuple[str, str]]:
    yield from _empty(
        nomination, why=_("Skriv hvorfor prosjektet bør vinne."), transfer=_("Skriv hva andre kan kopiere.")
    )


def _about_pictures(nomination: Nomination) -> Iterator[tuple[str, str]]:
    if not any(each.side is Side.AFTER for each in nomination.images):
        yield Side.AFTER.value, _("Legg ved minst ett bilde av hvordan det ble.")
    for each in nomination.images:
        if not each.alt:
            yield f"alt-{each.public_id}", _("Skriv hva bildet viser, for dem som ikke kan se det.")
    yield from _empty(nomination, image_consent=_("Velg hvem som kan se bildene."))


def _about_facts(nomination: Nomination) -> Iterator[tuple[str, str]]:
    if nomination.prize.requires_agreement:
        yield from _empty(nomination, agreement=_("Velg hvilken avtale som ble brukt."))
    yield from _empty(
        nomination,
        supplier=_("Skriv hvem som gjorde jobben."),
        value_nok=_("Skriv hva det kostet. Et rundt tall holder."),
    )
    if not nomination.items:
        yield items_field(0, "kind"), _("Skriv hva som ble reparert eller redesignet, og hvor mange.")
    if nomination.new_price_nok is not None and not nomination.new_price_basis:
        yield "new_price_basis", _("Skriv hva anslaget på nypris bygger på.")
    if (nomination.weight_kg, nomination.co2e_kg) != (None, None) and not nomination.method:
        yield "method", _("Skriv hvordan dere vet tallene for vekt og klima.")


def items_field(position: int, part: str) -> str:
    """The name of a part of a row in the form."""
    return f"items-{position}-{part}"


def chosen(nomination: Nomination, kind: OptionKind, code: str | None) -> PrizeOption | None:
    """The option of this year that the code names."""
    return next((each for each in nomination.prize.options if each.kind is kind and each.code == code), None)
