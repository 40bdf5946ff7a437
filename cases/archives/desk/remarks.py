"""What the archive itself remarks on a file before it is submitted and while it is reviewed."""

from django.utils import timezone

from cases.archives.rules import Contents
from cases.archives.rules.contracts import doubts
from cases.archives.selectors.extensions import FILE_REMARKS, Remark
from cases.archives.states import WorkerType
from hardship.accounts.models import User


@FILE_REMARKS.add("contract")
def remark_on_contract(file: Contents, user: User) -> list[Remark]:
    """A migrant worker of less than a year (R15): a gate where the policy says so, a remark everywhere."""
    if file.household.worker_type != WorkerType.MIGRANT:
        return []
    return [Remark(why) for why in doubts(vars(file.head), timezone.localdate())]
