"""Letters to test with: plain contents, as the rooms above would fill them in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.letters.content import (
    Acceptance,
    AppealBlock,
    AppealReceiptContent,
    DecisionContent,
    DecisionLineContent,
    Late,
    LineOutcome,
    ReceiptContent,
    Recipient,
    RoundFacts,
    Sender,
    rules_for,
)

DAY = date(2026, 10, 9)
SENDER = Sender(
    municipality="Oslo kommune",
    unit="Klimaetaten",
    orgnr="100260026",
    address="Postboks 2, 0001 Oslo",
    email="ombruksuka@oslo.example",
    phone="21 80 21 80",
)
RECIPIENT = Recipient("Fiksekroken på Tøyen", "100260018", ("Hagegata 1", "0577 Oslo"))
ROUND = RoundFacts("Ombruksuka 2026", "Folk lærer å bruke ting lenger.", 142, 913_400, 225_000)
CONDITIONS = (
    "Aktiviteten er gratis og åpen for alle, og gjennomføres slik dere har beskrevet.",
    "Dere viser at Oslo kommune støtter aktiviteten.",
    "Dere sier fra før dere endrer dato, sted eller innhold.",
    "Dere ordner nødvendige tillatelser.",
    "Penger som ikke brukes, betales tilbake.",
    "Oslo kommune kan endre vedtaket eller kreve tilskuddet helt eller delvis tilbake hvis aktiviteten ikke blir "
    "gjennomført, hvis pengene er brukt til noe annet, hvis vi ikke får rapport innen fristen, eller hvis "
    "opplysningene i søknaden var feil. Dere får varsel og kan uttale dere først.",
)
FULL = DecisionLineContent(
    title="Fiksekveld på Tøyen",
    when="Tirsdag 24. november 2026 kl. 17.00–20.30",
    where="Deichman Tøyen, Gamle Oslo",
    outcome=LineOutcome.GRANTED_FULL,
    sought_nok=10_000,
    amount_nok=10_000,
    reasons="Aktiviteten treffer målet med ordningen godt: folk gjør noe selv og går hjem med en ferdighet de kan "
    "bruke hele året. Planen er gjennomtenkt, og sted, tid og folk er på plass.",
)
PART = replace(
    FULL,
    title="Byttedag for barneklær",
    when="Lørdag 28. november 2026 kl. 11.00–15.00",
    where="Sagene samfunnshus, Sagene",
    outcome=LineOutcome.GRANTED_PART,
    sought_nok=7_500,
    amount_nok=5_000,
    reasons="Barnefamilier får en enkel måte å bytte klær på, og dere når mange i bydelen.",
    reduction_reasons="Beløpet svarer til størrelsen på aktiviteten slik den er beskrevet: én økt med om lag hundre "
    "deltakere. Utgiften til faste klesstativ er varig utstyr, som ordningen ikke dekker.",
    expected_for_less="Byttedagen holdes som planlagt. Klesstativene kan lånes eller utelates uten at dere spør oss.",
)
REJECTED = replace(
    FULL,
    title="Foredrag om sirkulær økonomi",
    when="Torsdag 3. desember 2026 kl. 18.00–19.30",
    where="Litteraturhuset, St. Hanshaugen",
    outcome=LineOutcome.REJECTED,
    sought_nok=5_000,
    amount_nok=0,
    reasons="Aktiviteten skal skje i Ombruksuka for å få støtte. Den er planlagt uka etter.",
    advice="Legg foredraget til uka, og la dem som kommer, prøve noe selv.",
)
DISMISSED = replace(
    REJECTED,
    title="Sykkelverksted i Groruddalen",
    when="Onsdag 25. november 2026 kl. 16.00–19.00",
    where="Grorud",
    outcome=LineOutcome.DISMISSED,
    reasons="Søknaden kom etter fristen. Alle søkere skal ha samme mulighet, og vi kan derfor ikke vurdere innholdet.",
    advice=None,
)
LATE = Late(datetime(2026, 9, 20, 21, 59, 59, tzinfo=UTC), datetime(2026, 9, 21, 6, 12, 3, tzinfo=UTC))
ACCEPTANCE = Acceptance(date(2026, 10, 23), "https://ombruk.oslo.example/vedtak/OMB-2026-0042")
APPEAL = AppealBlock(
    body="Oslo kommunes klagenemnd",
    address="Klimaetaten, Postboks 2, 0001 Oslo",
    link="https://ombruk.oslo.example/vedtak/OMB-2026-0042/klage",
    deadline=date(2026, 10, 30),
)


def decision(*lines: DecisionLineContent, **changes: Any) -> DecisionContent:
    """A decision of these lines (one full grant when none is named), dated 9 October 2026."""
    lines = lines or (FULL,)
    granted = any(line.outcome.is_grant for line in lines)
    late = any(line.outcome is LineOutcome.DISMISSED for line in lines)
    made = DecisionContent(
        sender=SENDER,
        recipient=RECIPIENT,
        reference="OMB-2026-0042",
        on=DAY,
        round=ROUND,
        lines=lines,
        conditions=CONDITIONS,
        appeal=APPEAL,
        handler="Amina Hansen",
        approver="Kari Nordmann",
        approver_title="seksjonssjef",
        rules=rules_for(DAY, "bystyrets budsjettvedtak for 2026", "retningslinjene for tilskudd til Ombruksuka"),
        acceptance=ACCEPTANCE if granted else None,
        late=LATE if late else None,
    )
    return replace(made, **changes)


def receipt(**changes: Any) -> ReceiptContent:
    """The receipt of an application with one activity."""
    made = ReceiptContent(
        sender=SENDER,
        recipient=RECIPIENT,
        reference="OMB-2026-0042",
        on=date(2026, 9, 1),
        round_name="Ombruksuka 2026",
        received_at=datetime(2026, 9, 1, 8, 0, 12, tzinfo=UTC),
        came_as="på nett",
        version=1,
        next_steps=(
            "Dere kan endre søknaden fram til fristen 20. september 2026 kl. 23.59.59.",
            "Vi går gjennom alle søknadene når fristen er ute.",
            "Svaret kommer på Min side. Dere får en e-post når det er klart.",
        ),
        answer_due=DAY,
        application=application(),
        link="https://ombruk.oslo.example/soknader/OMB-2026-0042",
    )
    return replace(made, **changes)


def appeal_receipt(**changes: Any) -> AppealReceiptContent:
    """The receipt of an appeal that came in time."""
    made = AppealReceiptContent(
        sender=SENDER,
        recipient=RECIPIENT,
        reference="OMB-2026-0042",
        on=date(2026, 10, 20),
        decision_title=decision(PART).title(),
        received_at=datetime(2026, 10, 20, 18, 4, 9, tzinfo=UTC),
        deadline=date(2026, 10, 30),
        in_time=True,
        text="Vi mener klesstativene er nødvendige.\n\nUten dem blir det ingen byttedag.",
        appeal_body="Oslo kommunes klagenemnd",
        sent_by="Nora Berg",
    )
    return replace(made, **changes)


def application(**changes: Any) -> dict[str, Any]:
    """A frozen application (applications/snapshot.py) with one activity, filled in throughout."""
    return {
        "format": 1,
        "reference": "OMB-2026-0042",
        "channel": "web",
        "form_length": "full",
        "sought_nok": 10_000,
        "round": {
            "slug": "ombruksuka-2026",
            "name": "Ombruksuka 2026",
            "municipality": "Oslo kommune",
            "owner_unit": "Klimaetaten",
            "answer_due_on": "2026-10-09",
        },
        "organisation": {
            "name": "Fiksekroken på Tøyen",
            "applicant_type": "voluntary",
            "applicant_type_name": "Frivillig organisasjon",
            "orgnr": "100260018",
            "cost_centre": None,
            "district": "Gamle Oslo",
            "address": "Hagegata 1",
            "postal_code": "0577",
            "city": "Oslo",
            "is_vat_registered": False,
        },
        "contact": {
            "name": "Nora Berg",
            "email": "nora@fiksekroken.example",
            "phone": "41 00 00 01",
            "second_email": "styret@fiksekroken.example",
        },
        "about": "Vi lærer bort å fikse ting, og har verksted hver torsdag.",
        "is_first_time": False,
        "has_other_municipal": True,
        "other_municipal": [{"giver": "Bydel Gamle Oslo", "amount_nok": 12_000, "status": "innvilget"}],
        "de_minimis_nok": None,
        "de_minimis_confirmed": False,
        "confirmations": {"signatory": True, "truth": True, "warnings_seen": False},
        "warnings": [],
        "activities": [activity()],
        "attachments": [
            {
                "public_id": "x",
                "filename": "plan.pdf",
                "sha256": "0" * 64,
                "media_type": "application/pdf",
                "size_bytes": 1200,
                "is_original": False,
            }
        ],
        **changes,
    }


def activity(**changes: Any) -> dict[str, Any]:
    """One activity of a frozen application."""
    return {
        "position": 1,
        "title": "Fiksekveld på Tøyen",
        "public_text": "Ta med noe som er i stykker, så fikser vi det sammen.",
        "description": "Tolv frivillige fiksere tar imot på seks bord: klær, sykler, elektronikk og møbler.",
        "learn": "Å sy i glidelås, lappe sykkelslange og bytte batteri.",
        "visible_offer": "Fiksekroken hver torsdag",
        "category": {"code": "sharing", "name": "Deling, utlån, bytting, ombruk, gjenbruk og reparasjon"},
        "activity_types": ["Reparasjon", "Verksted"],
        "goals": ["Mindre bruk av nye råvarer", "Møteplasser for ombruk"],
        "is_pilot": False,
        "scale_plan": None,
        "is_digital": False,
        "venue_name": "Deichman Tøyen",
        "address": "Hagegata 22",
        "postal_code": "0653",
        "is_indoor": True,
        "district": {"code": "030101", "name": "Gamle Oslo"},
        "sessions": [{"held_on": "2026-11-24", "starts": "17:00", "ends": "20:30", "place": None}],
        "is_free": True,
        "is_open": True,
        "is_alcohol_free": True,
        "audience": ["Alle"],
        "audience_text": None,
        "expected_participants": 120,
        "expected_reach": 6_000,
        "reach_basis": "Følgere og plakater på biblioteket",
        "signup": "Bare å møte opp",
        "capacity": 150,
        "bring": "Én ødelagt ting",
        "crowd_plan": "Kølapper og et venterom med kaffe.",
        "partners": [{"name": "Deichman Tøyen", "role": "lokale"}],
        "accessibility": ["Trinnfri inngang", "HC-toalett"],
        "accessibility_text": "Tegnspråktolk på forespørsel",
        "is_for_children": True,
        "children_text": "Sammen med en voksen",
        "permits": [],
        "safety": "Vernebriller ved loddebordet",
        "volunteer_hours": 60,
        "logo_confirmed": True,
        "sought_nok": 10_000,
        "tier_nok": 10_000,
        "recovers_vat": "Nei",
        "less_plan": "Færre bord",
        "budget": {
            "expenses": [
                {"group": "material", "group_name": "Materiell og deler", "text": "Deler", "amount_nok": 6_500},
                {"group": "fee", "group_name": "Honorar", "text": "To fagpersoner", "amount_nok": 6_000},
            ],
            "other_grants": [{"giver": "Sparebankstiftelsen", "amount_nok": 1_500, "is_granted": True}],
            "own_funds_nok": 1_000,
            "gifts_nok": 0,
            "sales_nok": None,
            "sought_nok": 10_000,
            "expenses_nok": 12_500,
            "income_nok": 12_500,
            "difference_nok": 0,
        },
        **changes,
    }
