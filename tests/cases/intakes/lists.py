"""A list of files that were filed elsewhere, as far as a test wants it."""

import hashlib
from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from cases.intakes import services
from cases.intakes.selectors.lists import list_samples
from cases.rosters import services as rosters
from cases.rosters.services.stages import FiledElsewhere
from hardship.accounts.states import Role
from hardship.jobs.services import run_pending
from hardship.kernel.files import accept_upload
from tests.cases.rosters.roster_files import person, roster
from tests.factories import UserFactory

NUMBER, DAY = "崇工发〔2024〕12号", date(2024, 5, 10)
UNSURE = {"annual_income": None, "monthly_income": None, "monthly_per_capita": None}


def imported(cast, *rows, filed=True):
    """An import of these rows that is done; by default of households that were filed elsewhere."""
    made = rosters.upload_roster(
        union=cast.union, by=cast.clerk, original_name="存量.xlsx", content=roster(*rows),
        filed=FiledElsewhere(NUMBER, DAY) if filed else None,
    )  # fmt: skip
    for ask, more in ((rosters.ask_for_check, {"fields": None}), (rosters.ask_for_import, {})):
        ask(roster_id=made.pk, by=cast.clerk, **more)
        run_pending()
    made.refresh_from_db()
    return made


def handed_in(cast, *rows):
    made = imported(cast, *(rows or [person(number, **UNSURE) for number in (1, 2, 3)]))
    return services.hand_in(roster_id=made.pk, by=cast.clerk)


def second(cast):
    """Another reviewer of the county."""
    return UserFactory(union=cast.county, role=Role.REVIEWER)


def step(intake, action, by, comment=""):
    return services.take_step(intake_id=intake.pk, action=action, by=by, comment=comment)


def look(intake, by, verdict="agrees", note=""):
    for sample in list_samples(intake):
        services.look_at_sample(sample_id=sample.pk, verdict=verdict, by=by, note=note)


def accepted(cast, *rows):
    """A list that two people of the county accepted, its files in force."""
    intake = handed_in(cast, *rows)
    look(intake, cast.reviewer)
    step(intake, "agree", cast.reviewer)
    step(intake, "accept", second(cast))
    run_pending()
    intake.refresh_from_db()
    return intake


def scan(text="一张纸"):
    """An upload that passed: a small picture, another one for each text."""
    colour = hashlib.sha256(text.encode()).digest()[:3]
    stream = BytesIO()
    Image.new("RGB", (64, 64), tuple(colour)).save(stream, "JPEG")
    return accept_upload(ContentFile(stream.getvalue(), name="扫描.jpg"))
