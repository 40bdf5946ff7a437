"""Which columns of a roster hold yuan: a unit above the table is that of these."""

from cases.archives.rules.bills import FIGURES

_AMOUNTS = frozenset(
    {"monthly_income", "annual_income", "monthly_per_capita", *(f"bill_{name}" for name in FIGURES)}
)


def is_amount(key: str) -> bool:
    """Whether the column holds yuan."""
    bare = key.rpartition(".")[2]
    return bare in _AMOUNTS or bare.startswith(("income_", "expense_"))
