"""The routes: thin Chalice blueprints that read a request, call a use case and write its answer.

Map
===

Routes of marketplaces and of everybody
    webhooks            `/webhooks/{connection}`
    statements          `/policies/{merchant}`
    front_page          `/`: where everything is
    health              `/health`
    openapi             `/openapi.json`
    problem_pages       `/problems/{name}`
    console             `/console/{asset}`

Routes of sellers and desks
    cases               `/cases`: lists, one case, its timeline, its commands
    previews            `/cases/{case_id}/preview`
    evidence            `/cases/{case_id}/evidence`
    dossier             `/cases/{case_id}/dossier`
    orders              `/orders`
    work                `/work`
    policies            `/policy`
    simulations         `/policy/simulations`
    reports             `/reports` and `/records`
    quarantine          `/quarantine`
    deliveries          `/deliveries`: the feed, one delivery, its replay
    sessions            `/session` and `/cases/{case_id}/camera-pass`

The table of routes
    described           every route as data; described_parameters are their parameters and headers, described_links
                        the calls that answers lead to
    registration        makes routes of the table

Parts of every request and answer
    requests            the request as it arrived; path_ids are the ids in its path
    authority           who calls; cookies are the cookies of sessions
    bodies              bodies of JSON
    queries             query parameters; cursors are positions in lists
    negotiation         the media type of an answer
    entity_tags         `ETag` and `If-Match`
    problems            answers to errors; expected_errors are those of use cases, what_is_known the words of a 503
    languages           the language of an answer; written is a shape as JSON in it
    every_answer        what every answer has: its error in our own form, its request, its language
"""
