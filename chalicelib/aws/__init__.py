"""The AWS folder is the only one that calls AWS: every key, row, bucket and queue is here.

Map
===

Rows of an order's partition
    keys                every shape of a key; registry_keys, quarantine_keys and operator_keys are of other partitions
    log                 the order log: events, effects and case rows of one order
    event_rows          the rows of events; damage is what is wrong with one that cannot be read
    order_budget        the rows and bytes that a log may hold
    put_once            how rows are written that never change; put_many writes those that may be written again
    packing             texts, instants and bodies as attributes
    effect_rows         the messages to the outside, in their exact bytes
    tombstones          rows whose body was erased

Case rows: the read model
    case_rows           writes and reads them
    case_items          the row of a case, squeezed into one attribute; case_words are texts that many rows share
    case_lists          filters, orders, and the Query of each index
    order_walk          the walk over all orders
    broken_orders       orders that our code could not project

Other rows of the table
    registry            the connections of all merchants, and the orders that are full
    api_keys            the bearer tokens; key_list is their list for operators
    policy_versions     the merchants' own policies
    retention           how long each merchant's customers are remembered
    quarantine          deliveries that were not understood
    feed                what arrived in the last days, for people who look
    daily_sums          the counts of each day's returns, for reports
    upload_index        leads from an object's key to its case

Stores outside of the table
    evidence_bucket     grants, first arrivals and downloads; evidence_keys are its keys
    evidence_versions   the versions of files, for erasures
    mediation_queue     the FIFO queue of requests
    secrets             the secrets of connections and sessions, in the parameter store
    freshness           cached values, so that a warm door needs no call

Calls of AWS
    client              the kind of object that stores call AWS by
    clients             makes each client at its first use
    quick_client        calls DynamoDB and SSM without most of botocore
    transport           its pool of connections; signature is how its requests are signed
    botocore_clients    botocore's own clients
    surroundings        region, credentials and endpoints
    patience            how long a client waits, and how often it tries
    time_limit          no attempt begins that could end too late
    paging              reads all pages
    stream_changes      the changes of rows as the stream brings them
    failures            one exception for every refusal and failure
"""
