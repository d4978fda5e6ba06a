"""What staff and applicants type about appeals. Shape and length only; the rules are in policy.py."""

from datetime import date, datetime, time

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.applications.models import Channel
from app.clock import at_oslo
from app.decisions.appeals.models import (
    AppealAnswer,
    AppealComment,
    AppealHandling,
    AppealResult,
    AppealStatement,
    DeadlineExtension,
    ReasonsDemand,
)
from app.decisions.forms import TOO_LONG, stripped, text_area
from app.decisions.models import Appeal
from app.decisions.reversals.models import Reversal

NAME_LENGTH = 80


class RegisterAppealForm(FlaskForm):
    """An appeal that came by post or e-mail, with the original."""

    channel = RadioField(
        _l("Hvordan kom klagen?"),
        [InputRequired(_l("Velg hvordan klagen kom."))],
        choices=[SelectChoice(Channel.EMAIL.value, _l("På e-post")), SelectChoice(Channel.POST.value, _l("I posten"))],
    )
    received_on = DateField(_l("Mottatt dato"), [InputRequired(_l("Skriv datoen klagen kom."))])
    received_time = TimeField(
        _l("Klokkeslett"),
        [InputRequired(_l("Skriv klokkeslettet klagen kom."))],
        format=["%H:%M", "%H:%M:%S"],
        description=_l("En e-post er i tide når den har kommet fram."),
    )
    posted_on = DateField(
        _l("Postlagt dato"),
        [Optional()],
        description=_l("Bare for brev: et brev er i tide når det er postlagt i tide."),
    )
    appellant = StringField(
        _l("Hvem klager?"),
        [DataRequired(_l("Skriv hvem som klager.")), Length(max=NAME_LENGTH, message=TOO_LONG)],
        filters=[stripped],
        description=_l("Navnet på den som har skrevet under."),
    )
    original = FileField(
        _l("Originalen"),
        [FileRequired(_l("Legg ved klagen slik den kom."))],
        description=_l("Skannet brev eller e-posten: pdf, png, jpg, docx eller odt, høyst 10 MB."),
    )
    text = text_area(
        _l("Det klagen sier"), Appeal.TEXT_LENGTH, 6, _l("Skriv av det viktigste. La stå tomt når originalen sier alt.")
    )

    @property
    def received_at(self) -> datetime:
        """The moment typed, on the wall clock in Oslo."""
        day: date = self.received_on.data
        clock: time = self.received_time.data
        return at_oslo(day, clock.hour, clock.minute, clock.second)


class LateForm(FlaskForm):
    """A late appeal: taken up with the reason, or proposed dismissed."""

    choice = RadioField(
        _l("Skal klagen behandles?"),
        [InputRequired(_l("Velg om klagen skal behandles."))],
        choices=[
            SelectChoice(
                "take_up", _l("Ja: parten kan ikke lastes for at den kom sent, eller særlige grunner taler for det")
            ),
            SelectChoice("dismiss", _l("Nei: foreslå at den avvises")),
        ],
    )
    grounds = text_area(
        _l("Det parten sier om hvorfor klagen kom sent"),
        AppealStatement.TEXT_LENGTH,
        3,
        _l("Står i brevet når klagen avvises."),
    )
    assessment = text_area(
        _l("Vurderingen"),
        AppealHandling.REASON_LENGTH,
        5,
        _l("Står i brevet når klagen avvises, ellers bare i saken."),
        required=_l("Skriv hvorfor."),
    )


class StatementForm(FlaskForm):
    """The statement to the appeal body. The party reads all of it."""

    grounds = text_area(
        _l("Det parten skriver i klagen"), AppealStatement.TEXT_LENGTH, 4, required=_l("Skriv kort hva parten mener.")
    )
    assessment = text_area(
        _l("Vår vurdering"),
        AppealStatement.TEXT_LENGTH,
        8,
        _l("Svar på det parten skriver, punkt for punkt."),
        required=_l("Skriv hvorfor vedtaket står."),
    )
    documents = text_area(
        _l("Dokumenter vi sender med"),
        AppealStatement.TEXT_LENGTH,
        6,
        _l("Ett dokument på hver linje."),
        required=_l("Skriv hvilke dokumenter klageinstansen får."),
    )

    @property
    def listed(self) -> list[str]:
        """One document a line."""
        return [line.strip() for line in (self.documents.data or "").splitlines() if line.strip()]


