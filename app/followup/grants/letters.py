"""What the letters of a grant have in common: where they lead, and how they are numbered."""

from app.followup.grants.models import Grant

LETTERS_A_GRANT = 100


def page_of(grant: Grant, public_url: str) -> str:
    """The party's page of the grant, as a whole address."""
    return f"{public_url}/tilskudd/{grant.application.reference}/{grant.activity.position}"


def version_of(grant: Grant, number: int) -> int:
    """A letter's number among those of its kind in the case: 203 is the third of the second activity."""
    return grant.activity.position * LETTERS_A_GRANT + number
