"""What is wrong with a half-typed form, in words that can stand beside it."""

from django import forms


class FaultsTold(forms.Form):
    """A form that is judged while somebody types: what is empty is not yet a fault."""

    @property
    def still_needed(self) -> list[str]:
        """Labels of what is asked and empty."""
        return [str(field.label) for field in self._wrong if not field.value()]

    @property
    def faults(self) -> list[str]:
        """What is typed and cannot be, with its label."""
        general = [str(error) for error in self.non_field_errors()]
        typed = (field for field in self._wrong if field.value())
        return general + [f"{field.label}: {error}" for field in typed for error in field.errors]

    @property
    def _wrong(self) -> list[forms.BoundField]:
        return [self[name] for name in self.errors if name in self.fields]
