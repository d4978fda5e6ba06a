"""Two organisations become one: what follows, who may, what is refused, and how it is undone."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.access import Role
from app.accounts import merging
from app.accounts import organisations as accounts
from app.accounts.links import Site
from app.accounts.merger_models import MergerKind, MergerStatus, OrganisationMerger
from app.accounts.models import ApplicantType, GrantHistory, Membership, OneTimeLink, Organisation, User
from app.accounts.queries import find_organisations, grant_history, own_organisation
from app.applications import drafting
from app.applications.actions import submit
from app.applications.models import Application, CaseRow
from app.applications.queries import own_application, sent_by_same_applicant
from app.audit.models import AuditEvent
from app.extensions import db
from app.mail.models import Mail
from app.overview.search import matching
from app.policy import NotNow, NotPermitted
from app.review.policy import can_read
from app.review.standing import standing
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
TAG = re.compile(r"<[^>]+>")
SITE = Site("http://localhost", "Ombruk")
TYPED = {"kind": "fusion", "merged_on": "2026-08-31", "reason": "Kunngjort i Enhetsregisteret."}


def words(page: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", page)).split())


class Two:
    """Kari speaks for Fiksekroken, Nils for Nabohjelpen, and Berit for both. Fiksekroken goes into Nabohjelpen."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, world.at
        self.round = world.round()
        self.kari, self.nils = world.user(), world.user(name="Nils Nabo")
        self.berit = world.user(name="Berit Begge")
        self.hanne = world.user(Role.CASE_HANDLER, name="Hanne Holm")
        self.ada = world.user(Role.ADMINISTRATOR, name="Ada Admin")
        self.merged = world.organisation(self.kari, self.berit)
        self.into = world.organisation(self.nils, self.berit, name="Nabohjelpen", orgnr="100260026")

    def propose(self, **changes: Any) -> OrganisationMerger:
        values = {"warnings_seen": True, "by": self.hanne, "at": self.at, **changes}
        pair = values.pop("merged", self.merged), values.pop("into", self.into)
        kind = values.pop("kind", MergerKind.FUSION)
        made = merging.propose(*pair, kind, date(2026, 8, 31), "Kunngjort i Enhetsregisteret.", **values)
        db.session.commit()
        return made

    def merge(self, **changes: Any) -> OrganisationMerger:
        made = self.propose(**changes)
        merging.confirm(made, site=SITE, by=self.ada, at=self.at)
        db.session.commit()
        return made

    def path(self, part: str = "") -> str:
        return f"/staff/organisations/{self.merged.public_id}/merge?into={self.into.public_id}{part}"

    def sent(self, organisation: Organisation, by: User, **changes: Any) -> Application:
        return self.world.application(organisation, by, self.round, **changes)

    def members(self, organisation: Organisation) -> list[str]:
        found = select(User.name).join(Membership, Membership.user_id == User.id)
        return sorted(db.session.scalars(found.where(Membership.organisation_id == organisation.id)))

    def events(self, *kinds: str) -> list[str]:
        found = select(AuditEvent.kind).where(AuditEvent.kind.in_(kinds)).order_by(AuditEvent.number)
        return list(db.session.scalars(found))


@pytest.fixture
def two(world: World) -> Two:
    return Two(world)


# --- from the page to the page ---------------------------------------------------------------------------------------


def test_proposed_by_a_handler_and_confirmed_by_an_administrator(two: Two, sign_in: SignIn) -> None:
    two.sent(two.merged, two.kari)
    page = words(sign_in(two.hanne).get(two.path()).text)
    assert "1 søknad og 0 kladder går over til den som blir stående." in page
    assert "Disse får se og skrive alle søknadene til den som blir stående: Berit Begge, Kari Nordmann." in page
    answer = sign_in(two.hanne).post(two.path(), data=TYPED)
    assert answer.status_code == 302
    assert two.members(two.merged) == ["Berit Begge", "Kari Nordmann"]  # nothing is moved yet
    assert "Venter på en administrator" in words(sign_in(two.ada).get("/staff/organisations/mergers").text)
    assert sign_in(two.hanne).post(f"{answer.location}/confirm").status_code == 403
    assert sign_in(two.ada).post(f"{answer.location}/confirm").status_code == 302
    assert "Slått sammen av Ada Admin 1. september 2026" in words(sign_in(two.ada).get(answer.location).text)
    assert (two.members(two.merged), two.members(two.into)) == ([], ["Berit Begge", "Kari Nordmann", "Nils Nabo"])
    assert two.events("merger_proposed", "organisations_merged", "applicant_merged") == [
        "merger_proposed",
        "applicant_merged",
        "organisations_merged",
    ]


