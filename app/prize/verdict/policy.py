"""Who may seal, prove, withdraw, hand over and publish a verdict, and when. All of it is the secretary's."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.access import Actor, Role
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize import embargo
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import ImageConsent, NominationImage, NominationStatus
from app.prize.verdict.models import Verdict
from app.prize.workflow import LABELS, check_move


def can_act(by: Actor) -> None:
    """Raises NotPermitted for all but the secretary."""
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren kan gjøre dette."))


def can_seal(by: Actor, prize: Prize, verdict: Verdict) -> None:
    """When every member has confirmed the minutes as they are now."""
    can_act(by)
    if prize.status in {PrizeStatus.RANKED, PrizeStatus.STATEMENT_READY}:
        raise NotNow(_("Kåringen kan forsegles når alle i juryen har bekreftet protokollen."))
    check_move(prize, PrizeStatus.EMBARGO, by)
    if verdict.minutes_sha256 is None:
        raise NotNow(_("Kåringen kan ikke forsegles uten protokoll."))


def can_publish_commitment(by: Actor, prize: Prize, verdict: Verdict) -> None:
    """Before the handover, or it would prove nothing."""
    can_act(by)
    if verdict.commitment_published_at is not None:
        raise NotNow(_("Kontrollsummen er offentlig alt."))
    if prize.status is not PrizeStatus.EMBARGO:
        raise NotNow(_("Kontrollsummen kan bare offentliggjøres mens kåringen er forseglet."))


def can_withdraw(by: Actor, prize: Prize, reason: str = "–") -> None:
    """Until the prize is handed over, with a reason; then the jury meets again."""
    can_act(by)
    if embargo.is_over(prize):
        raise NotNow(_("Prisen er overrakt, og kåringen kan ikke trekkes tilbake her."))
    check_move(prize, PrizeStatus.MEETING, by)
    if prize.status is PrizeStatus.LOCKED:  # goes to the meeting by another way
        raise NotNow(_("Det er ingen kåring å trekke tilbake."))
    if not reason.strip():
        raise NotComplete(_("Skriv hvorfor kåringen trekkes tilbake."), {"reason": _("Skriv en begrunnelse.")})


def can_hand_over(by: Actor, prize: Prize, verdict: Verdict) -> None:
    """Only what was sealed, and while the winner and those mentioned still want to take part."""
    can_act(by)
    if prize.status in {PrizeStatus.RANKED, PrizeStatus.STATEMENT_READY, PrizeStatus.SIGNED}:
        raise NotNow(_("Kåringen må forsegles før prisen kan overrekkes."))
    check_move(prize, PrizeStatus.HANDED_OVER, by)
    gone = [each for each in (verdict.winner, *verdict.mentions) if each.status is not NominationStatus.QUALIFIED]
    if gone:
        raise NotNow(
            _(
                "%(project)s er ikke lenger med, og prisen kan ikke overrekkes. Trekk kåringen tilbake, så juryen kan "
                "møtes igjen.",
                project=gone[0].project,
            )
        )


def can_publish(
    by: Actor,
    prize: Prize,
    verdict: Verdict,
    shown: Sequence[NominationImage] = (),
    consent: str = "",
    *,
    is_checked: bool = True,
) -> None:
    """After the handover, with a text somebody has read, and for every picture a consent and words for those who
    cannot see it (domain.md 4.2)."""
    can_act(by)
    if not embargo.is_over(prize):
        raise NotNow(_("Vinneren kan publiseres når prisen er overrakt."))
    check_move(prize, PrizeStatus.PUBLISHED, by)
    if not is_checked:
        sentence = _("Bekreft at noen har lest teksten.")
        raise NotComplete(_("Vinneren er ikke publisert. %(missing)s", missing=sentence), {"is_checked": sentence})
    check_pictures(verdict, shown, consent)


def check_pictures(verdict: Verdict, shown: Sequence[NominationImage], consent: str) -> None:
    """Raises NotComplete where a picture lacks a consent to be public, or a description."""
    lacks: dict[str, str] = {}
    if shown and verdict.winner.image_consent is not ImageConsent.PUBLIC and not consent.strip():
        lacks["consent"] = _(
            "Den som nominerte, har ikke sagt ja til at bildene blir offentlige. Skriv hvem som har gitt samtykke, og "
            "når, eller publiser uten bilder."
        )
    if any(not each.alt.strip() for each in shown):
        lacks["images"] = _("Et bilde mangler beskrivelse, og kan ikke vises for alle.")
    if lacks:
        raise NotComplete(_("Vinneren er ikke publisert. %(missing)s", missing=next(iter(lacks.values()))), lacks)


def can_change_pictures(
    by: Actor, prize: Prize, verdict: Verdict, shown: Sequence[NominationImage] = (), consent: str = ""
) -> None:
    """Also after the winner is published: a consent may be taken back."""
    can_act(by)
    if not embargo.is_public(prize):
        raise NotNow(
            _(
                "Prisen har status «%(status)s». Bildene velges når vinneren publiseres.",
                status=LABELS[prize.status].text,
            )
        )
    check_pictures(verdict, shown, consent)
