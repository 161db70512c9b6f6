"""Which rows belong to a patient: found from foreign keys, so that no new model is forgotten."""

from collections.abc import Iterable
from graphlib import TopologicalSorter

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet

OWNED_APPS = (
    "intake",
    "dosing",
    "monitoring_checkins",
    "monitoring_alerts",
    "monitoring_patient",
    "monitoring_clinic",
)
PATIENT = "intake.Patient"
# A plan past a hard limit points to the approval of the draft that points to the plan. No order
# suits both, and nobody of the invented cast has one; a test holds the cast to that.
AGAINST_THE_ORDER = frozenset({"dosing.DosingPlan.approval"})


def foreign_keys(model: type[Model]) -> list[ForeignKey]:
    """The concrete foreign keys of a model, one-to-one links included."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def patient_path(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> str:
    """The look-up from a model to its patient ("slot__patient"), or "" where there is none."""
    if model._meta.label == PATIENT:
        return "self"
    for field in _nearest_first(model):
        target = field.related_model
        if target in seen or target._meta.app_label not in OWNED_APPS:
            continue
        path = patient_path(target, seen | {model})
        if path:
            return field.name if path == "self" else f"{field.name}__{path}"
    return ""


def _nearest_first(model: type[Model]) -> list[ForeignKey]:
    return sorted(foreign_keys(model), key=lambda field: field.related_model._meta.label != PATIENT)


def owned_models() -> list[type[Model]]:
    """Every model whose rows belong to one patient, each after the models that it points to."""
    models = {
        model
        for label in OWNED_APPS
        if apps.is_installed(apps.get_app_config(label).name)
        for model in apps.get_app_config(label).get_models()
        if patient_path(model)
    }
    order = TopologicalSorter({model: _needs(model, models) for model in models})
    return list(order.static_order())


def _needs(model: type[Model], models: set[type[Model]]) -> set[type[Model]]:
    return {
        field.related_model
        for field in foreign_keys(model)
        if field.related_model in models
        and field.related_model is not model
        and str(field) not in AGAINST_THE_ORDER
    }


def rows_of(model: type[Model], patients: Iterable[int]) -> QuerySet:
    """The model's rows that belong to these patients, in the order in which they were written."""
    path = patient_path(model)
    look_up = "pk__in" if path == "self" else f"{path}__in"
    return model._default_manager.filter(**{look_up: list(patients)}).order_by("pk")
