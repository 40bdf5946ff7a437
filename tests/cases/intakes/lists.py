"""A list of files that were filed elsewhere, as far as a test wants it."""

import hashlib
import zipfile
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


def picture(text="一张纸"):
    """The bytes of a small picture, another one for each text."""
    colour = hashlib.sha256(text.encode()).digest()[:3]
    stream = BytesIO()
    Image.new("RGB", (64, 64), tuple(colour)).save(stream, "JPEG")
    return stream.getvalue()


def scan(text="一张纸"):
    """An upload that passed."""
    return accept_upload(ContentFile(picture(text), name="扫描.jpg"))


def zipped(files, *, encoding="utf-8"):
    """A zip of these files by name, their names as Windows writes them for "gbk"."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            if encoding != "utf-8":
                entry = GbkInfo(name)
            archive.writestr(entry, content)
    return ContentFile(stream.getvalue(), name="扫描件.zip")


class GbkInfo(zipfile.ZipInfo):
    """An entry whose name is in GBK, without the flag that says so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def sent(cast, files, *, signed_on=None, encoding="utf-8"):
    """An upload that was sorted."""
    batch = services.upload_scans(
        files=[zipped(files, encoding=encoding)], by=cast.clerk, signed_on=signed_on
    )
    run_pending()
    batch.refresh_from_db()
    return batch
