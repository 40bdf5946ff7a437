"""docs/fields.md says where each field of the national form is kept: held against the models."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

TABLE = Path(settings.BASE_DIR, "docs", "fields.md").read_text()
NAMED = set(re.findall(r"`([A-Z]\w+)\.(\w+)`", TABLE))


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(("model", "field"), sorted(NAMED))
def test_every_field_of_the_table_exists(model, field):
    assert apps.get_model("archives", model)._meta.get_field(field)
