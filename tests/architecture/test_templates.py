"""Templates: each is used, none styles or scripts inline, none trusts data."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from tests.each import for_each

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# A state or side of a row, "returned" or "done": its model answers is_returned, tone and the like.
STATE_LITERAL = re.compile(r"""(?:\b|\.)(?:state|status|verdict|event|side)\s*(?:==|!=|in)\s*["']""")
OF_A_COMPONENT = {"components/steps.html"}  # done, current, todo are its own words
# Tables that are no lists of records, so that their rows are written in a template.
NO_LISTS = {
    # a field or a button of its own in each row
    "applications/batch.html", "approvals/confirm.html", "archives/_grid.html", "archives/_months.html",
    "archives/questions.html",
    "duplicates/merge.html", "ledgers/periods.html", "payments/_columns.html", "payments/detail.html",
    "payments/new.html",
    "policies/calendar.html", "rosters/layout_list.html", "visits/visit_checklist.html",
    "giving/_stock.html", "giving/_returned.html", "giving/roster.html", "giving/roster_new.html",
    "goods/slip_form.html",
    "budgets/form.html", "budgets/distribution_fill.html", "budgets/recall_fill.html",
    "campaigns/form.html", "campaigns/quotas.html",
    "books/matching.html", "books/vouchers.html",
    # the parts of one record
    "archives/_conditions.html", "archives/_table.html", "archives/consent.html", "desk/_case_aid.html",
    "desk/_case_evidence.html", "desk/_case_lines.html", "desk/_case_log.html", "desk/_case_plans.html",
    "giving/_plan.html", "ledgers/journal.html", "ledgers/orders.html", "ledgers/year_end.html",
    "payments/answer.html",
    "payments/file.html", "policies/_conditions.html", "policies/_examples.html",
    "books/account.html", "books/month.html", "books/statement.html", "books/voucher.html",
    "policies/_thresholds.html", "policies/_versions.html", "surveys/spot_check.html", "visits/visit.html",
    # two things side by side; what a run did; figures
    "archives/_conflict.html", "archives/_difference_table.html", "duplicates/suspicion.html",
    "policies/changes.html", "approvals/outcome.html", "rosters/_import_changes.html",
    "imports/_issues.html", "rosters/_import_result.html", "statistics/archive.html",
    "approvals/deadlines.html",
    "trials/what_if_run.html", "books/balance.html",
    "gallery/inbox.html",
}  # fmt: skip
LOOP_OF_ROWS = re.compile(r"<tbody\b(?:(?!</tbody>).)*?{% for ", re.DOTALL)
FOUND_BY_NAME = {"403.html", "404.html", "500.html", "400.html"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.fixture(scope="module")
def mentions() -> str:
    """Everything in which a template can be named."""
    sources = [
        *ROOT.glob("hardship/**/*.py"),
        *ROOT.glob("cases/**/*.py"),
        *ROOT.glob("funds/**/*.py"),
        *TEMPLATES,
    ]
    return "\n".join(path.read_text() for path in sources)


@for_each(TEMPLATES, name)
def test_every_template_compiles_and_is_used(path, mentions):
    get_template(name(path))
    if name(path) in FOUND_BY_NAME or name(path).startswith("django/") or name(path) in mentions:
        return
    folder = re.escape("/".join(name(path).split("/")[:-1]))
    assert re.search(rf"{folder}/[^\"'\n]*\{{", mentions), f"nothing uses {name(path)}"


@for_each(TEMPLATES, name)
def test_no_template_carries_script_style_or_trust(path):
    text = path.read_text()
    if not name(path).startswith("pdf/"):
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", text), name(
            path
        )
    assert not re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq", text), name(path)
    assert not re.search(r"https?://(?!www\.w3\.org)", text), f"{name(path)} names another origin"


@for_each(TEMPLATES, name)
def test_no_template_names_a_state(path):
    if name(path) not in OF_A_COMPONENT:
        found = STATE_LITERAL.findall(path.read_text())
        assert not found, "ask a property of the model (hardship.kernel.flags) or the transition table"


def test_the_rows_of_a_list_come_from_its_columns():
    """docs/adr/0020: one declaration for page and workbook, drawn by `kernel.rows`."""
    pages = [path for path in TEMPLATES if not name(path).startswith("pdf/")]
    written = {name(path) for path in pages if LOOP_OF_ROWS.search(path.read_text())}
    assert written == NO_LISTS
