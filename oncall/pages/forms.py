"""Forms whose words live in templates: a sentence is a macro of a room's `words.html`."""

from typing import Any

from flask import get_template_attribute
from wtforms import Field, Form
from wtforms.validators import StopValidation


def sentence(template: str, name: str, **values: Any) -> str:
    """The sentence that the macro `name` of `template` makes of `values`."""
    return str(get_template_attribute(template, name)(**values)).strip()


class Needed:
    """The field must be filled in; otherwise the reader sees the sentence `name` of `template`."""

    def __init__(self, template: str, name: str) -> None:
        self._template, self._name = template, name
        self.field_flags: dict[str, bool] = {}

    def __call__(self, _form: Form, field: Field) -> None:
        if not isinstance(field.data, str) or not field.data.strip():
            raise StopValidation(sentence(self._template, self._name))
