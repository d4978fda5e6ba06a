"""What every letter of a prize year has in common."""

from app.letters.content import Sender
from app.prize.models import Prize


def sender(prize: Prize) -> Sender:
    """The year's owner, as the letterhead shows it."""
    return Sender(
        municipality=prize.municipality,
        unit=prize.owner_unit,
        orgnr=prize.owner_orgnr,
        address=prize.owner_address,
        email=prize.contact_email,
        phone=prize.contact_phone,
        colour=prize.letter_colour,
    )
