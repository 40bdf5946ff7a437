"""Payments as a resource of django-import-export: what was paid as a Dataset, and the bank's answer from one.

A dataset of results goes through the reader, the check and the service of the results page: all rows or none.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.exceptions import ImportError as ImportRefused
from import_export.resources import Resource
from import_export.results import Error, Result, RowResult
from tablib import Dataset

from funds.payments import selectors, services
from funds.payments.columns import DATASET
from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules import read_answer
from funds.payments.services.refusals import PaymentRefused, ResultsRefused
from funds.payments.states import FULL_NUMBERS, READERS
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.columns import headers, values
from hardship.kernel.sheets import Row, SheetError, SheetHeader, write_sheet
from hardship.kernel.workflow import Refused


class PaymentResource(Resource):  # type: ignore[misc]
    """The payments that `by` may see, of one `batch` or of all; results are those of one batch."""

    def __init__(self, *, by: User, batch: PaymentBatch | None = None) -> None:
        super().__init__()
        self.by, self.batch = by, batch

    def import_data(
        self, dataset: Dataset, dry_run: bool = False, raise_errors: bool = False, **_more: Any
    ) -> Result:
        """Records the bank's results, or says with `dry_run` what the page of results would refuse.

        Headers are those of the bank's list; 序号 and 结果 are enough. When one row does not fit nothing is
        recorded: it stands in `invalid_rows` under its number, the sentence of the whole in `base_errors`.
        `raise_errors` raises the library's ImportError instead.
        """
        try:
            taken = self._take(dataset, dry_run=dry_run)
        except (Refused, SheetError) as refusal:
            if raise_errors:
                raise ImportRefused(refusal) from refusal
            return _refused(dataset, refusal)
        return _result(dataset, taken, {})

    def get_queryset(self) -> QuerySet[Payment]:
        """What `export` gives: the payments of the person's scope, by batch and line."""
        rows = selectors.list_roster(user=self.by)
        return rows.filter(batch=self.batch) if self.batch else rows

    def export(
        self, queryset: QuerySet[Payment] | None = None, *, full: bool = False, **_more: Any
    ) -> Dataset:
        """The payments of the person's scope only; numbers are masked unless `full`. What waits for the bank
        comes in again as results once 结果 is filled in, masked or not.

        Raises PermissionDenied for somebody who may not read payments, or not in full.
        """
        if not self.by.has_role(*(FULL_NUMBERS if full else READERS)):
            raise PermissionDenied
        rows = self.get_queryset()
        if queryset is not None:
            rows = rows.filter(pk__in=queryset.order_by().values("pk"))
        made = [values(DATASET, payment, reveal=full) for payment in rows.iterator(chunk_size=2000)]
        content = write_sheet(DATASET, made, header=SheetHeader(title=_("困难职工帮扶资金发放花名册")))
        audit.record_export("payment_roster", by=self.by, content=content, rows=len(made), masked=not full)
        return Dataset(*made, headers=headers(DATASET))

    def _take(self, dataset: Dataset, *, dry_run: bool) -> set[int]:
        """The numbers of the rows that hold a result; blank ones and the total do not."""
        mine = selectors.list_batches(user=self.by)
        if self.batch is None or not mine.filter(pk=self.batch.pk).exists():
            raise PaymentRefused(_("请先选定管辖范围内的一个批次，再登记银行结果。"))
        rows = read_answer(_rows(dataset)).rows
        take = services.check_results if dry_run else services.record_results
        take(batch_id=self.batch.pk, rows=rows, by=self.by)
        return {row.row for row in rows}


def _rows(dataset: Dataset) -> list[Row]:
    """The dataset as the reader of workbooks gives it, numbered as the library numbers rows."""
    return [Row(number, list(row)) for number, row in enumerate([dataset.headers or [], *dataset])]


def _refused(dataset: Dataset, refusal: Exception) -> Result:
    problems = refusal.problems if isinstance(refusal, ResultsRefused) else []
    result = _result(dataset, set(), dict(problems))
    result.append_base_error(Error(refusal))
    return result


def _result(dataset: Dataset, taken: Collection[int], problems: Mapping[int, str]) -> Result:
    """The library's result by row: an update, what does not fit, or left out, by itself or for another."""
    result = Result()
    result.total_rows, result.diff_headers = len(dataset), dataset.headers or []
    for number in range(1, len(dataset) + 1):
        row = RowResult()
        row.number, row.import_type = number, RowResult.IMPORT_TYPE_SKIP
        if number in taken:
            row.import_type = RowResult.IMPORT_TYPE_UPDATE
        if number in problems:
            row.import_type = RowResult.IMPORT_TYPE_INVALID
            cells = dict(zip(result.diff_headers, dataset[number - 1], strict=False))
            result.append_invalid_row(number, cells, ValidationError(problems[number]))
        result.append_row_result(row)
        result.increment_row_result_total(row)
    return result
