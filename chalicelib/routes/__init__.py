"""The routes: thin Chalice blueprints that read a request, ask a use case and write its answer."""
