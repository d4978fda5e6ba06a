"""Where in the form each part of an application is changed: the links of its last page."""

from collections.abc import Callable

from app.applications.models import Application
from app.applications.steps import field_id, url_of
from app.applications.support import Lack

ROWS = {"s": "sessions", "b": "budget", "g": "budget"}
"""What url_of() calls the rows of a letter."""


def urls_of(application: Application) -> Callable[[str], str]:
    """A function from a section of the snapshot's page («applicant», «activity-2», «attachments») to its step."""
    positions = {f"activity-{number}": one.position for number, one in enumerate(application.activities, start=1)}

    def url(section: str) -> str:
        if section in positions:
            return url_of(application, "title", positions[section])
        return url_of(application, "attachments" if section == "attachments" else "contact_name")

    return url


def url_of_lack(application: Application, lack: Lack) -> str:
    """The field that has no answer, on its page."""
    first, *rest = lack.path.split(".")
    if not rest:
        return url_of(application, first)
    key = ROWS[rest[0][0]] if len(rest) == 2 else rest[0]
    page, _hash, _field = url_of(application, key, int(first[1:])).partition("#")
    return f"{page}#{field_id(lack.path)}"
