from tests.cases.approvals.conftest import acting, line, make

__all__ = ["acting", "line", "make"]
