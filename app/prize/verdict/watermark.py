"""The mark across every page of a document that is made before the prize is handed over."""

SEALED = "sealed"
"""The picture's name in letter.css."""


def watermark() -> bytes:
    """«Sperrefrist» along the diagonal, in grey that lets the text through. As a picture behind the page it is no part
    of what is read aloud; the document says the same in words."""
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="250mm" height="170mm" viewBox="0 0 250 170">'
        b'<text x="125" y="103" text-anchor="middle" transform="rotate(-30 125 85)" font-family="Public Sans" '
        b'font-weight="600" font-size="40" fill="#ececf0">Sperrefrist</text></svg>'
    )
