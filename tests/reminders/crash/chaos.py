"""What goes wrong in the crash test, in an order that a seed decides."""

import random
from collections.abc import Callable

from redis import Redis as RedisClient

from tests.reminders.crash.stage import PROCESSES_PER_WORKER, Stage
from tests.support.restarts import Postgresql, Redis

HOUR = 3600
SEED = 20260601
# The clock of one of the two machines is wrong by an hour.
WORKERS = {"first": 0, "second": HOUR}


class Chaos:
    """Knows how many rows may at most be in doubt after all that it did."""

    def __init__(self, stage: Stage, database: Postgresql, broker: Redis) -> None:
        self.stage, self.database, self.broker = stage, database, broker
        self.most_in_doubt = 0
        self.done: list[str] = []

    def start(self) -> None:
        for name, wrong_by in WORKERS.items():
            self.stage.start_worker(name, wrong_by)
        self.stage.start_beat()

    def strike(self, rounds: int, mails_between: int) -> None:
        """Each round does everything once, in another order; mail flows before each blow."""
        blows: list[Callable[[], None]] = [
            self.kill_first,
            self.kill_second,
            self.kill_beat,
            self.flush_redis,
            self.restart_redis,
            self.restart_postgresql,
        ]
        order = random.Random(SEED)  # noqa: S311  (only an order)
        for _ in range(rounds):
            order.shuffle(blows)
            for blow in blows:
                self.stage.wait_for_more_mail(mails_between, seconds=120)
                blow()
                self.done.append(blow.__name__)

    def kill_first(self) -> None:
        self._kill_worker("first")

    def kill_second(self) -> None:
        self._kill_worker("second")

    def kill_beat(self) -> None:
        self.stage.kill("beat")
        self.stage.start_beat()

    def flush_redis(self) -> None:
        """Every message and every note of who holds which is gone."""
        with RedisClient.from_url(self.broker.url) as client:
            client.flushall()

    def restart_redis(self) -> None:
        self.broker.restart()

    def restart_postgresql(self) -> None:
        self.database.restart()
        self.most_in_doubt += PROCESSES_PER_WORKER * len(WORKERS)

    def _kill_worker(self, name: str) -> None:
        self.stage.kill(name)
        self.stage.start_worker(name, WORKERS[name])
        self.most_in_doubt += PROCESSES_PER_WORKER
