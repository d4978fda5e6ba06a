"""What a thing's status is called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """Staff and applicants read different words for the same status. `colour` is that of the tag."""

    staff: str
    applicant: str
    colour: str
