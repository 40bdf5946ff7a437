"""What a policy says, computed: amounts of aid and, beside them, the rules of classification."""

from cases.policies.rules.entitlement import CannotTell, Entitlement, Facts, describe, entitlement

__all__ = ["CannotTell", "Entitlement", "Facts", "describe", "entitlement"]
