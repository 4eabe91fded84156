"""The command line `recourse`, a distribution of its own. It knows the public API and nothing else of Recourse.

Map
===

Commands
    main                the group of all commands
    session_commands    login, whoami, open
    case_commands       cases, case
    do_command          do, a command to a case; fields reads its options
    upload_command      upload; uploads does it
    trigger_command     trigger; events, scenarios and steps say what is sent, signing signs it
    delivery_commands   tail, replay
    doctor_command      doctor; checks are what it looks at
    document_commands   schema, completion

Parts
    choices             the options that every command has, and what follows from them
    profiles            the profiles in the file of settings, and the other places of an address and a key
    api                 calls of the API
    failures            what ends a command, each with its exit code
    talk                data on standard output, words on standard error
    case_words          a case in a seller's words
    instants            times and spans, such as 24h

Why the imports are relative: this folder is `cli` in the tree and `recourse_cli` once it is installed.
"""
