"""What a browser posts from the patient's pages; each test changes what is out of the ordinary."""

TOKEN = "0123456789abcdef0123456789abcdef"
QUESTIONS = {
    "predose_chest": "no",
    "predose_feeling": "no",
    "predose_mood": "no",
    "predose_bladder": "no",
    "predose_meds": "no",
    "predose_alcohol": "no",
    "predose_grapefruit": "no",
    "predose_pregnant": "no",
    "predose_food": "yes",
    "predose_sitter": "yes",
    "predose_adult_reachable": "yes",
    "predose_safe_place": "yes",
}


def pair(*texts, pulse=72):
    """`pair("124/78", "122/76")` fills the boxes of two readings."""
    boxes = {}
    for place, text in enumerate(texts, start=1):
        systolic, diastolic = text.split("/")
        boxes |= {
            f"systolic_{place}": systolic,
            f"diastolic_{place}": diastolic,
            f"pulse_{place}": str(pulse),
        }
    return boxes


def check_post(*texts, pulse=72, token=TOKEN, **changes):
    """A first check of a closely watched dose; None leaves a field out."""
    ordinary = {
        **pair(*(texts or ("124/78", "122/76")), pulse=pulse),
        **QUESTIONS,
        "symptoms": ["none"],
        "token": token,
    }
    return _without_none(ordinary | changes)


def dose_post(token=TOKEN, **changes):
    """The planned dose, taken just now."""
    return _without_none({"outcome": "taken", "when": "now", "token": token} | changes)


def feeling_post(token=TOKEN, **changes):
    """Nothing bothers the patient; pain is 4."""
    return _without_none({"noticed": ["none"], "pain": "4", "token": token} | changes)


def _without_none(values):
    return {key: value for key, value in values.items() if value is not None}
