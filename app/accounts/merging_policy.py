"""Who may make two organisations one, and when. Order: who, then when, then whether it is complete.

A case handler proposes, since it is they who see that two are one; an administrator, who is another person, confirms,
since it gives people access to cases and letters that were not theirs. Neither may belong to any of the two.
"""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts import merging_queries as queries
from app.accounts.merger_models import MergerKind, MergerStatus, OrganisationMerger
from app.accounts.models import ApplicantType, Organisation
from app.policy import NotComplete, NotNow, NotPermitted

PROPOSE = frozenset({Role.CASE_HANDLER, Role.ADMINISTRATOR})
UNLIKE = frozenset({ApplicantType.MUNICIPAL, ApplicantType.BUSINESS})


def can_propose(by: Actor, merged: Organisation) -> None:
    """Before the other organisation is chosen."""
    if not by.roles & PROPOSE:
        raise NotPermitted(_("Bare saksbehandlere og administratorer kan foreslå å slå sammen organisasjoner."))
    _is_outside(by, merged)
    _is_whole(merged)
    if queries.open_proposal(merged.id):
        raise NotNow(_("Det ligger alt et forslag om å slå %(name)s sammen med en annen.", name=merged.name))


def can_merge(
    by: Actor, merged: Organisation, into: Organisation, *, on: date, today: date, warnings_seen: bool, kind: MergerKind
) -> None:
    """As `can_propose`, with the other one, a day that has been, and the warnings read."""
    _is_outside(by, into)
    can_propose(by, merged)
    _are_two(merged, into)
    missing = {}
    if on > today:
        missing["merged_on"] = str(_("Sammenslåingen må ha skjedd. Velg en dag til og med i dag."))
    if warnings(merged, into, kind) and not warnings_seen:
        missing["warnings_seen"] = str(_("Les advarslene, og kryss av for at de er sett på."))
    if missing:
        raise NotComplete(_("Forslaget er ikke sendt. Noe mangler."), missing)


def _is_outside(by: Actor, organisation: Organisation) -> None:
    if by.actor_id is not None and queries.belongs_to(by.actor_id, organisation):
        raise NotPermitted(_("Du hører til %(name)s. En annen må gjøre dette.", name=organisation.name))


def _is_whole(organisation: Organisation) -> None:
    if organisation.merged_into_id is not None:
        into = queries.by_id(organisation.merged_into_id)
        raise NotNow(_("%(name)s er alt slått sammen med %(into)s.", name=organisation.name, into=into.name))


def _are_two(merged: Organisation, into: Organisation) -> None:
    """Not itself, and no circle: what is merged is never merged into."""
    if merged.id == into.id:
        raise NotNow(_("En organisasjon kan ikke slås sammen med seg selv. Velg en annen."))
    if into.merged_into_id is not None:
        name = queries.by_id(into.merged_into_id).name
        raise NotNow(_("%(name)s er selv slått sammen med %(into)s. Velg %(into)s.", name=into.name, into=name))


def warnings(merged: Organisation, into: Organisation, kind: MergerKind) -> Sequence[str]:
    """What is unusual, in sentences. It can be true all the same."""
    found = []
    types = {merged.applicant_type, into.applicant_type}
    if types == UNLIKE:
        found.append(_("Den ene er en kommunal enhet og den andre et foretak. Sjekk på nytt at de er én søker."))
    elif len(types) > 1:
        found.append(_("De er registrert som to ulike typer søkere."))
    if kind is MergerKind.DUPLICATE and merged.orgnr and into.orgnr and merged.orgnr != into.orgnr:
        found.append(_("De har hvert sitt organisasjonsnummer, så de er neppe den samme registrert to ganger."))
    others = [one.name for one in queries.with_number(merged.orgnr) if one.id not in {merged.id, into.id}]
    if others and merged.orgnr != into.orgnr:
        names = ", ".join(others)
        found.append(
            _("%(names)s har samme organisasjonsnummer som %(name)s, og blir ikke med.", names=names, name=merged.name)
        )
    return [str(sentence) for sentence in found]


def can_settle(by: Actor, merger: OrganisationMerger) -> None:
    """An administrator who did not propose it, while it waits."""
    _is_administrator(by, merger)
    if merger.proposed_by_id == by.actor_id:
        raise NotPermitted(_("Du har foreslått dette selv. En annen administrator må avgjøre det."))
    if merger.status is not MergerStatus.PROPOSED:
        raise NotNow(_("Forslaget er alt avgjort."))


def can_confirm(by: Actor, merger: OrganisationMerger) -> None:
    """As `can_settle`; the two are still two."""
    can_settle(by, merger)
    _is_whole(merger.merged)
    _are_two(merger.merged, merger.into)


def _is_administrator(by: Actor, merger: OrganisationMerger) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise NotPermitted(_("Bare en administrator kan slå sammen organisasjoner."))
    _is_outside(by, merger.merged)
    _is_outside(by, merger.into)


def can_undo(by: Actor, merger: OrganisationMerger, blocked: Sequence[str | None]) -> None:
    """An administrator, as long as nothing has happened since. `blocked`: what the rooms above say against it."""
    _is_administrator(by, merger)
    if merger.status is not MergerStatus.CONFIRMED:
        raise NotNow(_("Organisasjonene er ikke slått sammen."))
    reasons = [_changed_members(merger), _later_merger(merger), *blocked]
    if said := [reason for reason in reasons if reason]:
        raise NotNow(_("Sammenslåingen kan ikke angres. %(reasons)s", reasons=" ".join(said)))


def _changed_members(merger: OrganisationMerger) -> str | None:
    if sorted(queries.member_ids(merger.into_id)) == merger.moved["members"]:
        return None
    return str(_("De som hører til %(name)s, er ikke de samme lenger.", name=merger.into.name))


def _later_merger(merger: OrganisationMerger) -> str | None:
    if merger.into.merged_into_id is not None:
        return str(_("%(name)s er siden slått sammen med en annen. Angre den først.", name=merger.into.name))
    if queries.has_later_merger(merger):
        return str(_("En annen er siden slått sammen med %(name)s. Angre den først.", name=merger.into.name))
    return None
