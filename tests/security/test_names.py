"""The province reads no names of families before it says what for: pages, parts, workbooks, papers."""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from hardship.accounts.access import SLOT
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level, Role
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.kernel.documents import mask_name
from hardship.kernel.hidden import NameField
from tests.addresses import ADDRESSES
from tests.factories import UserFactory
from tests.security.conftest import LOGIN, body

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("H3")]
PURPOSE = {"reason": "audit"}
# Who is named in full whoever asks, by the beginning of the address, and why.
WHOLE = {
    "rosters:import_": {"季小梅": "the workbook that its reader sent in, as it came"},
    "intakes:batches": {"季小梅": "an example in the text of the page"},
    "giving:hand_out": {"李芳": "an example in the text of the page"},
    "notices:": {"李芳": "whoever put a notice up is called like somebody's wife"},
    "visits:": dict.fromkeys(("季走访", "陆同行"), "who made the visit signs its form as well"),
    "campaigns:": {"顾永兴": "who goes along with a team is called like somebody who is helped"},
}


def names_of_families() -> set[str]:
    """Every name of the world that somebody bears whom the union helps; none that one of the staff bears too,
    nor that stands in the name of a union."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, NameField):
                found.update(model._base_manager.values_list(field.name, flat=True))
    staff = set(User.objects.values_list("name", flat=True))
    unions = " ".join(Union.objects.values_list("name", flat=True))
    return {
        name
        for name in found - staff
        if name and "*" not in name and 1 < len(name) <= 4 and name not in unions
    }


def read(response) -> str:
    """What an answer says: the text of a page, the parts of a workbook, the words of a PDF."""
    content = body(response)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    if content.startswith(b"%PDF"):
        from pypdf import PdfReader

        pages = PdfReader(io.BytesIO(content)).pages
        return "".join("".join(page.extract_text().split()) for page in pages)
    return content.decode(errors="replace")


@pytest.fixture
def reader(cast):
    return UserFactory(union=cast.province, roles=list(Role), everything=True)


@pytest.fixture
def province(client, reader):
    client.force_login(reader, backend=LOGIN)
    return client


def case_of(world) -> str:
    return reverse("desk:case", args=[world.filed.pk])


def ask_everything(client, world, urls):
    """Each answer of each address by method; what a form writes is undone."""
    for name, url in urls.items():
        if name in ("accounts:logout", "accounts:place", "archives:names"):
            continue
        for method in ADDRESSES[name].methods:
            query = ADDRESSES[name].query(world)
            with transaction.atomic():
                answer = client.get(url, query) if method == "GET" else client.post(url, query)
                text = read(answer)
                transaction.set_rollback(True)
            yield name, method, answer, text


def test_no_answer_names_a_family(province, world, urls):
    names, wrong, masked = names_of_families(), [], 0
    assert len(names) > 10
    masks = {mask_name(name) for name in names}
    for name, method, answer, text in ask_everything(province, world, urls):
        known = {who for start, people in WHOLE.items() if name.startswith(start) for who in people}
        found = [one for one in names - known if one in text]
        masked += answer.status_code == 200 and any(mask in text for mask in masks)
        if found:
            wrong.append(f"{name} {method} {answer.status_code}: {found}")
    assert not wrong, "\n".join(wrong)
    assert masked > 60


def test_a_list_says_that_names_are_masked_and_where_to_say_what_for(client, cast, reader, world):
    page = reverse("lists:files")
    client.force_login(UserFactory(union=cast.county, role=Role.REVIEWER), backend=LOGIN)
    text = client.get(page).text
    shown = {name for name in names_of_families() if name in text}
    assert shown
    assert "姓名已遮盖" not in text
    client.force_login(reader, backend=LOGIN)
    text = client.get(page).text
    assert not [name for name in shown if name in text]
    assert any(mask_name(name) in text for name in shown)
    assert f"{reverse('archives:names')}?next={page}" in text


def test_who_says_what_for_reads_them_for_an_hour_on_record(province, reader, world):
    page, why, head = case_of(world), reverse("archives:names"), world.filed.head.name
    assert province.post(why, {}).status_code == 422
    text = province.get(page).text
    assert (head in text, mask_name(head) in text) == (False, True)
    assert province.post(f"{why}?next={page}", PURPOSE).url == page
    text = province.get(page).text
    assert head in text
    assert "姓名已遮盖" not in text
    (row,) = AuditRecord.objects.filter(action="names.open")
    assert (row.by, row.data["purpose"] != "") == (reader, True)
    session = province.session
    session[SLOT] = {**session[SLOT], "until": 1}
    session.save()
    assert head not in province.get(page).text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_led_out_of_the_house(province, back):
    assert province.post(f"{reverse('archives:names')}?next={back}", PURPOSE).url == "/"


def test_a_mask_that_comes_back_in_a_form_is_not_saved(province, world):
    head = world.filed.head
    answer = province.post(reverse("desk:search"), {"text": mask_name(head.name)})
    assert answer.status_code == 409
    assert "先填写事由" in answer.text


@pytest.mark.parametrize("said", ["3户*2000元", "王*梅 家", "2*3"])
def test_what_only_looks_like_a_mask_goes_through(province, said):
    assert province.post(reverse("desk:search"), {"text": said}).status_code != 409


def test_a_mask_is_refused_when_another_window_showed_the_names_meanwhile(province, world):
    province.post(reverse("archives:names"), PURPOSE)
    answer = province.post(reverse("desk:search"), {"text": mask_name(world.filed.head.name)})
    assert answer.status_code == 409


def test_a_reason_for_a_document_shows_names_too_and_is_on_record(province, world):
    (document,) = world.filed.evidence.filter(removed_at__isnull=True)[:1]
    province.post(reverse("archives:evidence_why", args=[world.filed.pk, document.uid]), PURPOSE)
    assert AuditRecord.objects.filter(action="names.open").count() == 1


def test_a_file_of_a_job_waits_for_what_it_is_for(province, reader, world):
    Job.objects.filter(pk=world.job.pk).update(requested_by=reader, union=reader.union)
    url = ADDRESSES["jobs:file"].url("jobs:file", world)
    assert province.get(url).url.startswith(reverse("archives:names"))


def test_only_the_levels_of_the_rule_hide(client, world, cast):
    head, page = world.filed.head.name, case_of(world)
    seen = {}
    for union in (cast.province, cast.city, cast.county, cast.union):
        client.force_login(UserFactory(union=union, role=Role.AUDITOR), backend=LOGIN)
        seen[union.level] = head in client.get(page).text
    assert seen == {
        Level.PROVINCE: False, Level.CITY: True, Level.COUNTY: True, Level.GRASSROOTS: True,
    }  # fmt: skip
