"""Put one of the round's reusable reasons into a text, with its fields filled in from the case."""

from collections.abc import Mapping

from app.applications.models import Activity, Application
from app.decisions import queries
from app.decisions.forms import ProposalForm
from app.formatting import number
from app.rounds.merging import merge


def values(application: Application, activity: Activity) -> dict[str, str]:
    """What the fields of a text become for this activity (rounds.merging.FIELDS). Asks the database for nothing."""
    return {
        "aktivitet": activity.title or "",
        "soker": application.organisation.name,
        "saksnr": application.reference,
        "sokt": number(activity.sought_nok or 0),
        "tak": number(application.round.max_activity_nok),
        "runde": application.round.name,
    }


def insert(application: Application, forms: Mapping[int, ProposalForm], wanted: str | None) -> None:
    """`wanted` is the activity whose button was pressed («a1-»): the chosen snippet goes after what is written. Where
    the browser has put it in already, nothing is asked for."""
    for activity in application.activities:
        form = forms[activity.id]
        if wanted != f"a{activity.position}-" or not form.snippet.data:
            continue
        texts = [
            merge(text.text, values(application, activity))
            for text in queries.snippets(application.round_id)
            if str(text.position) == form.snippet.data
        ]
        form.reasons.data = "\n".join(part for part in [form.reasons.data, *texts] if part)
