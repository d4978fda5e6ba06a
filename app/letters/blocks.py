"""What a letter must hold before it may be issued, and which of it is missing.

Decision, reasons, right to appeal, deadline, appeal body, how to proceed, access to the file (forvaltningsloven § 27);
that an appeal can be sent electronically, where, and to look for the receipt (eForvaltningsforskriften § 11);
who prepared and who decided. Both the content and the page made of it are checked: a template may lose a block too.
"""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.letters.content import (
    AppealReceiptContent,
    Content,
    DecisionContent,
    DecisionLineContent,
    LineOutcome,
    ReceiptContent,
)
from app.letters.plain import to_plain
from app.letters.sectioned import SectionedContent
from app.policy import NotComplete

NAMES: dict[str, Any] = {
    "reference": _l("saksnummer og dato"),
    "contact": _l("hvem som kan svare på spørsmål"),
    "decision": _l("vedtaket"),
    "reasons": _l("begrunnelsen"),
    "reduction": _l("hvorfor det ikke er hele beløpet"),
    "acceptance": _l("frist og lenke for å godta"),
    "conditions": _l("vilkår"),
    "appeal": _l("klageadgangen"),
    "deadline": _l("klagefristen"),
    "procedure": _l("hvordan dere klager"),
    "electronic": _l("klage på nett og kvittering"),
    "appeal_body": _l("klageinstansen"),
    "access": _l("innsynsretten"),
    "officials": _l("saksbehandler og godkjenner"),
    "rules": _l("reglene vedtaket bygger på"),
    "received": _l("når det kom"),
    "next_steps": _l("hva som skjer nå"),
    "missing": _l("hva som mangler"),
    "consequence": _l("hva som skjer hvis dere ikke svarer"),
    "expected": _l("når svaret kommer"),
    "appealed": _l("hva som er påklaget"),
    "comment": _l("retten til å komme med merknader"),
    "final": _l("at vedtaket er endelig, og hvor dere kan henvende dere"),
    "corrected": _l("hva som er rettet"),
    "changed": _l("hva som er endret"),
    "ground": _l("hvorfor vedtaket er endret"),
    "signed": _l("hvem som har skrevet brevet"),
    "shielded": _l("hvem som ser nominasjonen"),
    "mandate": _l("mandatet"),
    "confidentiality": _l("taushetsplikten"),
    "impartiality": _l("habiliteten"),
    "statement": _l("juryens begrunnelse"),
    "prize": _l("hva prisen er"),
    "photos": _l("samtykke til bilder"),
    "thanks": _l("takken"),
    "word": _l("hva juryen sa om prosjektet"),
    "payment": _l("beløp, dato og hvordan det betales"),
    "claim": _l("kravet og beløpet"),
}
"""Each block by the mark it has on the page (data-block), and its name for the person who must mend it."""

APPEAL_BLOCKS = ("appeal", "deadline", "procedure", "electronic", "appeal_body")
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})


def check(content: Content) -> None:
    """Raises NotComplete, naming each missing block."""
    _refuse(missing_blocks(content))


def check_page(content: Content, html: str) -> None:
    """The same for the page as it will be printed."""
    _refuse(missing_from_page(content, html))


def _refuse(missing: list[str]) -> None:
    if missing:
        reason = _("Brevet kan ikke lages. Dette mangler: %(blocks)s.", blocks="; ".join(missing))
        raise NotComplete(reason, {f"block-{number}": name for number, name in enumerate(missing, start=1)})


def missing_blocks(content: Content) -> list[str]:
    """What is missing, in bokmål; empty when the letter may be issued."""
    missing = [str(NAMES[block]) for block, texts in _common(content) if not _filled(texts)]
    if isinstance(content, DecisionContent):
        missing += [str(NAMES[block]) for block, texts in _of_decision(content) if not _filled(texts)]
        for line in content.lines:
            missing += [_("%(block)s for %(title)s", block=what, title=line.title) for what in _of_line(line)]
        missing += [_("utfylling av «%(text)s»", text=text) for text in _unfilled(_ours(content))]
    if isinstance(content, SectionedContent):
        ours = to_plain(tuple(section for section in content.sections if not section.is_theirs))
        missing += [_("utfylling av «%(text)s»", text=text) for text in _unfilled(ours)]
    return missing


def _filled(texts: tuple[Any, ...]) -> bool:
    return all(text.strip() if isinstance(text, str) else text is not None for text in texts)


