"""Pain, treatments, opioids, ketamine and body size with nothing abnormal in them."""

from typing import Any

from intake.choices import Section
from intake.rules.history.treatments import TREATMENTS

# Questions of the pain and home pages whose sound answer is a yes.
SOUND_YES = {
    "pain_burning",
    "has_validated_upper_arm_cuff",
    "cuff_technique_shown",
    "has_phone",
    "has_adult_sitter_contact",
    "emergency_address_on_file",
    "locked_storage_confirmed",
}
TRIED = {"gabapentinoid": "helped_a_little", "snri": "stopped", "nerve_block": "not_tried"}
EFFECTS = {t.key: {"effect": TRIED.get(t.key, "")} for t in TREATMENTS}
SENT: dict[str, dict[str, Any]] = {
    Section.PAIN: {
        "conditions": [{"text": "Fibromyalgia"}],
        "has_no_diagnosis": False,
        "began": "2019-05",
        "areas": ["back", "leg"],
        "where": "Worse on the left.",
    },
    Section.PAIN_TREATMENTS: {"effects": EFFECTS, "other": ""},
    Section.OPIOIDS: {"opioids": [], "takes_none": True},
    Section.KETAMINE_BEFORE: {"uses": []},
    Section.WEIGHT: {
        "amount": "154",
        "unit": "lb",
        "height_unit": "ft",
        "feet": 5,
        "inches": "7",
        "centimeters": None,
    },
}
STORED: dict[str, dict[str, Any]] = {
    **SENT,
    Section.PAIN: SENT[Section.PAIN] | {"conditions": [{"text": "Fibromyalgia", "code": "M79.7"}]},
    Section.PAIN_TREATMENTS: {
        "effects": {t.key: {"asked": t.label, **EFFECTS[t.key]} for t in TREATMENTS},
        "other": "",
    },
    Section.WEIGHT: {
        "amount": "154",
        "unit": "lb",
        "weight_g": 69853,
        "height_unit": "ft",
        "feet": "5",
        "inches": "7",
        "height_mm": 1702,
    },
}
POSTED: dict[str, dict[str, Any]] = {
    Section.PAIN: {
        "condition_1": "Fibromyalgia",
        "began_month": "5",
        "began_year": "2019",
        "areas": ["back", "leg"],
        "where": "Worse on the left.",
    },
    Section.PAIN_TREATMENTS: {f"tried_{key}": effect for key, effect in TRIED.items()},
    Section.OPIOIDS: {"takes_none": "on"},
    Section.KETAMINE_BEFORE: {},
    Section.WEIGHT: {
        "amount": "154",
        "unit": "lb",
        "height_unit": "ft",
        "feet": "5",
        "inches": "7",
    },
}
