"""What the queue calls when it delivers the id of a job, and what is tidied up every hour."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from hardship.accounts.sessions import SessionStore
from hardship.jobs import services


@app.task(name=services.DELIVERY, queue=services.QUEUE)
def run(job_id: int) -> None:
    """Run one job on a thread of the worker, whose connection may have died since the last one."""
    close_old_connections()
    try:
        services.execute(job_id)
    finally:
        close_old_connections()


@services.chores.add("clear_sessions")
def clear_sessions() -> None:
    """Sessions whose time is over: nobody can use them, and nothing else takes them away."""
    SessionStore.clear_expired()
