"""The views: answers and messages for readers outside, in the shapes of `shapes.py`.

Map
===

Shapes
    shapes              the shapes of a case
    sized_shapes        shapes that can be too large for one answer; fitting makes them fit
    formats             the formats and closed sets of texts, for the API document
    said                sentences, which are written in the language of the reader
    pages               the shapes around others: lists, receipts, problems

A case and its parts
    case                the whole case
    camera_case         the little that a camera pass shows
    summary             the case in lists; work is the list of work
    preview             the case after a command
    deadline            a deadline
    turn                whose turn it is; step is a next step
    evidence            a file
    round               a mediation or an appeal
    settlement          the refund
    refusal             the seller's refusal
    entry               an entry of the timeline
    judgements          our own judgements: the freight, the conditions of the return, tasks
    review              a reason to look at the case

Other answers
    order               an order
    policy              a merchant's policy
    report              counts of returns
    records             case records to export
    simulation          what another policy would have changed
    deliveries          the feed of deliveries, one of them, and its replay
    front_page          where everything is
    quarantine          deliveries that were not understood
    sessions            sessions and passes
    problem_types       what each type of problem means; problem_page shows it

Messages
    messages            the queue's messages
    mediator            a case as a mediator may see it
    erased_message      a message without a person's words

Pages to read and print
    html                all foreign content is text
    page                the frame of a page
    dossier             the dossier; dossier_page is its page, made of dossier_return, dossier_course and dossier_parts,
                        in dossier_style
    statement           the policy for customers, made of statement_steps, statement_proceedings and statement_points;
                        statement_page and statement_text are its two forms
    rulebook            each rule in one sentence
    disposition         names of files that are safe in headers
"""
