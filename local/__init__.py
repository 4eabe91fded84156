"""The local stack runs the whole of Recourse on one machine. It is never deployed.

Map
===

Entries
    run                 `make run`, the whole system in the foreground
    greeting            what it prints: where things are, and how to go on
    demo                `make demo`; story is its story, push_story the one of platforms that only signal
    settings            the settings of a run

The system
    system              brings everything up and takes it down
    stack               the same as child processes; stack_file is `.local/stack.json`
    seed                two merchants with their keys
    child               ends with its parent; tether is a server as such a child
    port                a port of this machine

The API, as API Gateway serves it
    api_server          serves HTTP by uvicorn
    asgi_gateway        takes requests to threads; exchange is a request and its answer
    gateway             the gateway's own answers; route_table finds the route
    api_event           the events that it makes of requests
    compression         compresses answers
    invocation          calls a handler as Lambda does

AWS, by moto
    aws_server          serves moto by wsgi_server, with the changes of quick_moto
    resources           makes what the template deploys; bucket and queues are parts of it
    unless_there        makes what may exist already
    aws_calls           counts calls of AWS

Event sources
    pumps               every event source, wired; pump is the thread of one
    stream_pump         the stream; stream_reader reads it, stream_record is a record of it
    failure_destination the message about records that fail for good
    queue_pump          a queue
    schedule_pump       a schedule
    upload_pump         uploads; event_pattern says which events it takes

Outsiders
    outsiders           a marketplace and a seller, who know only the API
    platform_simulator  a marketplace's desk; platform_voice are its webhooks
    platforms           the simulators beside `make run`
    samples             sample cases in every state
    push_voice          the pushes of 1688 and Lazada
    paypal_keys         the keys of a PayPal to play with
    sample_files        small genuine files
    recorder            plays the demo, and keeps an exchange of each call for the API document
    teller              tells a story on the terminal
"""
