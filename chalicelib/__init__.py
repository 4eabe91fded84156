"""Recourse: the back office for returns of sellers on cross-border marketplaces.

Every exception of this package, with its module and what it leads to:

* Refused (domain.commands): a business rule says no. The API answers 409 with the rule.
  * Unfriendly (advice.courtesy): a message has hostile words. The API answers 409 with the words.
* FaultyPolicy (domain.policy_errors): a policy has faults. The API answers 422 with all of them.
* NotAuthentic (dialects.delivery): nothing proves who sent a delivery. The front door answers 401.
* NotUnderstood (dialects.delivery): an authentic delivery cannot be read. It is put in quarantine, answer 202.
  * AboutNoOrder (dialects.delivery): a delivery names no order. It is stored beside the quarantine.
  * NotAnObject (dialects.strict_json): the JSON is no object. In a body of the sellers' API that is 422.
* Misconfigured (dialects.delivery): a connection's secrets are unusable. The front door answers 503, with an alarm.
* KeyUnknown (dialects.delivery): a delivery names a public key that is not stored. The front door answers 503.
* MissingSetting (settings): a variable of the environment is not set. The function does not start.
* StoreUnavailable (aws.failures): AWS did not do it. The API answers 503, and functions leave the work to be repeated.
  * NotStored (aws.failures): a write got no answer, and its row is not there. The API answers 503 and says so.
  * PerhapsStored (aws.failures): a write got no answer, nor did the look at its row. The API says that in its 503.
  * Absent (aws.failures): what has to be in AWS is missing. As above, and an alarm.
  * OrderFull (aws.order_budget): an order holds as much as it can hold. The API answers 409.
* DamagedSums (aws.daily_sums): the sums of a report cannot be read, so the report is counted live.
* DamagedOrder (aws.damage): a row of an order cannot be read, so nothing is decided on it. The API answers 409.
* TooMany (usecases.token_buckets): a key or a connection asks too often. The API answers 429, the door 503.
* TooManyVersions (aws.policy_versions): a merchant has all versions that it may have. The API answers 409.
* UnknownPosition (aws.case_lists): a cursor names no place in its list. The API answers 400.
* UnknownCase (usecases.case_errors): the merchant has no such case. The API answers 404.
* OutOfDate (usecases.case_errors): a case has changed since its page was read. The API answers 409.
* Stale (usecases.case_errors): another command came first. The API answers 409.
* KeyReused (usecases.case_errors): the Idempotency-Key was used for another request. The API answers 409.
* UnknownConnection (usecases.quarantine_reader): the merchant has no such connection. The API answers 404.
* UnknownVersion (usecases.policies): the policy has no such version. The API answers 404.
* NoAnswer (usecases.filing_endpoint): the filing endpoint gave no usable answer. It becomes NotFiled.
* NotFiled (usecases.filings): the marketplace may not have the request. The mediation desk tries again later.
* NotOurs (usecases.queued_request): a message on a queue is not from Recourse. It raises an alarm.
* Problem (routes.problems): an answer of the API that is not a success.

Two extend an exception of botocore, because they are raised inside calls of AWS:

* OutOfTime (aws.time_limit): no time is left for another call of AWS. It becomes StoreUnavailable.
* Unreadable (aws.quick_client): the answer of AWS is not JSON. It becomes StoreUnavailable.

`tests/test_exceptions.py` holds that this list is complete.
"""
