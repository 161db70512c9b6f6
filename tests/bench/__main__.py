"""`make bench`: load, measure, print one table, write var/bench.json. PATIENTS=N says how many."""

import json
import os
import sys
import time
from typing import Any

from ketaclinic.supervisor import ROOT
from tests.bench.pages import measure_pages
from tests.bench.report import Row, engine_rows, engine_words, page_rows, table, verdicts
from tests.bench.stage import BenchError, Stage, stage_set
from tests.support.servers import ServerError

DEFAULT_PATIENTS = "200"
RESULT = ROOT / "var" / "bench.json"


def say(text: str) -> None:
    print(text, flush=True)


def measure(stage: Stage, patients: str) -> tuple[list[Row], dict[str, Any]]:
    """Pages first, with no worker beside them; then the queue, with no web server beside it."""
    started = time.monotonic()
    loaded: dict[str, Any] = stage.ask("tests.bench.load", patients)
    say(f"{loaded['patients']} patients loaded in {time.monotonic() - started:.0f} s.")
    stage.start_web()
    rows = page_rows(measure_pages(stage, loaded))
    stage.supervisor.stop()
    stage.supervisor.processes.clear()
    engine: dict[str, Any] = stage.ask("tests.bench.engine", str(stage.start_worker()))
    return [*rows, *engine_rows(engine)], engine


def main() -> int:
    patients = os.environ.get("PATIENTS", DEFAULT_PATIENTS)
    if not patients.isdigit():
        say(f"PATIENTS is {patients!r}; it must be a number.")
        return 2
    say("Starting PostgreSQL and Redis and migrating a database (a minute or so) ...")
    try:
        with stage_set() as stage:
            rows, engine = measure(stage, patients)
    except (BenchError, ServerError) as error:
        say(f"The bench cannot measure: {error}")
        return 1
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")
    say(f"\n{table(rows)}\n")
    say("\n".join([*engine_words(engine), *verdicts(rows)]))
    say(f"Written to {RESULT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
