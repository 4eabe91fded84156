"""The words of case rows: texts that many rows share.

zlib refers to them instead of writing them in each row. Without them the summary and the record of an ordinary case
need 530 bytes, with them 230. A row says by the name of its attribute which words it was squeezed with. So a version
here never changes: other words are a new version, and the old one stays, because rows that it squeezed stay. What is
most frequent comes last, where a reference is shortest.
"""

from typing import Final

_Z1: Final = (
    "the platform has refunded, closed or cancelled the return: confirm or ask "
    "came after the case had ended as : it has no effect stands, although by what came late "
    "either side may escalate, also without a declined offerask the platform again for its ruling"
    "ask the platform again to beginthe case closes as expiredthe mediator decides without further evidence"
    "the goods count as acceptedthe offer expires"
    "the refusal stands and the case closesthe ruling stands and the case closes"
    "the settlement is overdue and the customer may turn to the platform"
    "the case is escalated to the platform for mediation"
    '"carrier":"DHL","condition":"as_sent","damaged","used","empty","wrong_goods","root_cause":"","lesson":""'
    '"outcome":"refunded""partially_refunded""exchanged""withdrawn""expired""ruled_customer""ruled_seller""ruled_split"'
    '"burning":"half""nearly""over","name":"respond""contest""ship_back""inspect""settle""take_up""evidence""ruling"'
    '"appeal","who":"customer""platform""carrier""us","turn":{"who":"us","code":"their_offer","text":""},'
    '"at_stake":{"minor":0,"currency":"CNY"},"at_stake":null,"EUR""GBP","assignee":null,"tasks":0,"version":"'
    '"evidence":{"have":0,"needed":0},"next":{"code":"answer","text":""},"silence":"escalate","since":"2026-'
    "not_as_describeddefectivewrong_itemmissing_partslate_deliverydamagedchange_of_mindotherquality"
    '"wants":"exchange""partial_refund""refund_without_return""return_and_refund"'
    '"status":"returning""inspecting""settling""refused""agreed""decided""closed""in_mediation""in_appeal"'
    '"appeal_requested""mediation_requested""requested""negotiating"'
    '{"case_id":"alibaba.lazada.tiktok.shopify.","order_number":"","return_id":"","status":"requested","outcome":null,'
    '"marketplace":"alibaba","reason":{"code":"unknown","fault":"seller","text":null,"original":null},'
    '"customer":{"name":""},"deadline":{"name":"negotiation","at":"2026-03-01T00:00:00.000000Z","who":"seller",'
    '"if_silent":"","rule":"G2.3b","burning":"none"},"needs_review":[{"rule":"G2.1","detail":"","id":"'
    '"acknowledged":null}],"needs_review":[],"changed_at":"2026-03-01T00:00:00.000000Z"}\n'
    '{"opened_at":"2026-03-01T00:00:00.000000Z","outcome":null,"reason":"unknown","fault":"customer","fault":"none",'
    '"fault":"seller","reason_text":"","reason_text":null,"wants":"return_and_refund","goods":[{"sku":"","quantity":1,'
    '"worth":0},{"sku":"","quantity":1,"worth":null}],"quantity":1,"claim":{"minor":00,"currency":"USD"},'
    '"settled":{"minor":00,"currency":"USD"},"settled":null,"freight_payer":null,"freight_payer":"seller",'
    '"freight_payer":"customer","carrier":null,"condition":null,"rounds":0,"root_cause":null,"lesson":null,'
    '"policy":"party-at-fault","policy_version":1,"policy":"guide","policy_version":0}'
)

WORDS: Final = {"z1": _Z1.encode()}
NEWEST: Final = "z1"
