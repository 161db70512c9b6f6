"""Kombu's folder queue, made safe for several processes.

As it comes, a message file exists before its content does: a worker that looks in between reads
nothing, takes that for a broken message, and dies. The same holds for its table of bindings.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Messages appear whole; bindings are read and written by one process at a time."""

    def _put(  # type: ignore[override]  # the two classes above disagree on a name
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        folder = Path(self.data_folder_out)
        # Milliseconds first: a reader takes files in the order of their names.
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        os.replace(unfinished, folder / name)

    def get_table(self, exchange: str) -> Any:
        with self._alone():
            return super().get_table(exchange)

    def _queue_bind(self, *args: Any) -> None:
        with self._alone():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super()._delete(*args, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        folder = Path(self.control_folder)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """Named in the settings as `ketaclinic.folder_queue:Transport`."""

    Channel = Channel
