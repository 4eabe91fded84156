"""Every entry of Recourse: decorators say when, bodies say whom to ask."""

import logging
import sys

from chalice.app import Chalice

from chalicelib.logbook import BugFormatter
from chalicelib.routes.health import health
from chalicelib.routes.problems import in_our_words
from chalicelib.routes.webhooks import webhooks

app = Chalice(app_name="recourse", configure_logs=False)

# Chalice logs what nobody caught with its message, which can quote a customer: here, type and places only.
_bugs = logging.StreamHandler(sys.stdout)
_bugs.setFormatter(BugFormatter())
app.log.handlers = [_bugs]
app.log.propagate = False

app.register_middleware(in_our_words, "http")
for blueprint in (webhooks, health):
    app.register_blueprint(blueprint)
