"""The JSON Schema of an order, made from the models.

schemas/billit-order/order.schema.json is what json_schema() returns, as text; a test says when it is
stale, and `python -m ubltools.billit.schema > FILE` makes it anew. No fields here.
"""

import json
import sys
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ubltools.billit.order import Order

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ABOUT: Final = (
    "A Billit order. Billit reads keys in any capitals; this schema lists its own spelling. "
    "Numbers may also be written as texts; a key without a value is left out."
)


class _Plain(GenerateJsonSchema):
    """Without what only Python cares about: null as default, titles made from attribute names."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of an order, with Billit's keys. Other keys are allowed, as they are in load()."""
    made = Order.model_json_schema(by_alias=True, schema_generator=_Plain)
    return {"$schema": _DIALECT, **made, "title": "Billit order", "description": _ABOUT}


def schema_text() -> str:
    """json_schema() as the text of the file: two spaces a level, a line end at the end."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
