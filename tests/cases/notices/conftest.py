"""Notices are tested with the rows that come there first: applications."""

from tests.cases.approvals.conftest import line, make

__all__ = ["line", "make"]
