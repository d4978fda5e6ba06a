"""What every letter of a round has in common."""

from app.letters.content import Sender
from app.rounds.models import Round


def sender(grant_round: Round) -> Sender:
    """The round's owner, as the letterhead shows it."""
    return Sender(
        municipality=grant_round.municipality,
        unit=grant_round.owner_unit,
        orgnr=grant_round.owner_orgnr,
        address=grant_round.owner_address,
        email=grant_round.contact_email,
        phone=grant_round.contact_phone,
        colour=grant_round.letter_colour,
    )
