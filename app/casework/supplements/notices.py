"""E-mails about a supplement that carry no letter: a reminder, more time, and that the case goes on."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from app.casework.supplements.models import Supplement
from app.casework.supplements.queries import addresses
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all


def tell(what: str, supplements: Sequence[Supplement], at: datetime) -> None:
    """Queue `emails/supplement_<what>.txt` to everybody concerned, once for each deadline. Safe to repeat."""
    queue_all(
        [
            _draft(what, supplement, address)
            for supplement in supplements
            for address in addresses(supplement.application)
        ],
        at,
    )


def _draft(what: str, supplement: Supplement, address: str) -> Draft:
    application, letter = supplement.application, supplement.letter
    of_round = application.round
    subject, body = mail_text(
        f"emails/supplement_{what}.txt",
        letter.content["language"],
        reference=application.reference,
        link=letter.content["link"],
        due_on=supplement.due_on,
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
    )
    digest = hashlib.sha256(address.casefold().encode()).hexdigest()[:24]
    key = f"supplement-{what}:{letter.public_id}:{supplement.due_on}:{digest}"
    return Draft(key, address, subject, body, application.reference)
