"""What a policy says, computed: document, case, outcome."""

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
from cases.policies.rules.engine.granting import Grant
from cases.policies.rules.engine.itemising import Itemised, Items, itemise
from cases.policies.rules.engine.machine import assess, compile_policy
from cases.policies.rules.engine.outcome import Entitled, Figure, Outcome, Tried, Verdict
from cases.policies.rules.examples import ExampleResult, example_case, run_examples
from cases.policies.rules.guide import Leaflet, describe_programme, list_grounds, make_leaflet
from cases.policies.rules.handling import instalments_words, kinds_words, notice_length, notice_words
from cases.policies.rules.regions import region_chain
from cases.policies.rules.remarks import remark_on, say_unmapped

__all__ = [
    "Case",
    "Chapter",
    "Difference",
    "Entitled",
    "ExampleResult",
    "Figure",
    "Grant",
    "Itemised",
    "Items",
    "Leaflet",
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
    "describe_policy",
    "describe_programme",
    "dump_policy",
    "example_case",
    "in_window",
    "instalments_words",
    "itemise",
    "kinds_words",
    "list_grounds",
    "make_leaflet",
    "notice_length",
    "notice_words",
    "parse_policy",
    "policy_hash",
    "read_case",
    "region_chain",
    "remark_on",
    "run_examples",
    "say_unmapped",
]
