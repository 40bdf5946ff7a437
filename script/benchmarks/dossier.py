"""The dossier of a case with photographed documents, 60 pages and more, beside the same pictures bound alone;
both in seconds of one core.

The rows are written beside the program, of a file that is there, and rolled back; the pictures are removed.
"""

import hashlib
import time
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from measure import print_table
from PIL import Image
from pypdf import PdfReader, PdfWriter

from cases.applications.models import Application, ApplicationEvidence
from cases.applications.states import State
from cases.archives.models import Evidence, Household
from cases.outcomes.reports.dossier import dossier_pdf
from cases.policies.selectors import list_programmes
from cases.policies.services import load_default_policy
from hardship.accounts.models import Union, User
from hardship.kernel.files import page_of

PICTURES, PAGES = 55, 60
MOST = 15.0  # seconds of one core


def run(people: dict[str, User]) -> bool:
    """Prints the figures; whether the dossier keeps its bound."""
    reviewer = people["cc.reviewer"]
    with transaction.atomic():
        contents = [_photograph(shade) for shade in range(PICTURES)]
        application, files = _case(reviewer, contents)
        try:
            started = time.process_time()
            _bound(contents)
            bound = time.process_time()
            content, pages = dossier_pdf(application, by=reviewer, tell=lambda _page: None)
            taken, floor = time.process_time() - bound, bound - started
        finally:
            for row in files:
                row.file.delete(save=False)
            transaction.set_rollback(True)
    note = f"{pages} pages, {len(content) / 1_000_000:.1f} MB"
    rows = [("the pictures as pages, bound (floor)", floor, ""), ("the dossier", taken, note)]
    print_table(f"A dossier with {PICTURES} photographs", "the pictures as pages", rows, "s")
    print(f"\n  {pages} pages in {taken:.1f} s (at least {PAGES} pages, at most {MOST:.0f} s)")
    return pages >= PAGES and taken <= MOST


def _photograph(shade: int) -> bytes:
    """A sheet as a phone takes it, each another one."""
    out = BytesIO()
    Image.effect_noise((1500, 2000), 20 + shade).convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()


def _bound(contents: list[bytes]) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for content in contents:
        writer.append(PdfReader(BytesIO(page_of(content))))
    writer.write(out)
    return out.getvalue()


def _case(reviewer: User, contents: list[bytes]) -> tuple[Application, list[Evidence]]:
    """A draft of one file of the county with these documents."""
    union = reviewer.union
    load_default_policy(union=Union.objects.get(pk=union.province_id or union.pk))
    programme = next(iter(list_programmes(union=union, on=timezone.localdate())))
    household = (
        Household.objects.select_related("union", "head").filter(union__county=union).order_by("pk")[0]
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        application = Application.objects.create(
            household=household, programme=programme, union=household.union, county=union,
            city_id=union.city_id, province_id=union.province_id, desk=household.union,
            year=timezone.localdate().year, state=State.DRAFT, amount=1000, entitled=1000,
        )  # fmt: skip
        kept = [_document(household, content, reviewer) for content in contents]
        ApplicationEvidence.objects.bulk_create(
            ApplicationEvidence(application=application, evidence=row) for row in kept
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return application, kept


def _document(household: Household, content: bytes, by: User) -> Evidence:
    row = Evidence(
        household=household, kind="income", original_name="照片.jpg", media_type="image/jpeg",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(), uploaded_by=by,
    )  # fmt: skip
    row.file.save("file.jpg", ContentFile(content), save=True)
    return row
