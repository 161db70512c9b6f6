"""Forms that the patient and staff share."""

from typing import Any

from dosing.forms.token import TokenField
from intake.forms.instruments import InstrumentForm
from intake.rules.instruments import ASQ


class AsqForm(InstrumentForm):
    """The safety questions of somebody in care. A worrying answer is kept as it stands; without
    one, what is blank is asked again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, definition=ASQ, **kwargs)
        self.fields["token"] = TokenField()
        self.helper.layout.fields.append("token")
