"""What a policy says, computed: document, case, outcome; and the amounts of today's programmes."""

from cases.policies.rules.case import Case
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.reading import PolicyError, PolicyInvalid, parse_policy
from cases.policies.rules.document.writing import dump_policy, policy_hash
from cases.policies.rules.engine.outcome import Entitled, Figure, Outcome, Tried, Verdict
from cases.policies.rules.entitlement import CannotTell, Entitlement, Facts, describe, entitlement

__all__ = [
    "CannotTell",
    "Case",
    "Entitled",
    "Entitlement",
    "Facts",
    "Figure",
    "Outcome",
    "PolicyDocument",
    "PolicyError",
    "PolicyInvalid",
    "Tried",
    "Verdict",
    "describe",
    "dump_policy",
    "entitlement",
    "parse_policy",
    "policy_hash",
]
