"""The catalogue of fields: a field is one row there and one column of a model, and all else follows."""

from pathlib import Path

import pytest
from django.conf import settings

from cases.archives.forms.people import MemberForm, WorkerForm
from cases.archives.forms.sections import CausesForm, HousingForm
from cases.archives.management.commands.document_fields import fields_document
from cases.archives.models import column_of
from cases.archives.rules.fields import FIELDS, Whose
from cases.archives.states import Section
from cases.duplicates.services import values
from cases.rosters.resources import HeadResource, MemberResource
from cases.rosters.rules import columns

FORMS = {Section.WORKER: WorkerForm, Section.HOUSING: HousingForm, Section.CAUSES: CausesForm}
# Fields that no rule knows by name: each stands in the catalogue, on its model, and nowhere else.
PLAIN = ("asset_note", "facilities", "priority_group", "relief_card", "staff_no", "usable_area")
PLACES = {"cases/archives/rules/fields.py", "cases/archives/models"}


def code():
    for folder in ("cases", "hardship", "funds", "templates"):
        for path in Path(settings.BASE_DIR, folder).rglob("*"):
            if path.suffix in (".py", ".html") and not {"migrations", "demo"} & set(path.parts):
                yield path.relative_to(settings.BASE_DIR).as_posix(), path.read_text()


@pytest.mark.parametrize("key", PLAIN)
def test_a_plain_field_is_one_row_and_one_column(key):
    found = {name for name, text in code() if f'"{key}"' in text or f".{key}" in text or f"{key} =" in text}
    others = {name for name in found if not any(name.startswith(place) for place in PLACES)}
    assert others <= {"cases/rosters/rules/layout.py"}  # staff_no, when a roster has no other number
    assert found


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.whose.value}-{field.key}")
def test_every_field_has_its_column_its_input_and_its_cell(field):
    column = column_of(field)
    if field.codes is not None:
        listed = getattr(column, "base_field", column).choices
        assert [value for value, _label in listed] == list(field.codes.values)
    for who, form, resource, layout in (
        (Whose.HEAD, WorkerForm, HeadResource, (*columns.HEAD, *columns.EXTRA)),
        (Whose.MEMBER, MemberForm, MemberResource, (*columns.MEMBER, *columns.MEMBER_MORE)),
        (Whose.HOUSEHOLD, FORMS.get(field.section), HeadResource, (*columns.HEAD, *columns.EXTRA)),
    ):
        if field.is_about(who):
            assert field.key in form.base_fields
            assert field.key in {name for _heading, names in form.groups for name in names}
            key = "disability" if field.key.startswith("disability_") else columns.key_of(field, who)
            assert key in resource().fields
            assert key in {column.key for column in layout}


def test_fields_of_one_name_are_alike_where_only_the_name_is_asked():
    free = {(field.key, field.is_free) for field in FIELDS}
    assert len(free) == len({field.key for field in FIELDS})


def test_what_a_duplicate_may_be_asked_for_never_says_who_somebody_is():
    of_head = {*values.HEAD_FIELDS, *values.CONTACT_FIELDS}
    assert of_head == {field.key for field in FIELDS if field.is_about(Whose.HEAD) and not field.is_identity}
    assert {"id_number", "name", "birth_on", "sex", "document_number"}.isdisjoint(of_head)


def test_errors_stand_in_the_order_of_the_page():
    for form in (WorkerForm, MemberForm, HousingForm, CausesForm):
        shown = [name for _heading, names in form.groups for name in names]
        assert [name for name in form.base_fields if name in shown] == shown


def test_the_page_of_fields_is_what_the_catalogue_says():
    assert Path(settings.BASE_DIR, "docs", "file_fields.md").read_text() == fields_document()
