"""The labour contract of a migrant worker: at least one year (requirement A5, domain.md 1.2 and 3.2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.rules.periods import write_term
from cases.archives.rules.reviews import months_after

A_YEAR = 12  # months


def doubts(person: Mapping[str, Any], today: date) -> dict[str, str]:
    """What speaks against a migrant worker's year of service, by the field that says so: contract_on,
    contract_months."""
    found = {}
    signed, months = person.get("contract_on"), person.get("contract_months")
    if signed and months_after(signed, A_YEAR) > today:
        found["contract_on"] = _(
            "劳动合同签订于 %(day)s，到今天不满一年；农民工建档须有一年以上劳动关系，请核对。"
        ) % {"day": signed.isoformat()}
    if months and months < A_YEAR:
        found["contract_months"] = _(
            "劳动合同期限是 %(term)s，不满一年；农民工建档须有一年以上劳动合同，请核对。"
        ) % {"term": write_term(months)}
    return found