def _common(content: Content) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield "reference", (content.reference, content.recipient.name)
    yield "contact", (content.sender.email, content.sender.phone)
    if isinstance(content, ReceiptContent):
        yield "next_steps", content.next_steps or (None,)
    if isinstance(content, SectionedContent):
        yield from _of_sections(content)


def _of_sections(content: SectionedContent) -> Iterator[tuple[str, tuple[Any, ...]]]:
    said = {section.block for section in content.sections if any(_texts([section.paragraphs, section.items]))}
    yield from ((block, (None,)) for block in content.demands if block not in said)
    yield "signed", tuple(official.name for official in content.officials) or (None,)


def _of_decision(content: DecisionContent) -> Iterator[tuple[str, tuple[Any, ...]]]:
    appeal, acceptance = content.appeal, content.acceptance
    yield "decision", (content.lines[0].title if content.lines else None,)
    yield "officials", (content.handler, content.approver)
    yield "access", (content.rules.access,)
    yield "rules", (content.rules.basis, content.rules.procedure)
    if content.granted:
        yield "acceptance", (acceptance and acceptance.deadline, acceptance and acceptance.link)
        yield "conditions", content.conditions or (None,)
    if content.change:
        yield "changed", (content.change.lines[0].now if content.change.lines else None,)
        yield "ground", (content.change.explanation, content.change.ground)
    if content.is_individual_decision:
        yield "procedure", (appeal.link, appeal.address)
        yield "appeal_body", (appeal.body,)


def _of_line(line: DecisionLineContent) -> Iterator[str]:
    fits = {
        LineOutcome.GRANTED_FULL: line.amount_nok == line.sought_nok > 0,
        LineOutcome.GRANTED_PART: 0 < line.amount_nok < line.sought_nok,
    }.get(line.outcome, line.amount_nok == 0)
    if not fits:
        yield _("et beløp som passer med utfallet")
    if not line.reasons.strip():
        yield str(NAMES["reasons"])
    if line.outcome is LineOutcome.GRANTED_PART:
        if not (line.reduction_reasons or "").strip():
            yield str(NAMES["reduction"])
        if not (line.expected_for_less or "").strip():
            yield _("hva dere forventer for et mindre beløp")


def _ours(content: DecisionContent) -> Any:
    """What we wrote ourselves. What the applicant wrote may hold anything."""
    ours = (content.sender, content.round, content.conditions, content.appeal, content.rules, content.payment)
    written = [
        (line.reasons, line.reduction_reasons, line.expected_for_less, line.advice, line.special_condition)
        for line in content.lines
    ]
    return [to_plain(ours), to_plain(tuple(written))]


def _unfilled(ours: Any) -> Iterator[str]:
    """Texts that still hold a «{{field}}»."""
    for text in _texts(ours):
        if "{{" in text or "}}" in text:
            start = max(text.find("{{"), 0)
            yield text[start : start + 40]


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, list | tuple | dict):
        for each in plain.values() if isinstance(plain, dict) else plain:
            yield from _texts(each)


def missing_from_page(content: Content, html: str) -> list[str]:
    """The blocks that this content asks for and the page does not show."""
    reader = BlockReader()
    reader.feed(html)
    shown = Counter(block for block, text in reader.blocks if text.strip())
    return [str(NAMES[block]) for block, count in _on_page(content).items() if shown[block] < count]


def _on_page(content: Content) -> Counter[str]:
    """How many times each block stands on the page."""
    wanted = Counter(["reference", "contact"])
    if isinstance(content, ReceiptContent | AppealReceiptContent):
        wanted.update(["received", "next_steps"])
    if isinstance(content, DecisionContent):
        parts = sum(line.outcome is LineOutcome.GRANTED_PART for line in content.lines)
        wanted.update({"reasons": len(content.lines), "reduction": parts})
        wanted.update(["decision", "access", "officials", "rules"])
        wanted.update(["acceptance", "conditions"] if content.granted else [])
        wanted.update(["changed", "ground"] if content.change else [])
        wanted.update(APPEAL_BLOCKS if content.is_individual_decision else [])
    if isinstance(content, SectionedContent):
        wanted.update([*content.demands, "signed"])
    return wanted


class BlockReader(HTMLParser):
    """Collects the text inside each element with a data-block mark, as `blocks`: (name, text)."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = []
        self._open: list[int | None] = []  # for each open element, its place in `blocks`

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        name = dict(attrs).get("data-block")
        if name:
            self.blocks.append((name, ""))
        self._open.append(len(self.blocks) - 1 if name else None)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for place in self._open:
            if place is not None:
                name, text = self.blocks[place]
                self.blocks[place] = (name, text + data)
