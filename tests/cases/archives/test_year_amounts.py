"""Amounts of a year as people type them; tests/javascript/money.test.js takes the same vectors."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from cases.archives.forms.base import YearAmountField

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "year_amounts.json").read_text())


@pytest.mark.parametrize(("text", "amount"), VECTORS.items())
def test_an_amount_of_a_year_is_read_as_the_script_reads_it(text, amount):
    field = YearAmountField(label="金额")
    if amount is None:
        with pytest.raises(ValidationError):
            field.clean(text)
    else:
        assert str(field.clean(text)) == amount