def test_those_who_speak_for_it_are_told(two: Two) -> None:
    two.merge()
    mails = db.session.scalars(select(Mail).order_by(Mail.recipient)).all()
    assert [mail.recipient for mail in mails] == sorted(user.email for user in (two.berit, two.kari, two.nils))
    assert {mail.subject for mail in mails} == {"Fiksekroken og Nabohjelpen er slått sammen"}


def test_declined_nothing_is_changed_and_it_can_be_proposed_anew(two: Two, sign_in: SignIn) -> None:
    made = two.propose()
    path = f"/staff/organisations/mergers/{made.public_id}"
    assert sign_in(two.ada).post(f"{path}/decline").status_code == 302
    assert sign_in(two.ada).post(f"{path}/confirm").status_code == 409
    assert two.members(two.merged) == ["Berit Begge", "Kari Nordmann"]
    two.propose()


# --- what follows ----------------------------------------------------------------------------------------------------


def test_cases_follow_and_keep_the_name_they_were_sent_under(two: Two) -> None:
    case = two.sent(two.merged, two.kari)
    two.merge()
    for person in (two.kari, two.nils, two.berit):
        assert own_application(case.reference, person).organisation.name == "Nabohjelpen"
    assert case.versions[0].content["organisation"]["name"] == "Fiksekroken"
    assert db.session.scalars(select(CaseRow.organisation_name)).all() == ["Fiksekroken"]


def test_a_case_is_found_under_both_names(two: Two) -> None:
    case = two.sent(two.merged, two.kari)
    two.merge()
    for name in ("Fiksekroken", "nabohjelpen", "100260026"):
        assert db.session.scalars(select(CaseRow.reference).where(matching(name))).all() == [case.reference]


def test_a_draft_is_written_on_while_it_moves(two: Two, sign_in: SignIn) -> None:
    draft = two.sent(two.merged, two.kari, sent=False)
    browser = sign_in(two.kari)
    browser.get(f"/soknader/{draft.reference}/steg/om-dere")
    two.merge()
    drafting.save_fields(draft, {"about": "Vi er flere nå."}, by=two.kari, at=two.at)
    drafting.save_fields(draft, {"about": "Vi er mange."}, by=two.nils, at=two.at)
    db.session.commit()
    assert browser.get(f"/soknader/{draft.reference}/oppsummering").status_code == 200
    assert (draft.organisation.name, draft.about) == ("Nabohjelpen", "Vi er mange.")


def test_limits_count_together(two: Two) -> None:
    two.round.max_applications = 1
    two.sent(two.into, two.nils)
    draft = two.sent(two.merged, two.kari, sent=False)
    two.merge()
    with pytest.raises(NotNow, match="Nabohjelpen har sendt så mange søknader som runden tillater"):
        submit(draft, by=two.kari, at=two.at)
    db.session.rollback()


def test_duplicates_are_looked_for_in_both(two: Two) -> None:
    ours = two.sent(two.into, two.nils)
    theirs = two.sent(two.merged, two.kari)
    assert [row.reference for row in sent_by_same_applicant(ours)] == []
    two.merge()
    assert [row.reference for row in sent_by_same_applicant(ours)] == [theirs.reference]


def test_grants_are_read_together_and_one_that_both_have_stands_once(two: Two) -> None:
    for organisation, reference in ((two.merged, "A"), (two.merged, "B"), (two.into, "B")):
        grant = {"year": 2025, "title": "Fiksekveld", "granted_nok": 5000}
        db.session.add(GrantHistory(organisation_id=organisation.id, case_reference=reference, **grant))
    db.session.commit()
    two.merge()
    assert [grant.case_reference for grant in grant_history(two.into)] == ["A", "B"]


def test_impartiality_follows(two: Two) -> None:
    """Hanne speaks for the one, and has read the other's case."""
    case = two.sent(two.merged, two.kari)
    handler = two.world.user(Role.CASE_HANDLER, name="Siri Saks")
    db.session.add(Membership(user=handler, organisation=two.into, joined_at=two.at))
    db.session.commit()
    assert standing(handler, case).is_member is False
    two.merge()
    assert standing(handler, case).is_member is True
    with pytest.raises(NotPermitted, match="Du hører til Nabohjelpen"):
        can_read(handler, case)


def test_an_open_invitation_leads_to_the_united_one(two: Two) -> None:
    values = {"by": two.kari, "client": "x", "site": SITE, "at": two.at}
    accounts.invite_member(two.merged, "ny@ombruk.example", **values)
    two.merge()
    assert db.session.scalars(select(OneTimeLink.organisation_id)).all() == [two.into.id]


