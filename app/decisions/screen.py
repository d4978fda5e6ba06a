"""The letter on a page: the same template as in the PDF, so that both always say the same."""

from markupsafe import Markup

from app.letters import page
from app.letters.content import Content


def letter_body(content: Content) -> Markup:
    """What stands under the heading of the letter. The template escaped every value already."""
    body = page.html(content).partition("</h1>")[2].rpartition("</body>")[0]
    return Markup(body)  # noqa: S704 - our own template's output
