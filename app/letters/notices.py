"""The e-mails that tell of a letter: that it is ready and where, never what it says."""

import hashlib

from app.letters.models import Letter, LetterKind
from app.letters.page import mail_text
from app.mail.actions import Draft

PREFIX = "notice-"
TEMPLATES = {
    (LetterKind.RECEIPT, 1): "emails/receipt_ready.txt",
    (LetterKind.DECISION, 1): "emails/decision_ready.txt",
    (LetterKind.DECISION, 2): "emails/decision_unopened.txt",
    (LetterKind.SUPPLEMENT, 1): "emails/supplement_ready.txt",
    (LetterKind.SUPPLEMENT_RECEIPT, 1): "emails/supplement_receipt.txt",
}
CHANGED = "emails/decision_changed.txt"
OTHERS = "emails/letter_ready.txt"


def draft(letter: Letter, address: str, ordinal: int) -> Draft:
    """The notice to one address. Its key holds the address as a hash, since an address may be longer than a key."""
    sender = letter.content["sender"]
    link = letter.content.get("decision_link") or letter.content.get("link")
    if not link:
        raise ValueError("a notice tells where, and this letter has no link")
    template = TEMPLATES.get((letter.kind, ordinal), OTHERS)
    subject, body = mail_text(
        CHANGED if letter.content.get("change") and ordinal == 1 else template,
        letter.content["language"],
        reference=letter.case_reference,
        link=link,
        municipality=sender["municipality"],
        unit=sender["unit"],
        phone=sender["phone"],
        may_appeal=(letter.content.get("appeal") or {}).get("deadline") is not None,
    )
    digest = hashlib.sha256(address.casefold().encode()).hexdigest()[:24]
    return Draft(f"{PREFIX}{ordinal}:{letter.public_id}:{digest}", address, subject, body, letter.case_reference)