def test_the_old_page_leads_to_the_new_one(two: Two, sign_in: SignIn) -> None:
    two.merge()
    answer = sign_in(two.kari).get(f"/organisasjoner/{two.merged.public_id}")
    assert (answer.status_code, answer.location) == (302, f"/organisasjoner/{two.into.public_id}")
    stranger = two.world.user(name="Ola Hansen")
    assert sign_in(stranger).get(f"/organisasjoner/{two.merged.public_id}").status_code == 404
    assert [one.name for one in find_organisations("fiksekroken")] == []
    answer = sign_in(two.hanne).get(f"/staff/register?organisation={two.merged.public_id}")
    assert "Nabohjelpen" in words(answer.text)


def test_merged_twice_the_first_leads_to_the_last(two: Two) -> None:
    two.merge()
    last = two.world.organisation(two.nils, name="Byens Fellesskap", orgnr="100260034")
    two.merge(merged=two.into, into=last)
    assert own_organisation(two.merged.public_id, two.kari).name == "Byens Fellesskap"
    assert two.members(last) == ["Berit Begge", "Kari Nordmann", "Nils Nabo"]


# --- bad input -------------------------------------------------------------------------------------------------------


def refused(answer: TestResponse, sentence: str) -> tuple[int, bool]:
    return answer.status_code, sentence in words(answer.text)


def test_not_into_itself(two: Two, sign_in: SignIn) -> None:
    path = f"/staff/organisations/{two.merged.public_id}/merge?into={two.merged.public_id}"
    answer = sign_in(two.hanne).post(path, data=TYPED)
    assert refused(answer, "En organisasjon kan ikke slås sammen med seg selv.") == (409, True)


def test_not_twice_and_in_no_circle(two: Two, sign_in: SignIn) -> None:
    two.merge()
    again = sign_in(two.hanne).post(two.path(), data=TYPED)
    assert refused(again, "Fiksekroken er alt slått sammen med Nabohjelpen.") == (409, True)
    circle = f"/staff/organisations/{two.into.public_id}/merge?into={two.merged.public_id}"
    answer = sign_in(two.hanne).post(circle, data=TYPED)
    assert refused(answer, "Fiksekroken er selv slått sammen med Nabohjelpen. Velg Nabohjelpen.") == (409, True)


def test_of_two_proposals_that_make_a_circle_the_second_is_refused(two: Two, sign_in: SignIn) -> None:
    there, back = two.propose(), two.propose(merged=two.into, into=two.merged)
    for made, status in ((there, 302), (back, 409)):
        path = f"/staff/organisations/mergers/{made.public_id}/confirm"
        assert sign_in(two.ada).post(path).status_code == status
    assert two.into.merged_into_id is None


def test_a_municipal_unit_and_a_company_are_warned_of(two: Two, sign_in: SignIn) -> None:
    two.merged.applicant_type, two.merged.cost_centre = ApplicantType.MUNICIPAL, "1234"
    two.into.applicant_type = ApplicantType.BUSINESS
    db.session.commit()
    warning = "Den ene er en kommunal enhet og den andre et foretak."
    assert warning in words(sign_in(two.hanne).get(two.path()).text)
    answer = sign_in(two.hanne).post(two.path(), data=TYPED)
    assert refused(answer, "Les advarslene, og kryss av for at de er sett på.") == (409, True)
    assert sign_in(two.hanne).post(two.path(), data={**TYPED, "warnings_seen": "y"}).status_code == 302
    made = db.session.scalars(select(OrganisationMerger)).one()
    assert warning in words(sign_in(two.ada).get(f"/staff/organisations/mergers/{made.public_id}").text)


def test_a_third_with_the_same_number_is_told_of(two: Two, sign_in: SignIn) -> None:
    two.world.organisation(name="Fiksekroken Øst", orgnr=two.merged.orgnr)
    sentence = "Fiksekroken Øst har samme organisasjonsnummer som Fiksekroken, og blir ikke med."
    assert sentence in words(sign_in(two.hanne).get(two.path()).text)


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"merged_on": "2026-09-02"}, 409, "Sammenslåingen må ha skjedd."),
        ({"merged_on": "snart"}, 422, "Velg en dato."),
        ({"reason": " "}, 422, "Skriv hvordan vi vet det."),
        ({"kind": "x"}, 422, "Velg hvorfor."),
    ],
)
def test_what_is_not_whole_is_not_proposed(
    two: Two, sign_in: SignIn, wrong: dict[str, str], status: int, sentence: str
) -> None:
    answer = sign_in(two.hanne).post(two.path(), data={**TYPED, **wrong})
    assert answer.status_code == status
    assert db.session.scalars(select(OrganisationMerger)).all() == []
    assert sentence in words(answer.text) or wrong.get("kind")


