"""From samples to the table, the file and the words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

Row = dict[str, Any]
PAGES = ("bare_ok", "bare_list", "worklist", "today", "chart", "article")
POSTS = ("bare_post", "log_dose", "bp_check")
ORDER = ("bare_ok", "bare_list", "bare_post", *PAGES[2:], *POSTS[1:])
# Wanted: at most so many times the bare page or POST, and at most so many statements a page.
MOST_TIMES = {"worklist": 3.0, "chart": 3.0, "log_dose": 5.0, "bp_check": 5.0}
MOST_QUERIES = 15
COLUMNS = ("name", "median_ms", "p95_ms", "queries", "kilobytes", "ratio")


@dataclass(frozen=True)
class Sample:
    """One request: milliseconds, statements, bytes of its body."""

    ms: float
    queries: int
    size: int


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(ceil(share * len(ordered)), 1) - 1]


def page_rows(samples: Mapping[str, Sequence[Sample]]) -> list[Row]:
    """A row for each page and POST; pages are held against bare_list, POSTs against bare_post."""
    middle = {name: median(each.ms for each in found) for name, found in samples.items()}
    rows = []
    for name in ORDER:
        base = middle["bare_post" if name in POSTS else "bare_list"]
        found = samples[name]
        rows.append(
            {
                "name": name,
                "median_ms": round(middle[name], 2),
                "p95_ms": round(percentile([each.ms for each in found], 0.95), 2),
                "queries": round(median(each.queries for each in found)),
                "kilobytes": round(median(each.size for each in found) / 1024, 1),
                "ratio": round(middle[name] / base, 2),
            }
        )
    return rows


SENDERS = {"reminder_send": "reminders", "post_office": "post_office", "celery_noop": "noops"}
LEAST_TIMES_NOOP = 2.0
MOST_SECONDS_TO_QUEUE = 1.0
MOST_TIMES_TICK = 1.5


def engine_rows(found: Mapping[str, Any]) -> list[Row]:
    """Milliseconds per reminder, mail or task; the ratio is its rate to that of no-op tasks."""
    rounds = found["rounds"]
    noops = rate(rounds, "noops")
    rows = [
        _sender_row(name, [each[key] for each in rounds], noops) for name, key in SENDERS.items()
    ]
    alone = {"stub_provider": found["provider"], "beat_per_patient": found["beat_per_patient"]}
    return rows + [_sender_row(name, [each], noops) for name, each in alone.items()]


def _sender_row(name: str, rates: Sequence[float], noops: float) -> Row:
    each_ms = [1000 / found for found in rates]
    return {
        "name": name,
        "median_ms": round(median(each_ms), 2),
        "p95_ms": round(percentile(each_ms, 0.95), 2),
        "queries": None,
        "kilobytes": None,
        "ratio": round(median(rates) / noops, 3),
    }


def rate(rounds: Sequence[Mapping[str, float]], key: str) -> float:
    """How many a second, in the middle of the rounds."""
    return median(found[key] for found in rounds)


def engine_words(found: Mapping[str, Any]) -> list[str]:
    """The engine's figures in words, each with what was wanted."""
    rounds, burst, ticks = found["rounds"], found["burst"], found["tick_ms"]
    sent, noops, mails = (rate(rounds, key) for key in ("reminders", "noops", "post_office"))
    times = ticks["1000000"] / ticks["10000"]
    return [
        f"a second: {sent:.0f} reminders, {mails:.0f} mails of post_office, {noops:.0f} no-ops",
        f"a second to the stub of a provider over HTTP: {found['provider']:.0f} text messages",
        f"a burst of {burst['reminders']}: p99 lag {burst['p99_lag_seconds']:.1f} s",
        f"a tick: {ticks['10000']:.1f} ms with 10,000 to come, {ticks['1000000']:.1f} ms with "
        f"1,000,000; {ticks['whole_scans']} of its statements read the whole table",
        _at_least("reminder_send to celery_noop", sent / noops, LEAST_TIMES_NOOP),
        _at_least("reminder_send to post_office", sent / mails, 1.0),
        _at_most("seconds to queue 1,000 due", found["queued_seconds"], MOST_SECONDS_TO_QUEUE),
        _at_most("a tick at 1,000,000 to one at 10,000", times, MOST_TIMES_TICK),
    ]


def _at_least(what: str, value: float, least: float) -> str:
    word = "holds" if value >= least else "DOES NOT HOLD"
    return f"{word}: {what} is {value:.2f}; wanted at least {least:g}"


def _at_most(what: str, value: float, most: float) -> str:
    word = "holds" if value <= most else "DOES NOT HOLD"
    return f"{word}: {what} is {value:.2f}; wanted at most {most:g}"


def table(rows: Sequence[Row]) -> str:
    """The one table, names to the left and numbers to the right."""
    cells = [COLUMNS, *(tuple(_cell(row[name]) for name in COLUMNS) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(COLUMNS))]
    return "\n".join(_line(line, widths) for line in cells)


def _cell(value: Any) -> str:
    return "-" if value is None else str(value)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    numbers = [text.rjust(width) for text, width in rest]
    return "  ".join([first[0].ljust(first[1]), *numbers])


def verdicts(rows: Sequence[Row]) -> list[str]:
    """For each wanted limit, in words, whether it holds."""
    by_name = {row["name"]: row for row in rows}
    told = [
        _verdict(name, by_name[name]["ratio"], most, "times its bare one")
        for name, most in MOST_TIMES.items()
    ]
    pages = [name for name in PAGES if not name.startswith("bare")]
    return told + [
        _verdict(name, by_name[name]["queries"], MOST_QUERIES, "queries") for name in pages
    ]


def _verdict(name: str, value: float, most: float, unit: str) -> str:
    word = "holds" if value <= most else "DOES NOT HOLD"
    return f"{word}: {name} takes {value} {unit}; wanted at most {most:g}"
