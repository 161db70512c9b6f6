"""Shape and wording of what dosing asks."""

from dosing.forms.plan import PlanDraftForm

__all__ = ["PlanDraftForm"]
