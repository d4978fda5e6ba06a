"""The two files of a batch, as plain values: what a bank and an ERP read."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from app.followup.payment import pain
from app.followup.payment.transfers import Order, Payer, Transfer, table

NS = {"p": pain.NAMESPACE}
NAMELESS = Payer("Bymiljøetaten", None, "86011117947")


def transfer(number: int = 1, **changes: object) -> Transfer:
    values = {
        "reference": f"OMB-2026-000{number}-1-1",
        "case": f"OMB-2026-000{number}",
        "receiver": "Grünerløkka ånd & vær",
        "orgnr": "100260018",
        "account": "12345678903",
        "cost_centre": None,
        "amount_nok": 5000,
        "text": f"Tilskudd OMB-2026-000{number} Fiksekveld på Tøyen",
    }
    return Transfer(**{**values, **changes})  # type: ignore[arg-type]


def order(*transfers: Transfer, payer: Payer = NAMELESS) -> Order:
    made_at = datetime(2026, 10, 9, 8, 30, tzinfo=UTC)
    return Order("OMB-2026-U001", payer, date(2026, 10, 12), made_at, transfers)


def test_the_bank_s_file_says_who_pays_whom_what_and_when() -> None:
    internal = transfer(3, account=None, cost_centre="27110", amount_nok=9999)
    data = pain.write(order(transfer(1), transfer(2, amount_nok=2500), internal))
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert "Grünerløkka ånd &amp; vær".encode() in data
    root = etree.fromstring(data)

    def told(path: str) -> list[str]:
        return [element.text for element in root.iterfind(f".//p:{path.replace('/', '/p:')}", NS)]

    assert {path: told(path) for path in FACTS} == FACTS


FACTS = {
    "GrpHdr/MsgId": ["OMB-2026-U001"],
    "GrpHdr/CreDtTm": ["2026-10-09T10:30:00+02:00"],
    "GrpHdr/NbOfTxs": ["2"],
    "GrpHdr/CtrlSum": ["7500.00"],
    "PmtInf/NbOfTxs": ["2"],
    "PmtInf/CtrlSum": ["7500.00"],
    "PmtMtd": ["TRF"],
    "ReqdExctnDt/Dt": ["2026-10-12"],
    "Dbtr/Nm": ["Bymiljøetaten"],
    "DbtrAcct/Id/IBAN": ["NO9386011117947"],
    "PmtId/EndToEndId": ["OMB-2026-0001-1-1", "OMB-2026-0002-1-1"],
    "InstdAmt": ["5000.00", "2500.00"],
    "Cdtr/Nm": ["Grünerløkka ånd & vær"] * 2,
    "CdtrAcct/Id/Othr/Id": ["12345678903"] * 2,
    "CdtrAcct/Id/Othr/SchmeNm/Cd": ["BBAN"] * 2,
    "RmtInf/Ustrd": [f"Tilskudd OMB-2026-000{n} Fiksekveld på Tøyen" for n in (1, 2)],
    "CtgyPurp": [],
}


@pytest.mark.parametrize(
    ("receiver", "kept"),
    [
        ("Linje\nto\x07 \x00x", "Linje to x"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("ø" * 300, "ø" * 140),
        ("Ord 🧵 og «sitat»", "Ord 🧵 og «sitat»"),
    ],
)
def test_what_people_wrote_breaks_no_file(receiver: str, kept: str) -> None:
    root = etree.fromstring(pain.write(order(transfer(receiver=receiver, text=receiver))))
    assert root.find(".//p:Cdtr/p:Nm", NS).text == kept
    assert root.find(".//p:Ustrd", NS).text == kept


def test_a_file_that_breaks_the_standard_is_not_made() -> None:
    with pytest.raises(pain.InvalidFile, match="EndToEndId"):
        pain.write(order(transfer(reference="R" * 36)))


def test_the_payer_s_organisation_number_is_told_where_there_is_one() -> None:
    root = etree.fromstring(pain.write(order(transfer(), payer=Payer("BYM", "971040238", "86011117947"))))
    assert [one.text for one in root.iterfind(".//p:OrgId/p:Othr/p:Id", NS)] == ["971040238", "971040238"]


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_erp_s_file_has_internal_transfers_too_and_no_cell_that_computes() -> None:
    internal = transfer(2, account=None, cost_centre="27110", receiver="=HYPERLINK(1)", text='+47;"x"\nny')
    first, second = rows(table(order(transfer(1), internal)))
    assert first == {
        "utbetaling": "OMB-2026-0001-1-1",
        "sak": "OMB-2026-0001",
        "mottaker": "Grünerløkka ånd & vær",
        "organisasjonsnummer": "100260018",
        "type": "bank",
        "til_konto": "12345678903",
        "koststed": "",
        "belop": "5000",
        "valuta": "NOK",
        "betalingsdag": "2026-10-12",
        "tekst": "Tilskudd OMB-2026-0001 Fiksekveld på Tøyen",
        "fra_konto": "86011117947",
    }
    assert (second["type"], second["til_konto"], second["koststed"], second["fra_konto"]) == ("intern", "", "27110", "")
    assert (second["mottaker"], second["tekst"]) == ("'=HYPERLINK(1)", '\'+47;"x" ny')


@pytest.mark.parametrize("receiver", ["=1", "+1", "-1", "@a", "\t=1"])
def test_no_cell_begins_as_a_formula(receiver: str) -> None:
    assert rows(table(order(transfer(receiver=receiver))))[0]["mottaker"][:1] == "'"
