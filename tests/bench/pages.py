"""The pages in rounds: each once a round, one after another, so that noise falls on all alike."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2

from tests.bench.client import Answer, Line, Person, filled
from tests.bench.report import Sample
from tests.bench.stage import BenchError, Stage

ROUNDS = 40
# Both processes have to have imported, compiled and connected before anything counts.
WARM_UP_ROUNDS = 8
BARE_COUNT = "SELECT count(*) FROM bench_note"
CHECK_COUNT = "SELECT count(*) FROM monitoring_checkins_pressurecheck WHERE slot_id = %s"
DOSE_COUNT = "SELECT count(*) FROM dosing_doselog WHERE slot_id = %s"
Case = dict[str, Any]


def measure_pages(stage: Stage, loaded: dict[str, Any]) -> dict[str, list[Sample]]:
    """Samples of every page and POST. The last case is the one whose Today and chart are read."""
    *cases, shown = loaded["cases"]
    rounds = min(WARM_UP_ROUNDS + ROUNDS, len(cases))
    if rounds <= WARM_UP_ROUNDS:
        raise BenchError(f"{len(cases)} patients can log a dose; that is too few: raise PATIENTS")
    samples: dict[str, list[Sample]] = defaultdict(list)
    with closing(psycopg2.connect(stage.database_url)) as connection:
        connection.autocommit = True
        for number, case in enumerate(cases[:rounds]):
            with _line(stage.port) as line:
                run = Round(line, loaded, shown, _counter(connection))
                for name, sample in run.all(case):
                    if number >= WARM_UP_ROUNDS:
                        samples[name].append(sample)
    return samples


@contextmanager
def _line(port: int) -> Iterator[Line]:
    line = Line(port)
    try:
        yield line
    finally:
        line.close()


def _counter(connection: Any) -> Callable[[str, Any], int]:
    def count(statement: str, key: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, (key,))
            return int(cursor.fetchone()[0])

    return count


class Round:
    """Everything once."""

    def __init__(
        self, line: Line, loaded: dict[str, Any], shown: Case, count: Callable[[str, Any], int]
    ) -> None:
        self.line, self.count, self.shown, self.loaded = line, count, shown, loaded
        self.nurse = Person(line, loaded["nurse"])
        self.reader = Person(line, shown["session"])

    def all(self, case: Case) -> Iterator[tuple[str, Sample]]:
        """Name and sample, page by page."""
        yield "bare_ok", self._page(self.reader, "/bare/ok/")
        yield "bare_list", self._page(self.reader, "/bare/list/")
        yield "worklist", self._page(self.nurse, self.loaded["worklist"])
        yield "today", self._page(self.reader, self.shown["today"])
        yield "chart", self._page(self.nurse, self.shown["chart"])
        yield "article", self._page(self.reader, self.loaded["article"])
        yield "bare_post", self._bare_post()
        patient = Person(self.line, case["session"])
        yield "bp_check", self._check(patient, case)
        yield "log_dose", self._dose(patient, case)

    def _page(self, person: Person, path: str) -> Sample:
        answer = person.get(path)
        if answer.status != 200:
            raise BenchError(f"GET {path} answered {answer.status} {answer.location}")
        return _sample(answer)

    def _bare_post(self) -> Sample:
        answers = {"text": "One insert."}
        return self._post(self.reader, "/bare/post/", answers, "text", BARE_COUNT, None)

    def _check(self, patient: Person, case: Case) -> Sample:
        answers = self.loaded["answers"]
        return self._post(patient, case["check"], answers, "token", CHECK_COUNT, case["slot"])

    def _dose(self, patient: Person, case: Case) -> Sample:
        answers = {"outcome": "taken", "when": "now"}
        return self._post(patient, case["dose"], answers, "token", DOSE_COUNT, case["slot"])

    def _post(
        self,
        person: Person,
        path: str,
        answers: dict[str, str],
        needs: str,
        statement: str,
        key: Any,
    ) -> Sample:
        """The page first, unmeasured; then its form, which must leave exactly one record."""
        page = person.get(path)
        fields = filled(page.text(), answers, needs)
        before = self.count(statement, key)
        answer = person.post(path, fields)
        written = self.count(statement, key) - before
        if answer.status != 302 or written != 1:
            raise BenchError(
                f"POST {path} answered {answer.status} and left {written} records; sent {fields}"
            )
        return _sample(answer)


def _sample(answer: Answer) -> Sample:
    return Sample(answer.ms, answer.queries, len(answer.body))
