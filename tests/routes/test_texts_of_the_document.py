"""Texts in the API document: a closed set is listed, and a format or a pattern is named."""

from ops.openapi_document import openapi_document

# Members whose texts are anybody's words, or ids and names in which nothing is fixed.
FREE = frozenset(
    """
    additionalProperties advice asks because body by carrier channel clauses content_type description detail effect
    event field filename files grounds id if_silent instance key lesson meaning message name next_steps
    no_effect_because not_sent note number one order order_sku original parameter pass person platform_status
    policy reason reference remedy return root_cause rule shortened sku text time_zone title version version_id
    warnings was why words would_be
    """.split()  # noqa: SIM905 -- 60 quoted words read worse
)


def test_every_other_text_of_the_document_has_its_words_its_format_or_its_pattern():
    bare = {
        f"{name}.{member}"
        for name, schema in openapi_document()["components"]["schemas"].items()
        for member, text in texts_of(schema, "")
        if not text.keys() & {"enum", "const", "format", "pattern", "maxLength"} and member not in FREE
    }
    assert bare == set()


def texts_of(schema, member):
    """Yield each schema of a text within a schema, with the member of an object that it is of."""
    if schema.get("type") == "string":
        yield member, schema
    for name, part in schema.get("properties", {}).items():
        yield from texts_of(part, name)
    if isinstance(others := schema.get("additionalProperties"), dict):
        yield from texts_of(others, "additionalProperties")
    for part in [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *filter(None, [schema.get("items")])]:
        yield from texts_of(part, member)
