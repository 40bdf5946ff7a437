"""docs/fields.md says where each field of the national form is kept: held against the models."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from cases.archives.rules.fields import PERSON_FIELDS, Whose, fields_about

TABLE = Path(settings.BASE_DIR, "docs", "fields.md").read_text()
NAMED = set(re.findall(r"`([A-Z]\w+)\.(\w+)`", TABLE))


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(("model", "field"), sorted(NAMED))
def test_every_field_of_the_table_exists(model, field):
    assert apps.get_model("archives", model)._meta.get_field(field)


def test_every_field_that_is_entered_stands_in_the_table():
    entered = {("Member", name) for name in PERSON_FIELDS}
    entered |= {("Household", field.key) for field in fields_about(Whose.HOUSEHOLD)}
    assert not entered - NAMED
