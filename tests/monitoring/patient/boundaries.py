"""One table of boundaries, run through the rules in Python and through the page in a browser."""

from tests.monitoring.patient.posts import QUESTIONS

CALL, STOP, WAIT = "call", "stop", "wait"


def entry(*texts, pulse=72, answers=None, symptoms=(), oxygen=None):
    """What stands on the page, in the shape that both sides read."""
    readings = [
        {"systolic": int(text.split("/")[0]), "diastolic": int(text.split("/")[1]), "pulse": pulse}
        for text in texts
    ]
    return {
        "readings": readings,
        "answers": {**QUESTIONS, **(answers or {})},
        "symptoms": list(symptoms),
        "oxygen": oxygen,
    }


def twice(text, **changes):
    return entry(text, text, **changes)


# (what is entered, what the page may say without a server). It never says go: the best is wait.
BOUNDARIES = {
    "in range": (twice("124/78"), WAIT),
    "139.5": (entry("140/85", "139/85"), WAIT),
    "140": (twice("140/85"), STOP),
    "89.5": (entry("130/90", "130/89"), WAIT),
    "diastolic 90": (twice("130/90"), STOP),
    "160": (twice("160/85"), STOP),
    "100 low": (twice("100/60"), WAIT),
    "99.5 low": (entry("100/60", "99/60"), STOP),
    "diastolic 59.5": (entry("110/60", "110/59"), STOP),
    "180 without a symptom": (twice("180/85"), STOP),
    "180 with a symptom": (twice("180/85", symptoms=["vision"]), CALL),
    "179.5 with a symptom": (entry("180/85", "179/85", symptoms=["vision"]), STOP),
    "120 diastolic with a symptom": (twice("170/120", symptoms=["vomiting"]), CALL),
    "one reading of 180 with a symptom": (entry("180/85", symptoms=["back_pain"]), CALL),
    "180, unwell": (twice("180/85", answers={"predose_feeling": "yes"}), CALL),
    "normal, unwell": (twice("124/78", answers={"predose_feeling": "yes"}), STOP),
    "89 and faint": (twice("89/60", symptoms=["confusion"]), CALL),
    "90 and confused": (twice("90/60", symptoms=["confusion"]), STOP),
    "far apart": (entry("150/85", "139/85"), WAIT),
    "far apart, settled": (entry("150/85", "139/85", "135/83"), WAIT),
    "far apart, settled high": (entry("160/85", "149/85", "145/83"), STOP),
    "ten apart": (entry("148/85", "138/85"), STOP),
    "pulse 50": (twice("124/78", pulse=50), WAIT),
    "pulse 49": (twice("124/78", pulse=49), STOP),
    "pulse 100": (twice("124/78", pulse=100), WAIT),
    "pulse 101": (twice("124/78", pulse=101), STOP),
    "pulse 140": (twice("124/78", pulse=140), STOP),
    "pulse 141": (twice("124/78", pulse=141), CALL),
    "pulse 40": (twice("124/78", pulse=40), STOP),
    "pulse 39": (twice("124/78", pulse=39), CALL),
    "oxygen 94": (twice("124/78", oxygen=94), WAIT),
    "oxygen 93": (twice("124/78", oxygen=93), STOP),
    "oxygen 91": (twice("124/78", oxygen=91), STOP),
    "oxygen 90": (twice("124/78", oxygen=90), CALL),
    "chest": (twice("124/78", answers={"predose_chest": "yes"}), CALL),
    "fainting": (twice("124/78", symptoms=["fainting"]), CALL),
    "dizzy": (twice("124/78", symptoms=["dizziness"]), STOP),
    "confused": (twice("124/78", symptoms=["confusion"]), STOP),
    "alcohol": (twice("124/78", answers={"predose_alcohol": "yes"}), STOP),
    "no helper": (twice("124/78", answers={"predose_sitter": "no"}), STOP),
    "nothing measured": (entry(), WAIT),
}
