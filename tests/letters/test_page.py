"""The words on the page: which outcome says what, and that nothing written into a letter is more than text."""

import html as entities
import re
from dataclasses import replace
from datetime import date

from app.letters import page
from app.letters.content import Content
from tests.letters.letters import (
    DISMISSED,
    FULL,
    LATE,
    PART,
    REJECTED,
    activity,
    application,
    decision,
    receipt,
)


def words(content: Content) -> str:
    """The letter's text with single spaces, as a reader meets it."""
    body = page.html(content).partition("<body")[2].partition(">")[2]
    text = entities.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", text).replace(" .", ".").replace(" ,", ",")


def headings(content: Content) -> list[str]:
    return [entities.unescape(text) for text in re.findall(r"<h[23]>\s*(.*?)\s*</h[23]>", page.html(content), re.S)]


def test_a_full_grant_says_what_to_do_now() -> None:
    assert headings(decision()) == [
        "Vedtak",
        "Dette må dere gjøre",
        "Hvorfor dere får støtte",
        "Vilkår",
        "Vil dere klage?",
        "Innsyn",
    ]
    assert "Oslo kommune gir Fiksekroken på Tøyen et tilskudd på 10 000 kroner til Fiksekveld på Tøyen." in words(
        decision()
    )


def test_a_partial_grant_says_why_it_is_less_and_what_for() -> None:
    assert headings(decision(PART)) == [
        "Vedtak",
        "Velg hva dere vil gjøre innen 23.\N{NO-BREAK SPACE}oktober 2026",
        "Hvorfor dere får støtte",
        "Hvorfor ikke hele beløpet",
        "Hva vi forventer",
        "Vilkår",
        "Vil dere klage?",
        "Innsyn",
    ]
    shown = words(decision(PART))
    assert "Det kom 142 søknader om til sammen 913 400 kroner, og 225 000 kroner er til fordeling." in shown
    assert "Dette forventer vi for 5 000 kroner: Byttedagen holdes som planlagt." in shown


def test_a_rejection_gives_reasons_advice_and_the_competition_but_no_conditions() -> None:
    assert headings(decision(REJECTED)) == [
        "Vedtak",
        "Hvorfor",
        "Slik kunne søknaden blitt sterkere",
        "Vil dere klage?",
        "Innsyn",
    ]
    shown = words(decision(REJECTED))
    assert "avslår søknaden fra Fiksekroken på Tøyen om 5 000 kroner til Foredrag om sirkulær økonomi." in shown
    assert "Det kom 142 søknader" in shown


def test_a_late_application_is_told_the_two_times() -> None:
    shown = words(decision(DISMISSED))
    assert "Det betyr at vi ikke har vurdert innholdet." in shown
    assert (
        "Fristen var 20. september 2026 kl. 23.59.59. Vi fikk søknaden 21. september 2026 kl. 08.12.03. "
        "Retningslinjene sier at søknader etter fristen avvises. Søknaden kom etter fristen."
    ) in shown
    assert "En kopi" not in shown


def test_what_was_looked_into_about_a_late_application_is_said_only_when_it_was() -> None:
    looked = replace(LATE, form_worked=True, exception_reasons="Vi var syke.", exception_assessment="Ikke unntak.")
    assert "Vi har sjekket at skjemaet virket på dette tidspunktet." in words(decision(DISMISSED, late=looked))
    assert "Dere har opplyst: Vi var syke. Vi har vurdert unntak: Ikke unntak." in words(
        decision(DISMISSED, late=looked)
    )
    assert "sjekket" not in words(decision(DISMISSED))


