"""Put one of the round's reusable reasons into a text, where the browser has not done it already."""

from collections.abc import Mapping

from app.applications.models import Application
from app.decisions import queries
from app.decisions.forms import ProposalForm


def insert(application: Application, forms: Mapping[int, ProposalForm], wanted: str | None) -> None:
    """`wanted` is the activity whose button was pressed («a1-»): the chosen snippet goes after what is written."""
    for activity in application.activities:
        form = forms[activity.id]
        if wanted != f"a{activity.position}-" or not form.snippet.data:
            continue
        texts = [
            text.text for text in queries.snippets(application.round_id) if str(text.position) == form.snippet.data
        ]
        form.reasons.data = "\n".join(part for part in [form.reasons.data, *texts] if part)
