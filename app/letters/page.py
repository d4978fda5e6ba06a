"""A letter as HTML: its content, our templates, and nothing else. No request, no database, no app."""

import functools
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.config import ROOT
from app.formatting import HARD
from app.letters.application_copy import sections
from app.letters.content import Content, LineOutcome
from app.letters.models import LetterKind
from app.letters.wording import Wording

TEMPLATES = {
    LetterKind.RECEIPT: "letters/receipt.html",
    LetterKind.DECISION: "letters/decision.html",
    LetterKind.APPEAL_RECEIPT: "letters/appeal_receipt.html",
}


def html(content: Content) -> str:
    """The whole letter. Every value is escaped: what somebody wrote is shown as they wrote it."""
    template = _environment(content.language).get_template(TEMPLATES.get(content.kind, "letters/sectioned.html"))
    return template.render(letter=content, colours=_colours(content.sender.colour))


def copy_html(language: str, **values: Any) -> str:
    """A document of a case that is no letter, printed from what is kept of it."""
    return _environment(language).get_template("letters/copy.html").render(values)


def document(template: str, language: str, **values: Any) -> str:
    """A document that is neither letter nor copy, by the template of the room that makes it. `colour`: #rrggbb."""
    return _environment(language).get_template(template).render(colours=_colours(values["colour"]), **values)


def mail_text(template: str, language: str, **values: Any) -> tuple[str, str]:
    """Subject and body of an e-mail: the first line of its template, and what follows the empty line after it."""
    subject, _, body = _environment(language).get_template(template).render(values).partition("\n")
    return subject.strip(), body.strip() + "\n"


def paragraphs(text: str | None) -> list[str]:
    """A text that people wrote, line by line; empty lines only part it."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def together(text: str) -> str:
    """The last two words of a heading on the same line, so that no line holds one small word."""
    start, space, last = text.rpartition(" ")
    return f"{start}{HARD}{last}" if space and len(last) <= 12 and len(text) > 30 else text


def capitalised(text: str) -> str:
    """«tirsdag 24. november» → «Tirsdag 24. november»: the first letter only."""
    return text[:1].upper() + text[1:]


def address(link: str) -> str:
    """A link as people read it aloud: without «https://»."""
    return link.partition("://")[2] or link


@functools.cache
def _environment(language: str) -> Environment:
    words = Wording(language)
    environment = Environment(
        loader=FileSystemLoader(ROOT / "app" / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # newstyle: a translated sentence may hold <strong>, and what is filled into it is escaped
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    for show in (
        words.number,
        words.full_day,
        words.weekday,
        words.hour,
        words.exactly,
        words.moment,
        paragraphs,
        together,
        capitalised,
        address,
    ):
        environment.filters[show.__name__] = show
    environment.filters["application_sections"] = functools.partial(sections, words=words)
    environment.globals.update(LineOutcome=LineOutcome, language=language)
    return environment


def _colours(colour: str) -> dict[str, str]:
    """The letterhead's colour, a tint of it for the box of what to do, and one for thin lines."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    tint, hair = ("".join(f"{round(255 - (255 - part) * share):02x}" for part in parts) for share in (0.06, 0.2))
    return {"main": colour, "tint": f"#{tint}", "hair": f"#{hair}"}
