"""The process that runs jobs."""

import asyncio
import contextlib
import itertools
import logging
import signal
from typing import Any

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from procrastinate import jobs as deliveries
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from hardship.jobs import services

RESCUE_SECONDS = 30
RESULT_DAYS = 14
ROUNDS_BETWEEN_CHORES = 3600 // RESCUE_SECONDS

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs jobs until it is told to stop (TERM or Ctrl-C); a running job stops after its chunk."
    requires_system_checks = ()  # what pages need is no concern of the worker

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="how many jobs at a time")
        parser.add_argument("--until-empty", action="store_true", help="run what waits, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["until_empty"]:
            self.stdout.write(f"{services.run_pending()} runs")
            return
        connector: Any = app.connector  # its subclasses have what is called here
        with app.replace_connector(connector.get_worker_connector()):
            asyncio.run(self.work(options["concurrency"]))

    async def work(self, concurrency: int) -> None:
        worker = asyncio.current_task()
        loop = asyncio.get_running_loop()

        def stop() -> None:
            services.stop_requested.set()
            if worker is not None:
                worker.cancel()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        async with app.open_async():
            housekeeping = asyncio.create_task(keep_house())
            with contextlib.suppress(asyncio.CancelledError):
                # Deliveries are removed when done: the job's own row is the record.
                await app.run_worker_async(
                    name="jobs",
                    queues=[services.QUEUE],
                    concurrency=concurrency,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
            housekeeping.cancel()
            await asyncio.wait([housekeeping])
        if not services.stop_requested.is_set():
            raise CommandError("the worker lost its database; start it again")


async def keep_house() -> None:
    """Now and every half minute: what dead workers left is delivered again, old files go. Now and every
    hour: the chores of the day."""
    for turn in itertools.count():
        try:
            for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=60):
                await app.job_manager.finish_job(stalled, deliveries.Status.FAILED, delete_job=True)
            await sync_to_async(tidy, thread_sensitive=False)()
            if turn % ROUNDS_BETWEEN_CHORES == 0:
                await sync_to_async(do_chores, thread_sensitive=False)()
        except (DatabaseError, ConnectorException):
            logger.warning("housekeeping of the jobs failed; tried again later", exc_info=True)
        await asyncio.sleep(RESCUE_SECONDS)


def do_chores() -> None:
    close_old_connections()
    services.do_chores()
    close_old_connections()


def tidy() -> None:
    close_old_connections()
    services.rescue()
    services.remove_old_results(days=RESULT_DAYS)
    close_old_connections()
