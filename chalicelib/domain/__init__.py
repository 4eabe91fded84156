"""The pure core: what happens to an order, and what follows from it. No clock, no I/O, no AWS, no web framework.

Theory of operation
===================

How a log becomes a file. Everything that happens to an order is one event in its log. `fold` sorts the events,
applies each to its case by the table in `lifecycle`, and returns an order file: the order's record and its cases.
Nothing else is stored as the truth. Who wants to know a case folds its log again.

What orders events. Events sort by the instant that they count at: their own date, but never later than their receipt
and never before what they answer (`causes`). Then they sort by the precedence of their type (the order of the members
of `EventType`) and by id. Two events of one second therefore fold in one order only, whatever machine folds them. An
event that is dated before the request of its case waits for the request and counts right after it. Our own events are
dated after everything that they were decided on (`Situation.at`).

What applies. A row of `MOVES` says in which states an event counts. The row's function changes the case, and the row
says which state follows. An event without a row for the state of its case stays in the timeline with the reason.
Guards belong to decisions: `decide` asks them, the fold does not. If a late fact removes the ground of a decision,
the decision stays valid and a person looks at the case (`needs_review`).

What repeats. A fact has an identity, which its class knows. Of several events of one identity the one that was received
first counts, at its own date, and the others have no effect. If one says something else, the case is flagged.

What the clock does. A deadline follows from the state of a case (`WAITS`). When it has passed, its silence acts inside
the fold at the deadline's own instant, before later events are applied. A row of the clock in the log only wakes the
projector.

Why ids do not move. The outside knows a request by its effect id. The id is made of the case, the kind, the round and
the number of withdrawals so far, and of no event. So it stays the same when an earlier event arrives late.

What is decided. `decide` looks at a `Situation`: a case, its order, the order's other cases, and the present. It
returns one happening, or raises Refused with the rule. The happening becomes a row of the log, and folds like every
other event.

Map
===

Model
    facts           the base class of facts, and the parts that facts of several subjects share
    events          a happening, and the same with its row in the log
    event_types     the fact of each type of event; reported is what marketplaces report
    commands        the base class of commands, and their refusal
    case            one return, immutable; case_parts are its parts, entries the lines of its timeline
    flags           what a person has to look at, and who has looked
    order           the order's record, and the file that holds everything; order_facts are its facts
    order_record    how the order's own events become its record
    order_words     words about an order that change no record
    parcels         what was shipped, and what has arrived
    policy          the merchant's rules as data; policy_errors reads them and names every error
    field_errors    the words for a field that is not valid
    situation       what a decision may look at

Subjects: facts, commands, what an event changes, what a command decides, guards
    request         the request, its details and its reason; request_facts are its facts
    details         how accounts of a return compare, and how one completes the other
    offers          offers and agreements; offer_facts are their facts, offer_commands the seller's side
    customers_word  the seller records an offer or an answer of the customer
    refusals        the seller refuses, the customer contests
    articles        which articles of the order the lines of a return are
    goods           goods come back and are inspected, or are sent in exchange
    settlement      money goes back; refund_facts are its facts
    rounds          mediations and appeals; ruling_facts are rulings, round_commands is our side
    appeals         who may still appeal a ruling, and until when
    openings        the platform begins a mediation or an appeal
    interventions   acts on the platform of which it says less than our facts need
    filing          a request is filed with the platform, or fails
    evidence        files; uploads says which are accepted
    rejections      why a file is rejected, as sentences
    messages        what both sides write
    reviews         the seller says that somebody has looked
    closing         the root cause

Rules
    cancellation    when nothing comes back
    causes          an answer counts after what it answers
    platform_words  the platform's own status, and the clocks that it holds
    repeats         which telling of a fact counts
    eligibility     whether a return may be asked for
    freight         who pays for the way back
    line_amounts    the amount of a line that names none
    order_changes   what a change of the order touches
    order_check     whether the return belongs to the order
    readiness       which evidence an appeal still needs
    at_stake        what accepting would cost now
    stock           what an order's cases hold of its goods and money
    worth           what the pieces of a return are worth
    reservations    what a case may still promise of its order
    effects         the requests that the outside should know of
    needs_review    what a person has to look at in the whole order
    erasure         facts without a person's words, which fold to the same states

Machine
    lifecycle       the table; lifecycle_commands are the commands' part, lifecycle_rows the kinds of rows
    waits           since when a deadline runs, and what silence does
    deadlines       the deadlines of a case
    guards          the conditions of commands
    next_status     where an event leads
    apply           one event to one case
    clock           passed deadlines
    fold            a log to a file
    decide          a command to a happening
"""