class ReturnForm(FlaskForm):
    comment = text_area(
        _l("Hva må endres?"), AppealStatement.COMMENT_LENGTH, 3, required=_l("Skriv hva som må endres.")
    )


class ReverseForm(FlaskForm):
    """Beside a proposal for each activity."""

    grants_all = RadioField(
        _l("Hva får parten?"),
        [InputRequired(_l("Velg om parten får medhold i alt."))],
        choices=[
            SelectChoice("yes", _l("Medhold i alt det klages på")),
            SelectChoice("no", _l("Medhold i en del. Resten går til klageinstansen hvis parten vil")),
        ],
    )
    explanation = text_area(
        _l("Hvorfor vi endrer vedtaket"),
        Reversal.EXPLANATION_LENGTH,
        4,
        _l("Parten leser det i brevet."),
        required=_l("Skriv hvorfor vedtaket endres. Parten leser det i brevet."),
    )


class AnswerForm(FlaskForm):
    """The appeal body's decision."""

    result = RadioField(
        _l("Hva har klageinstansen bestemt?"),
        [InputRequired(_l("Velg hva klageinstansen har bestemt."))],
        choices=[
            SelectChoice(AppealResult.CONFIRMED.value, _l("Stadfestet: vedtaket står")),
            SelectChoice(AppealResult.CHANGED.value, _l("Endret: vi lager nytt vedtak")),
            SelectChoice(AppealResult.SET_ASIDE.value, _l("Opphevet: vi behandler saken på nytt")),
            SelectChoice(AppealResult.DISMISSED.value, _l("Avvist: klagen er ikke behandlet")),
        ],
    )
    decided_on = DateField(_l("Dato for avgjørelsen"), [InputRequired(_l("Skriv datoen."))])
    outcome = text_area(
        _l("Avgjørelsen i en setning eller to"), AppealAnswer.TEXT_LENGTH, 2, required=_l("Skriv hva som er bestemt.")
    )
    reasons = text_area(
        _l("Begrunnelsen"),
        AppealAnswer.TEXT_LENGTH,
        6,
        _l("Står i brevet til parten."),
        required=_l("Skriv klageinstansens begrunnelse."),
    )
    original = FileField(_l("Avgjørelsen som fil"), description=_l("pdf, png, jpg, docx eller odt, høyst 10 MB."))
    is_worse = BooleanField(_l("Vedtaket er endret til skade for klageren"))
    warned_on = DateField(
        _l("Klageren fikk melding om dette"),
        [Optional()],
        description=_l("Bare når vedtaket er endret til skade for klageren."),
    )


class CommentForm(FlaskForm):
    text = text_area(_l("Merknadene deres"), AppealComment.TEXT_LENGTH, 6, required=_l("Skriv det dere vil si."))


class ExtendForm(FlaskForm):
    until = DateField(_l("Ny siste dag"), [InputRequired(_l("Velg en dag."))])
    reason = text_area(
        _l("Hvorfor"), DeadlineExtension.REASON_LENGTH, 2, required=_l("Skriv hvorfor fristen forlenges.")
    )


class DemandForm(FlaskForm):
    received_on = DateField(_l("Mottatt dato"), [InputRequired(_l("Skriv datoen kravet kom."))])
    demanded_by = StringField(
        _l("Hvem ba om begrunnelse?"),
        [DataRequired(_l("Skriv hvem som ba om den.")), Length(max=NAME_LENGTH, message=TOO_LONG)],
        filters=[stripped],
    )


class DemandAnswerForm(FlaskForm):
    answer = text_area(
        _l("Svaret til parten"),
        ReasonsDemand.TEXT_LENGTH,
        5,
        _l("Parten leser det på siden med vedtaket."),
        required=_l("Skriv svaret."),
    )
    were_left_out = RadioField(
        _l("Sto begrunnelsen i vedtaksbrevet?"),
        [InputRequired(_l("Velg om begrunnelsen sto i brevet."))],
        choices=[
            SelectChoice("no", _l("Ja. Klagefristen løper som før")),
            SelectChoice("yes", _l("Nei, den manglet. Klagefristen løper på nytt fra i dag")),
        ],
    )
