"""The command line `recourse`, a distribution of its own. It knows the public API and nothing else of Recourse.

Map
===

Commands
    main                the group of all commands; __main__ is `python -m cli`
    session_commands    login, whoami, open
    case_commands       cases, case; case_words has their words
    do_command          do, a command to a case; fields reads its options
    upload_command      upload; uploads does it
    trigger_command     trigger
    delivery_commands   tail, replay
    doctor_command      doctor; checks has what it looks at
    document_commands   schema, completion

Parts of `trigger`
    events              the samples of events.toml, changed and sent
    signing             the signature of a delivery
    scenarios           the stories of scenarios/*.toml
    steps               the telling of a story, step by step
    sample_files        small files that stories upload

Parts of all commands
    choices             the options that every command has, and what follows from them
    profiles            the places of an address and a key
    api                 calls of the API
    failures            the ends of a command that is not done, each with its exit code
    talk                data on standard output, words on standard error
    amounts             amounts, such as 600.00 USD
    instants            times and spans, such as 24h

Why the imports are relative: this folder is `cli` in the tree and `recourse_cli` once it is installed.
"""
