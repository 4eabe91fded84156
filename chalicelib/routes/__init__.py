"""The routes: thin Chalice blueprints that read a request, call a use case and write its answer."""