def test_who_belongs_to_one_of_them_proposes_and_confirms_nothing(two: Two, sign_in: SignIn) -> None:
    for person in (two.hanne, two.ada):
        db.session.add(Membership(user=person, organisation=two.into, joined_at=two.at))
    made = OrganisationMerger(
        merged=two.merged, into=two.into, kind=MergerKind.FUSION, merged_on=date(2026, 8, 31), reason="x",
        proposed_by_id=two.hanne.id, proposed_by_name="Hanne Holm", proposed_at=two.at,
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    path = f"/staff/organisations/mergers/{made.public_id}"
    assert sign_in(two.hanne).post(two.path(), data=TYPED).status_code == 403
    assert sign_in(two.ada).post(f"{path}/confirm").status_code == 403
    assert made.status is MergerStatus.PROPOSED


def test_nobody_confirms_their_own_proposal(two: Two) -> None:
    made = two.propose(by=two.ada)
    with pytest.raises(NotPermitted, match="Du har foreslått dette selv"):
        merging.confirm(made, site=SITE, by=two.ada, at=two.at)
    db.session.rollback()


# --- undone ----------------------------------------------------------------------------------------------------------


def undo(two: Two, sign_in: SignIn, made: OrganisationMerger) -> TestResponse:
    return sign_in(two.ada).post(f"/staff/organisations/mergers/{made.public_id}/undo")


def test_undone_everything_is_as_before(two: Two, sign_in: SignIn) -> None:
    case, draft = two.sent(two.merged, two.kari), two.sent(two.merged, two.kari, sent=False)
    theirs = two.sent(two.into, two.nils)
    before = db.session.scalars(select(CaseRow.search_text).order_by(CaseRow.activity_id)).all()
    made = two.merge()
    assert undo(two, sign_in, made).status_code == 302
    assert (two.members(two.merged), two.members(two.into)) == (
        ["Berit Begge", "Kari Nordmann"],
        ["Berit Begge", "Nils Nabo"],
    )
    owners = [one.organisation.name for one in (case, draft, theirs)]
    assert owners == ["Fiksekroken", "Fiksekroken", "Nabohjelpen"]
    assert db.session.scalars(select(CaseRow.search_text).order_by(CaseRow.activity_id)).all() == before
    assert two.events("merger_undone", "applicant_parted") == ["applicant_parted", "merger_undone"]
    assert undo(two, sign_in, made).status_code == 409
    two.merge()  # and once more


def test_not_undone_after_something_happened_to_a_case(two: Two, sign_in: SignIn) -> None:
    case = two.sent(two.merged, two.kari)
    made = two.merge()
    sign_in(two.nils).post(f"/soknader/{case.reference}/trekk")
    assert refused(undo(two, sign_in, made), f"Noe har skjedd siden: {case.reference}.") == (409, True)


def test_not_undone_after_a_draft_was_written_on(two: Two, sign_in: SignIn) -> None:
    draft = two.sent(two.merged, two.kari, sent=False)
    made = two.merge()
    drafting.save_fields(draft, {"about": "Nytt."}, by=two.nils, at=two.at + timedelta(minutes=1))
    db.session.commit()
    assert refused(undo(two, sign_in, made), f"Noe har skjedd siden: {draft.reference}.") == (409, True)


def test_not_undone_after_a_new_application_or_a_new_member(two: Two, sign_in: SignIn) -> None:
    made = two.merge()
    db.session.add(Membership(user=two.world.user(name="Ny Nabo"), organisation=two.into, joined_at=two.at))
    db.session.commit()
    assert undo(two, sign_in, made).status_code == 409
    db.session.delete(db.session.scalars(select(Membership).join(User).where(User.name == "Ny Nabo")).one())
    new = drafting.start(two.round, two.into, by=two.nils, at=two.at)
    db.session.commit()
    sentence = f"Nabohjelpen har begynt på en ny søknad: {new.reference}."
    assert refused(undo(two, sign_in, made), sentence) == (409, True)


def test_the_last_merger_is_undone_first(two: Two, sign_in: SignIn) -> None:
    first = two.merge()
    last = two.world.organisation(two.nils, name="Byens Fellesskap", orgnr="100260034")
    second = two.merge(merged=two.into, into=last)
    assert undo(two, sign_in, first).status_code == 409
    assert undo(two, sign_in, second).status_code == 302
    assert undo(two, sign_in, first).status_code == 302
    assert two.members(two.merged) == ["Berit Begge", "Kari Nordmann"]
