"""Which source of money a route rests on (stages with `funds`): the one that would pay when it is submitted,
and what that keeps from paying later. The database has the same rule (sql/paid_from.sql)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.services.claims import whom_of
from cases.approvals.models import RouteBar
from cases.archives.rules.subjects import classes_of, subject_of
from cases.policies.rules.document.routes import DECIDE, Stage
from cases.policies.selectors.placing import place_stages
from funds.budgets.selectors import find_blocked
from funds.donations.selectors import exclude_held_for_others
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.ledgers.rules import helps, is_past
from funds.ledgers.selectors import propose
from funds.ledgers.states import Bucket
from hardship.kernel.together import read


def find_paying_source(application: Application, stages: Sequence[Stage]) -> str:
    """The source of the first money that the rule proposes to draw on, of the unions that would decide; ''
    where none is there yet: then no stage is passed over for it."""
    today, programme = timezone.localdate(), application.programme
    payers = {one.union_id for one in place_stages(application, stages) if one.stage.kind == DECIDE}
    if application.amount is None or not payers:
        return ""
    free = F("accounts__balance__credit") - F("accounts__balance__debit")
    lines = exclude_held_for_others(BudgetLine.objects.all(), subject_of(application.household_id)).filter(
        union__in=payers, use__in=programme.uses, year=today.year
    )
    rows = list(
        lines.select_related("fund", "use")
        .annotate(available=Sum(free, filter=Q(accounts__bucket=Bucket.AVAILABLE)))
        .order_by("pk")
    )
    past = {row.pk: "" for row in rows if is_past(row.fund.use_by, today)}
    barred = find_blocked(rows, application.amount, today) | past | _say_classes([application], rows)
    limits = limits_of(application, rows)
    found = (
        propose(rows, application.amount, uses=programme.uses, barred=barred, home=min(payers), limits=limits)
        if rows
        else None
    )
    drawn = found.draws if found else ()
    source_by_key = {row.pk: row.fund.source for row in rows}
    return source_by_key[drawn[0].line_id] if drawn else ""


def bars_of(application: Application, lines: Collection[BudgetLine]) -> dict[int, str]:
    """By the key of a line why its money does not pay for this application."""
    others = _say_classes([application], lines)
    return others | _say_bars(read(application, _bars)[application.pk], lines)


def bars_of_all(applications: Sequence[Application], lines: Collection[BudgetLine]) -> dict[int, str]:
    """The same of lines that do not pay for one of these applications at least."""
    bars = {source: label for found in _bars(applications).values() for source, label in found.items()}
    return _say_classes(applications, lines) | _say_bars(bars, lines)


def limits_of(application: Application, lines: Collection[BudgetLine]) -> dict[int, tuple[int, Decimal]]:
    """By the key of a line its document, as the fund that it came as, and how many yuan that still lets this
    household or person have; only lines whose document has a cap."""
    caps = {line.pk: ledger.get_fund_caps(line.pk) for line in lines if _has_cap(line)}
    if not caps:
        return {}
    whom = whom_of(application)
    left = {key: min(map(ledger.left_of, found.claims(whom))) for key, found in caps.items()}
    return {key: (found.root, left[key]) for key, found in caps.items()}


def get_whom(application: Application, lines: Iterable[BudgetLine]) -> ledger.Whom | None:
    """For whom the money of these lines is, where the document of one of them has a cap."""
    return whom_of(application) if any(_has_cap(line) for line in lines) else None


def _has_cap(line: BudgetLine) -> bool:
    return line.fund.household_cap is not None or line.fund.person_cap is not None


def _say_classes(applications: Sequence[Application], lines: Collection[BudgetLine]) -> dict[int, str]:
    """Of lines whose document helps others than one of these; the database has the same (sql/classes.sql)."""
    limited = [line for line in lines if line.fund.classes]
    if not limited:
        return {}
    rows = Application.objects.filter(pk__in=[row.pk for row in applications]).order_by("pk")
    told = rows.values_list("category", Coalesce("member__model_worker", "household__head__model_worker"))
    found = [classes_of(category, honour or "") for category, honour in told]
    text = _("文件规定只帮扶%(classes)s，受助人不在其中。")
    return {
        line.pk: text % {"classes": line.fund.class_names}
        for line in limited
        if not all(helps(line.fund.classes, one) for one in found)
    }


def _say_bars(bars: Mapping[str, str], lines: Collection[BudgetLine]) -> dict[int, str]:
    text = _(
        "用这项资金要经过“%(stage)s”，这份申请的流程按另一项资金定，没有经过；请选别的资金，或者退回重新提交。"
    )
    barred = [line for line in lines if bars and line.fund.source in bars]
    return {line.pk: text % {"stage": bars[line.fund.source]} for line in barred}


def _bars(applications: Sequence[Application]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {row.pk: {} for row in applications}
    rounds = {row.pk: row.round for row in applications}
    for bar in RouteBar.objects.filter(application__in=found):
        if bar.round == rounds[bar.application_id]:
            found[bar.application_id][bar.source] = bar.label
    return found
