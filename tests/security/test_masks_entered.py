"""A name that was masked for whoever copied it is not entered as somebody's name, typed or in a draft."""

from functools import partial

import pytest

from cases.applications.forms.unfiled import OffFileForm
from cases.archives.forms.rows import MemberRow
from cases.mutual.forms import EntrantForm
from cases.people.forms import PersonForm
from cases.petitions.forms import DetailForm


@pytest.mark.parametrize(
    "make", [partial(OffFileForm, programmes=[]), MemberRow, EntrantForm, PersonForm, DetailForm]
)
@pytest.mark.parametrize(("name", "is_mask"), [("王*梅", True), ("王*", True), ("王小梅", False)])
def test_a_mask_is_no_name(make, name, is_mask):
    form = make({"name": name})
    form.is_valid()
    assert ("姓名是遮盖着的，请填完整的姓名。" in form.errors.get("name", [])) == is_mask
