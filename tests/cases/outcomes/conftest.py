from tests.cases.approvals.conftest import line, make

__all__ = ["line", "make"]
