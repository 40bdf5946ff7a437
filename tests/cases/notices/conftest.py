"""Notices are tested with the rows that come there first: applications."""

from tests.cases.approvals.conftest import acting, line, make

__all__ = ["acting", "line", "make"]
