"""A sample on paper and as a workbook, with what an auditor needs to draw it again."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.surveys.columns import SPOT_COLUMNS
from cases.surveys.models import SpotCheck, SpotRow
from cases.surveys.selectors.spotchecks import list_rows
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet


def sample_workbook(check: SpotCheck, *, user: User) -> tuple[bytes, int]:
    """The drawn files with what was found, and how many they are."""
    rows = list(list_rows(check))
    header = SheetHeader(title=_("抽查名单"), lines=[*_how(check), _made(user)])
    return write_sheet(SPOT_COLUMNS, (values(SPOT_COLUMNS, row) for row in rows), header=header), len(rows)


def sample_sheets(check: SpotCheck) -> tuple[bytes, int]:
    """The drawn files on A4 landscape with room for what is found and for signatures, and how many."""
    from hardship.kernel.pdf import render_rows

    rows: list[SpotRow] = list(list_rows(check))
    context = {"check": check, "how": _how(check), "count": len(rows)}
    content = render_rows("pdf/spot_check.html", context, rows, title=_("抽查名单"), landscape=True)
    return content, len(rows)


def _how(check: SpotCheck) -> list[str]:
    return [
        _("%(union)s　%(year)s 年第 %(number)s 次　累计抽到 %(share)s%%　在档 %(files)s 户　抽取时间 %(at)s")
        % {
            "union": check.union.name,
            "year": check.year,
            "number": check.number,
            "share": f"{check.share:g}",
            "files": f"{check.population_size:,}",
            "at": timezone.localtime(check.drawn_at).strftime("%Y-%m-%d %H:%M"),
        },
        _("随机种子 %(seed)s　总体校验值（SHA-256）%(hash)s")
        % {"seed": check.seed, "hash": check.population_hash},
    ]


def _made(user: User) -> str:
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return _("制表时间：%(moment)s　操作人：%(name)s") % {"moment": moment, "name": user.name}
