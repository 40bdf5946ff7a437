"""What a policy would change, as a workbook: no names and no numbers of people."""

from tempfile import SpooledTemporaryFile

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.trials import selectors as whatif
from cases.trials.columns import WHAT_IF_COLUMNS
from cases.trials.models import WhatIf
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_rows
from hardship.kernel.snapshots import snapshot

CHUNK = 1000
SPOOL = 16 * 1024 * 1024


def what_if_bytes(run: WhatIf, user: User) -> tuple[bytes, int]:
    """Every file of a run as .xlsx, and how many there are."""
    lines = (
        _("制度：《%(name)s》第 %(number)s 版") % {"name": run.policy.name, "number": run.policy.number},
        _("范围：%(union)s在档档案，按 %(day)s 的标准")
        % {"union": run.union.name, "day": run.on.isoformat()},
        _("导出：%(name)s %(day)s") % {"name": user.name, "day": timezone.localdate().isoformat()},
    )
    header = SheetHeader(title=_("试行测算结果"), lines=lines)
    with SpooledTemporaryFile(SPOOL) as target, snapshot():
        rows = whatif.list_rows(run, "all").iterator(CHUNK)
        written = write_rows(
            target,
            WHAT_IF_COLUMNS,
            (values(WHAT_IF_COLUMNS, row) for row in rows),
            header=header,
            totals=("amount_before", "amount_after"),
        )
        target.seek(0)
        return target.read(), written.rows
