"""What rooms above add to the applicant's own page of a case (docs/decisions/0004)."""

from collections.abc import Callable, Sequence
from typing import Any

from app.applications.models import Application
from app.audit.models import AuditEvent

Addition = Callable[[Application, Sequence[AuditEvent]], Any]
_additions: dict[str, Addition] = {}


def shows(name: str) -> Callable[[Addition], Addition]:
    """The template finds what `addition(application, events)` gives as `beside.<name>`. `events` are the newest of the
    case, already loaded, so that an addition need not ask the database about what never happened."""

    def register(addition: Addition) -> Addition:
        _additions[name] = addition
        return addition

    return register


def beside(application: Application, events: Sequence[AuditEvent]) -> dict[str, Any]:
    """Everything that is added."""
    return {name: addition(application, events) for name, addition in _additions.items()}
