"""What a nominator is asked: the words of each question and its help (domain.md 2.6), and the page it stands on."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.prize.nominations.models import ImageConsent, Side


class Page(StrEnum):
    """The pages of the form; the last part of their address."""

    PROJECT = "prosjektet"
    WHY = "hvorfor"
    PICTURES = "bilder"
    FACTS = "fakta"


TITLES = {
    Page.PROJECT: _l("Om prosjektet"),
    Page.WHY: _l("Hvorfor det bør vinne"),
    Page.PICTURES: _l("Bilder før og etter"),
    Page.FACTS: _l("Avtale og tall"),
}

LABELS = {
    "project": _l("Hva heter prosjektet?"),
    "unit": _l("Hvilken virksomhet står bak?"),
    "contact": _l("Hvem kan svare på spørsmål?"),
    "contact_name": _l("Navn"),
    "contact_email": _l("E-post"),
    "nominator": _l("Hvem er du, og hva er forholdet ditt til prosjektet?"),
    "nominator_name": _l("Navnet ditt"),
    "relation": _l("Forholdet ditt til prosjektet"),
    "period": _l("Når ble det gjort, og er det ferdig?"),
    "period_from": _l("Fra"),
    "period_to": _l("Til"),
    "is_finished": _l("Er det ferdig?"),
    "why": _l("Hvorfor bør det vinne?"),
    "users": _l("Hvordan var brukerne med?"),
    "social": _l("Læring, arbeidstrening, lærling?"),
    "social_text": _l("Fortell om læringen eller arbeidet"),
    "transfer": _l("Hva kan andre kopiere?"),
    "transfer_link": _l("Lenke til det andre kan bruke"),
    "image_consent": _l("Kan bildene vises?"),
    "agreement": _l("Hvilken avtale ble brukt?"),
    "order_form": _l("Hvordan ble det bestilt?"),
    "supplier": _l("Leverandør"),
    "value_nok": _l("Hva kostet det? (uten mva.)"),
    "items": _l("Hva og hvor mange?"),
    "new_price_nok": _l("Hva ville nytt kostet?"),
    "new_price_basis": _l("Hva bygger anslaget på?"),
    "weight_kg": _l("Vekt som er brukt om igjen"),
    "co2e_kg": _l("Klimagevinst (CO₂-ekvivalenter)"),
    "method": _l("Hvordan vet dere det?"),
}

HELP = {
    "project": _l("Kort og lett å si høyt."),
    "unit": _l("Etaten, bydelen, skolen eller stedet som eier prosjektet."),
    "contact": _l("Vi spør bare om fakta, ikke om resultatet."),
    "nominator": _l("Det er lov å nominere seg selv. Juryen får vite det."),
    "period": _l("Prosjektet må være ferdig innen fristen."),
    "why": _l("Fortell som til en kollega: hva var problemet, hva gjorde dere, hva ble det?"),
    "users": _l("De som sitter i stolen, vet ofte best."),
    "social": _l("Skriv hva de gjorde, ikke hvem de er."),
    "transfer": _l("Tegning, kravtekst, sjekkliste eller bare et godt råd."),
    "images": _l("Samme vinkel før og etter er best."),
    "image_consent": _l("Juryen kan se bilder selv om de ikke kan publiseres."),
    "agreement": _l("Er du usikker, spør innkjøperen."),
    "order_form": _l("Velg «vet ikke» hvis du ikke var med på bestillingen."),
    "supplier": _l("Navnet på verkstedet eller firmaet som gjorde jobben."),
    "value_nok": _l("Et rundt tall holder."),
    "items": _l("For eksempel 64 stoler og 8 bord."),
    "new_price_basis": _l("Skriv hva anslaget bygger på."),
    "weight": _l("Ikke regn på nytt hvis dere ikke har tall. Skriv hva dere vet, og hvordan dere vet det."),
    "is_confirmed": _l("Har du gjettet på noe, skriv at det er et anslag."),
}

CONSENTS = {
    ImageConsent.JURY: _l("Bare juryen kan se dem"),
    ImageConsent.INTERNAL: _l("De kan vises internt i kommunen"),
    ImageConsent.PUBLIC: _l("De kan vises offentlig"),
}
SIDES = {Side.BEFORE: _l("Før"), Side.AFTER: _l("Etter")}

FIELDS: dict[Page, tuple[str, ...]] = {
    Page.PROJECT: (
        "project",
        "unit",
        "contact_name",
        "contact_email",
        "nominator_name",
        "relation",
        "period_from",
        "period_to",
        "is_finished",
    ),
    Page.WHY: ("why", "users", "social", "social_text", "transfer", "transfer_link"),
    Page.PICTURES: ("image_consent",),
    Page.FACTS: (
        "agreement",
        "order_form",
        "supplier",
        "value_nok",
        "new_price_nok",
        "new_price_basis",
        "weight_kg",
        "co2e_kg",
        "method",
    ),
}


def page_of(field: str) -> Page:
    """Where the field of a missing thing stands."""
    if field.startswith("items-"):
        return Page.FACTS
    return next((page for page, fields in FIELDS.items() if field in fields), Page.PICTURES)
