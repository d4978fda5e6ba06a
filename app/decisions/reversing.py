"""Make a released decision anew (omgjøring, forvaltningsloven § 35): one prepares, another approves."""

from collections.abc import Mapping
from datetime import datetime

from app.accounts.models import User
from app.decisions.models import Decision
from app.decisions.outcomes import Proposal
from app.decisions.reversal_models import Ground, Reversal


def prepare(
    decision: Decision,
    ground: Ground,
    proposals: Mapping[int, Proposal],
    explanation: str,
    *,
    appeal_id: int | None = None,
    by: User,
    at: datetime,
) -> Reversal:
    """Propose the next version of `decision`, the newest released one. `proposals` by activity; one left out stays as it
    is. Raises what the rules raise."""
    raise NotImplementedError


def approve(reversal: Reversal, *, by: User, at: datetime) -> Decision:
    """Make the new version, and move the pot by the difference. Its letter goes out by the releases."""
    raise NotImplementedError


def withdraw(reversal: Reversal, *, by: User, at: datetime) -> None:
    """The preparer, or another case handler, takes it back before it is approved."""
    raise NotImplementedError
