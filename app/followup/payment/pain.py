"""The file for a bank: ISO 20022 pain.001.001.09, as Norwegian banks read it. UTF-8, so that «ø» stays «ø».

The payer is told by IBAN, receivers by the national account number (BBAN); agents are not needed within Norway.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from stdnum.no import kontonr

from app.clock import local
from app.followup.payment.transfers import TEXT_LENGTH, Order, Payer, Transfer, one_line

if TYPE_CHECKING:
    from lxml.etree import XMLSchema

VERSION = "pain.001.001.09"
NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{VERSION}"
NAME_LENGTH = 140


class InvalidFile(Exception):
    """The file breaks the standard; its message says where. A fault of ours, never of who typed."""


def write(order: Order) -> bytes:
    """The whole file, held against the standard's schema. Raises InvalidFile. Internal transfers are not in it."""
    from lxml import etree  # 10 MB that only an export pays for

    document = etree.Element(_tag("Document"), nsmap={None: NAMESPACE})
    whole = _add(document, "CstmrCdtTrfInitn")
    _header(_add(whole, "GrpHdr"), order)
    _instruction(_add(whole, "PmtInf"), order)
    data: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    schema = _schema()
    if not schema.validate(document):
        raise InvalidFile(str(schema.error_log.last_error))
    return data


@cache
def _schema() -> "XMLSchema":
    from lxml import etree  # as above

    with as_file(files("sepaxml") / "schemas" / f"{VERSION}.xsd") as path:
        return etree.XMLSchema(etree.parse(path))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: Any, path: str, text: str | None = None) -> Any:
    """An element under `parent`, with those on the way to it: «Id/OrgId/Othr»."""
    from lxml import etree  # as above

    for name in path.split("/"):
        parent = etree.SubElement(parent, _tag(name))
    if text is not None:
        parent.text = text
    return parent


def _header(header: Any, order: Order) -> None:
    _add(header, "MsgId", order.reference)
    _add(header, "CreDtTm", local(order.made_at).isoformat(timespec="seconds"))
    _sums(header, order)
    _party(_add(header, "InitgPty"), order.payer)


def _sums(parent: Any, order: Order) -> None:
    paid = order.through_bank
    _add(parent, "NbOfTxs", str(len(paid)))
    _add(parent, "CtrlSum", f"{sum(one.amount_nok for one in paid)}.00")


def _party(party: Any, payer: Payer) -> None:
    _add(party, "Nm", one_line(payer.name)[:NAME_LENGTH])
    if payer.orgnr:
        other = _add(party, "Id/OrgId/Othr")
        _add(other, "Id", payer.orgnr)
        _add(other, "SchmeNm/Cd", "CUST")


def _instruction(instruction: Any, order: Order) -> None:
    assert order.payer.account is not None
    _add(instruction, "PmtInfId", order.reference)
    _add(instruction, "PmtMtd", "TRF")
    _sums(instruction, order)
    _add(instruction, "ReqdExctnDt/Dt", order.pay_on.isoformat())
    _party(_add(instruction, "Dbtr"), order.payer)
    account = _add(instruction, "DbtrAcct")
    _add(account, "Id/IBAN", kontonr.to_iban(order.payer.account).replace(" ", ""))
    _add(account, "Ccy", "NOK")
    _add(instruction, "DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")
    for one in order.through_bank:
        _transfer(_add(instruction, "CdtTrfTxInf"), one)


def _transfer(entry: Any, one: Transfer) -> None:
    identity = _add(entry, "PmtId")
    _add(identity, "InstrId", one.reference)
    _add(identity, "EndToEndId", one.reference)
    _add(entry, "Amt/InstdAmt", f"{one.amount_nok}.00").set("Ccy", "NOK")
    _add(entry, "Cdtr/Nm", one_line(one.receiver)[:NAME_LENGTH])
    other = _add(entry, "CdtrAcct/Id/Othr")
    _add(other, "Id", one.account)
    _add(other, "SchmeNm/Cd", "BBAN")
    _add(entry, "RmtInf/Ustrd", one_line(one.text)[:TEXT_LENGTH])
