"""The pages of the form, read and sent as a browser without JavaScript does."""

from collections.abc import Callable
from typing import Any

import html5lib
from flask.testing import FlaskClient

from app.accounts.models import User
from app.applications import drafting
from app.applications.models import Application
from app.extensions import db

SignIn = Callable[[Any], FlaskClient]


def fill(draft: Application, by: User, **values: str) -> None:
    drafting.save_fields(draft, {f"a1.{key}": text for key, text in values.items()}, by=by, at=draft.created_at)
    db.session.commit()


def url(draft: Application, step: str) -> str:
    return f"/soknader/{draft.reference}/steg/{step}"


def page_of(response: Any) -> Any:
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def all_of(part: Any, *tags: str) -> list[Any]:
    return [node for node in part.iter() if node.tag in tags]


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser without JavaScript would send back from this page, apart from the button."""
    fields: dict[str, Any] = {}
    form = next(form for form in page_of(response).iter("form") if form.get("data-draft"))
    inert = {node for template in form.iter("template") for node in template.iter()}
    for node in all_of(form, "input", "textarea", "select"):
        name = node.get("name")
        if node in inert or not name or node.get("type") in {"file", "submit"}:
            continue
        if node.get("type") in {"radio", "checkbox"} and node.get("checked") is None:
            continue
        if node.tag == "select":
            chosen = [option.get("value") for option in node.iter("option") if option.get("selected") is not None]
            fields[name] = chosen[0] if chosen else ""
        else:
            text = node.text or "" if node.tag == "textarea" else node.get("value", "")
            fields.setdefault(name, []).append(text)
    return fields


def send(client: FlaskClient, draft: Application, step: str, button: str = "next", **changes: Any) -> Any:
    """Open a page, change some fields (`title` → a1.title), and press a button."""
    fields = fields_of(client.get(url(draft, step)))
    fields.update({f"a1.{key.replace('__', '.')}": text for key, text in changes.items()})
    return client.post(url(draft, step), data={**fields, "_do": button})


# --- which pages there are ---------------------------------------------------------------------------------------
