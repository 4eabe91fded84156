"""The use cases, one class per file: each reads an order, calls the domain, and writes the result.

Map
===

What comes in
    front_door          a delivery of a marketplace
    catch_up            an export of a platform
    case_commands       a command of a seller or a desk
    evidence_uploads    the announcement of a file
    evidence_clerk      a file that arrived; file_contents and iso_brands say what it is
    deadline_clerk      deadlines that have passed
    token_buckets       how often each sender may ask

What follows from the log
    order_history       the rows of an order, folded into its file
    own_rows            the rows that Recourse itself writes
    projector           writes case rows, and sends messages
    delivery_feed       lists new deliveries for people who look
    poison              the errors of damaged rows and of mistakes in our code

What goes out
    mediation_desk      files queued requests; queued_request are the ids in a message
    filings             sends a filing; filing_endpoint is the POST, filing_rows are its outcomes
    dead_letters        requests that the queue gave up

What people read
    case_reader         one case; whole_case adds help pages and replies
    case_search         lists of cases
    order_reader        one order
    quarantine_reader   deliveries that were not understood
    delivery_reader     the feed of deliveries, and one of them
    reports             counts and records; nightly_sums makes the sums of long periods
    policies            a merchant's policy and its versions
    simulations         past orders under another policy
    sessions            people sign in; session_tokens are what their cookies hold
    case_errors         why a case cannot be read or changed

What operators do
    reconciler          folds every order again and repairs; stale_cases are the rows that differ
    replay              tries failed deliveries and filings again
    redrive             projects broken orders again
    erasure             erases a customer's data; erased_rows are the rows after it
"""
