"""From one measured night to its rows of the table and its words. Pure."""

from collections.abc import Mapping

from tests.bench.report import COLUMNS, Row

Measured = Mapping[str, float]
# Wanted: at most so many times the bare inserts, and so much more memory than for a few plans.
MOST_TIMES = 2.0
MOST_MORE_KILOBYTES = 16 * 1024


def night_rows(measured: Measured) -> list[Row]:
    """Milliseconds a plan; the ratio is to the bare inserts of the same rows."""
    bare = measured["bare_seconds"]
    named = {"schedule_extend": measured["extend_seconds"], "bare_bulk_create": bare}
    return [_row(name, seconds, measured["plans"], bare) for name, seconds in named.items()]


def _row(name: str, seconds: float, plans: float, bare: float) -> Row:
    row: Row = dict.fromkeys(COLUMNS)
    return row | {
        "name": name,
        "median_ms": round(seconds * 1000 / plans, 2),
        "ratio": round(seconds / bare, 2),
    }


def night_words(measured: Measured) -> list[str]:
    """What was laid out, and whether time and memory stayed within what is wanted."""
    more = measured["peak_kilobytes"] - measured["peak_few_kilobytes"]
    ratio = round(measured["extend_seconds"] / measured["bare_seconds"], 2)
    return [
        f"a night of {measured['plans']:.0f} plans: {measured['slots']:.0f} doses and "
        f"{measured['reminders']:.0f} reminders in {measured['extend_seconds']:.0f} s; the same "
        f"rows bare in {measured['bare_seconds']:.0f} s",
        f"{_holds(ratio <= MOST_TIMES)}: schedule_extend takes {ratio} times its bare one; "
        f"wanted at most {MOST_TIMES:g}",
        f"{_holds(more <= MOST_MORE_KILOBYTES)}: it needs {more / 1024:.0f} MB more than the "
        f"{measured['peak_few_kilobytes'] / 1024:.0f} MB of a night of "
        f"{measured['few_plans']:.0f} plans; wanted at most {MOST_MORE_KILOBYTES / 1024:.0f} MB",
    ]


def _holds(is_within: bool) -> str:
    return "holds" if is_within else "DOES NOT HOLD"
