"""发放与落实: the parts of an approved sum, and what is done for a family instead of one."""

from cases.giving.models.fulfilments import Fulfilment
from cases.giving.models.instalments import Instalment

__all__ = ["Fulfilment", "Instalment"]
