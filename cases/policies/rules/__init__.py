"""What a policy says, computed: document, case, outcome; and the amounts of today's programmes."""

from cases.policies.rules.case import Case
from cases.policies.rules.cases import case_as_json, check_case, read_case
from cases.policies.rules.comparing import Difference, compare_policies
from cases.policies.rules.describing import Chapter, Paragraph, describe_policy
from cases.policies.rules.document.decoding import decode
from cases.policies.rules.document.keys import PolicyError, PolicyInvalid
from cases.policies.rules.document.parsing import parse_policy
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.writing import dump_policy, policy_hash
from cases.policies.rules.engine.dated import in_window
from cases.policies.rules.engine.itemising import Itemised, Items, itemise
from cases.policies.rules.engine.machine import assess, compile_policy
from cases.policies.rules.engine.outcome import Entitled, Figure, Outcome, Tried, Verdict
from cases.policies.rules.entitlement import CannotTell, Entitlement, Facts, describe, entitlement
from cases.policies.rules.examples import ExampleResult, example_case, run_examples
from cases.policies.rules.regions import region_chain
from cases.policies.rules.remarks import remark_on, say_unmapped

__all__ = [
    "CannotTell",
    "Case",
    "Chapter",
    "Difference",
    "Entitled",
    "Entitlement",
    "ExampleResult",
    "Facts",
    "Figure",
    "Itemised",
    "Items",
    "Outcome",
    "Paragraph",
    "PolicyDocument",
    "PolicyError",
    "PolicyInvalid",
    "Tried",
    "Verdict",
    "assess",
    "case_as_json",
    "check_case",
    "compare_policies",
    "compile_policy",
    "decode",
    "describe",
    "describe_policy",
    "dump_policy",
    "entitlement",
    "example_case",
    "in_window",
    "itemise",
    "parse_policy",
    "policy_hash",
    "read_case",
    "region_chain",
    "remark_on",
    "run_examples",
    "say_unmapped",
]
