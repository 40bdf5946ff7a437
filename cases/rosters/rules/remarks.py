"""What the cells of the household's own row say against each other, beyond who somebody is."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.rules.answers import PERSON
from cases.archives.rules.insurance import insurance_faults
from cases.rosters.rules.bills import bill_remarks
from cases.rosters.rules.facts import PREFIX


def row_remarks(values: Mapping[str, Any], names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The keys of the cells that do not fit, with a sentence; `names` are the row's people."""
    yield from bill_remarks(values, names)
    yield from insurance_faults(values).items()
    if (person := values.get(PREFIX + PERSON)) and person not in names:
        yield PREFIX + PERSON, _("这一户没有这个姓名的人，请填写本人或家庭成员的姓名，没有就留空。")
