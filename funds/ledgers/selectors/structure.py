"""Checks that the database still holds the rules: triggers, functions and constraints as released."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.selectors.checking import Difference, Unions, ledger_check, rows
from hardship.kernel.guards import declared_triggers

# Triggers of one table alone; what the models declare comes to them.
OWN_TRIGGERS = frozenset(
    {f"ledgers_{table}_guard" for table in ("account", "balance", "journalcounter", "commitment", "capusage")}
    | {f"ledgers_{table}_no_truncate" for table in ("fund", "balance", "journalcounter", "commitment")}
    | {"ledgers_capusage_no_truncate", "ledgers_period_no_truncate", "ledgers_period_no_delete"}
    | {
        "ledgers_funduse_within_origin",
        "ledgers_fund_identity",
        "ledgers_fund_scan_stays",
        "ledgers_fund_within_origin",
        "ledgers_fund_closed_union",
        "ledgers_fundorder_closed_union",
        "ledgers_fundorder_guard",
        "ledgers_fundorder_no_delete",
        "ledgers_fundorder_no_truncate",
        "ledgers_budgetline_opened",
    }
    | {
        "ledgers_commitment_empty",
        "ledgers_commitment_part",
        "ledgers_commitment_counted",
        "ledgers_capusage_empty",
        "ledgers_period_order",
    }
    | {
        "ledgers_capshare_first",
        "ledgers_allocation_whole",
        "ledgers_arrival_guard",
        "ledgers_journal_arrived",
    }
    | {"ledgers_journal_enter", "ledgers_journal_balanced"}
    | {"ledgers_assign_keeps_use", "ledgers_assign_taken_back", "ledgers_return_taken_back"}
    | {"ledgers_held_carried_by_four"}
    | {
        "ledgers_posting_1_journals",
        "ledgers_posting_2_commitments",
        "ledgers_posting_2_parts",
        "ledgers_posting_3_balances",
    }
)
EARMARKS = (
    "budget_line_use_permitted",
    "budget_line_fund_union",
    "commitment_use_of_line",
    "allocation_use_of_upper_line",
    "allocation_use_of_lower_line",
    "balance_bucket_of_account",
)


def expected_triggers() -> set[str]:
    """The names of all triggers that the ledger's tables have."""
    models_of_ledger = apps.get_app_config("ledgers").get_models()
    return {*OWN_TRIGGERS}.union(*map(declared_triggers, models_of_ledger))


@ledger_check("triggers", gettext_lazy("数据库触发器齐全且启用"))
def check_triggers(unions: Unions) -> Iterator[Difference]:
    sql = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'ledgers%%'"
    found = dict(rows(sql, None))
    for name in sorted(expected_triggers()):
        state = found.get(name)
        if state not in ("O", "A"):
            yield Difference(_("触发器 %s") % name, _("启用"), _("缺失") if state is None else _("停用"))


@ledger_check("functions", gettext_lazy("数据库函数与发布版本一致"))
def check_functions(unions: Unions) -> Iterator[Difference]:
    """A function whose body is in no SQL file of a migration was replaced by hand."""
    released = list(_released_sql())
    sql = """SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'ledger%%'
        OR proname IN ('refuse_change', 'scope_fill', 'scope_move') ORDER BY proname"""
    for name, body in rows(sql, None):
        if not any(body in text for text in released):
            yield Difference(_("函数 %s") % name, _("发布版本"), _("已被改动"))


def _released_sql() -> Iterator[str]:
    """The SQL files of the ledger, and those of the functions that it shares with every other room."""
    for label in ("ledgers", "accounts"):
        for path in Path(apps.get_app_config(label).path, "migrations", "sql").glob("*.sql"):
            yield path.read_text("utf-8")


@ledger_check("constraints", gettext_lazy("数据库约束齐全且有效"))
def check_constraints(unions: Unions) -> Iterator[Difference]:
    present = {name for (name,) in rows("SELECT conname FROM pg_constraint WHERE convalidated", None)}
    present |= {name for (name,) in rows("SELECT indexname FROM pg_indexes", None)}
    for name in (*_declared(), *EARMARKS):
        if name not in present:
            yield Difference(_("约束 %s") % name, _("有效"), _("缺失"))


def _declared() -> Iterator[str]:
    for model in apps.get_app_config("ledgers").get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint | models.UniqueConstraint):
                yield constraint.name