def test_several_activities_have_a_table_and_each_its_own_outcome_and_reasons() -> None:
    mixed = decision(PART, FULL, REJECTED)
    shown = words(mixed)
    table = shown.partition("Aktivitet Søkt Innvilget ")[2].partition(" Velg")[0]
    assert table == (
        "1. Byttedag for barneklær Lørdag 28. november 2026 kl. 11.00–15.00 Sagene samfunnshus, Sagene "
        "7 500 kr 5 000 kr "
        "2. Fiksekveld på Tøyen Tirsdag 24. november 2026 kl. 17.00–20.30 Deichman Tøyen, Gamle Oslo "
        "10 000 kr 10 000 kr "
        "3. Foredrag om sirkulær økonomi Torsdag 3. desember 2026 kl. 18.00–19.30 Litteraturhuset, St. Hanshaugen "
        "5 000 kr Avslag Til sammen 22 500 kr 15 000 kr"
    )
    for line, outcome in [
        (PART, "Dere får 5 000 av 7 500 kroner."),
        (FULL, "Dere får hele beløpet dere søkte om: 10 000 kroner."),
        (REJECTED, "Vi kan dessverre ikke støtte denne aktiviteten."),
    ]:
        assert f"{line.title} {outcome} {line.reasons}" in shown


def test_payment_report_programme_and_waiting_are_off_until_they_are_filled_in() -> None:
    told = decision(payment="Vi betaler i uke 45.", asks_account=True, report_due=date(2027, 1, 15))
    off, on = words(decision()), words(told)
    assert "kontonummer" not in off
    assert "Rapport og regnskap" not in off
    assert "Utbetaling og rapport Vi betaler i uke 45. Rapport og regnskap sender dere innen 15. januar 2027" in on
    assert "Legg inn kontonummer når dere godtar." in on
    assert "programmet" in words(decision(REJECTED, programme_link="https://x.example/program"))
    assert "programmet" not in words(decision(REJECTED))
    assert "vente med å sette vedtaket i verk" not in off
    assert "vente med å sette vedtaket i verk" in words(decision(may_ask_to_wait=True))


def test_a_special_condition_stands_with_the_others() -> None:
    special = replace(FULL, special_condition="Verkstedet har vernebriller til alle.")
    assert "uttale dere først. Verkstedet har vernebriller til alle." in words(decision(special))


def test_a_supplement_is_named_among_what_the_decision_builds_on() -> None:
    assert "søknaden deres og det dere sendte 30. september 2026. En kopi ligger ved." in words(
        decision(supplement_on=date(2026, 9, 30))
    )


def test_script_in_any_text_is_text() -> None:
    attack = "<script>alert(1)</script><img src=http://evil.example/x.png>"
    lines = [replace(line, title=attack, reasons=attack, where=attack) for line in (FULL, PART, REJECTED, DISMISSED)]
    shown = page.html(decision(*lines, handler=attack))
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<script" not in page.html(
        receipt(application=application(about=attack, activities=[activity(title=attack)]))
    )


def test_the_receipt_copies_what_was_sent() -> None:
    shown = words(receipt())
    assert "Saksnummer OMB-2026-0042 Mottatt 1. september 2026 kl. 10.00.12, på nett" in shown
    assert "Søker Fiksekroken på Tøyen Type Frivillig organisasjon Organisasjonsnummer 100260018" in shown
    assert "Når tirsdag 24. november 2026 kl. 17.00–20.30 Sted Deichman Tøyen, Hagegata 22, 0653" in shown
    assert "Forventet antall deltakere 120 Forventet rekkevidde 6 000" in shown
    assert (
        "Materiell og deler: Deler 6 500 Honorar: To fagpersoner 6 000 Utgifter til sammen 12 500 "
        "Støtte fra Sparebankstiftelsen, innvilget 1 500 Egne midler 1 000 Gaver 0 Søkt om her 10 000 "
        "Inntekter til sammen 12 500"
    ) in shown
    assert "Vedlegg plan.pdf Kan søke på vegne av søkeren Ja Opplysningene stemmer Ja" in shown


def test_what_was_not_answered_is_left_out_and_a_no_is_not() -> None:
    shown = words(receipt(application=application(about=None, is_first_time=False)))
    assert "Om søkeren" not in shown
    assert "Første gang dere søker Nei" in shown


def test_several_activities_are_numbered_in_the_copy() -> None:
    two = [activity(), activity(position=2, title="Byttedag")]
    assert "2. Byttedag" in headings(receipt(application=application(activities=two)))
