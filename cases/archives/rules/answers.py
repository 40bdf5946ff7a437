"""What a policy asks beyond the fields of the form, and where a file has it: pure names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.policies.rules.vocabulary import FACTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Of a member.
ABLE, PROVEN = "is_able", "is_income_proven"
OF_MEMBERS: "Mapping[str, StrOrPromise]" = {
    ABLE: _("有劳动能力"),
    PROVEN: _("已证明确无收入或收入低于最低工资"),
}
# Lists of their own: relatives who live apart, exceptions that somebody granted.
SUPPORTERS, EXCEPTIONS = "supporters", "exceptions"
# The one person whom aid is for: a member, by uid.
PERSON = "person"
# Facts that the file has fields of its own for: nobody is asked for them a second time.
OWN_FACTS = frozenset(
    {
        "homes", "floor_area", "vehicles", "vehicle_value", "has_business", "deposits", "securities",
        "worker_type", "main_cause", "secondary_causes", "filing_level", "is_filed", "is_on_dibao", "status",
        "is_dibao_marginal", "is_single_parent", "is_union_member", "labour_months", "service_months",
    }
)  # fmt: skip
# What the books say of a fund: nobody answers it.
OF_POOLS = frozenset({"pool_used", "pool_grants"})
# Facts that are answered one by one, of the household, in the order of the vocabulary.
ANSWERED = tuple(name for name in FACTS if name not in OWN_FACTS | OF_POOLS | {PERSON})
