"""Handlers for the time of a test, and a store for their files."""

import pytest

from hardship.jobs import services
from hardship.jobs.models import Job


@pytest.fixture(autouse=True)
def _files_in_memory(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@pytest.fixture
def handle(monkeypatch):
    """`handle("count", function)`: jobs of that kind are done by that function."""

    def register(kind, run, *, label="试验任务", page=None):
        monkeypatch.setitem(services.handlers._values, kind, services.Handler(kind, run, label, page))

    return register


@pytest.fixture
def new_job(cast, handle):
    """`new_job(function)`: a queued job of the clerk that this function will do."""

    def make(run, **kwargs):
        handle("test", run)
        return services.enqueue("test", by=kwargs.pop("by", cast.clerk), **kwargs)

    return make


@pytest.fixture
def reread():
    return lambda job: Job.objects.get(pk=job.pk)
