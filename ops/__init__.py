"""The tools for a deployment: operation by hand, packaging, checks, and generators of documents.

Map
===

The commands of operators
    __main__            `python -m ops COMMAND`
    deployment          the deployment that a command works on
    connection_commands connections; connection_store writes them, connection_needs and connection_probe check them
    paypal_certificates PayPal's certificates, for a connection
    key_commands        API keys
    quarantine_commands deliveries that were not understood
    catch_up_command    exports of platforms
    repair_commands     reconcile and redrive
    erasure_commands    erase and retention
    doctor              what a deployment still needs
    words               names, secrets and lines for the terminal

Packaging
    package             `make package`; package_zip makes the zip, package_checks checks it
    template            the resources as they deploy; template_parameters are their parameters
    template_checks     the checks between its parts

Generators of documents
    lifecycle_document  docs/lifecycle.md
    rules_document      docs/rules.md; rules_tables are its tables
    markdown_table      tables in Markdown
    message_schema      docs/message.schema.json
    openapi_document    the document of the API; openapi_examples are recorded exchanges of it
    events_document     docs/events.md; event_schemas are its events
    errors_document     docs/errors.md
    words_document      docs/words.md; spoken reads every sentence out of the sources
    asyncapi_document   docs/asyncapi.json; asyncapi_page is the same to read

Checks of the sources
    language            the English of docstrings, comments and pages
"""
