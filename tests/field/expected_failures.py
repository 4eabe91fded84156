"""The variants that come out wrong today, each with what is wrong; a fix deletes its line here."""

_SILENT_AFTER_THE_END = "After the end it is kept without effect, and no person is notified."
_BEFORE_THE_OFFER = (
    "An answer dated before the offer finds no offer: it is lost, the offer stays open, nothing is flagged."
)
_DEAD_END = "Article numbers compare letter by letter, and match_lines is no command: nothing can be agreed to."
_QUARANTINED = "A blank field is a fault of the whole delivery: it is quarantined, and no case opens."
_NO_MP4 = "A video of this brand is none of the types of evidence: it is rejected."
_NO_PDF = "The header of a PDF counts only at its first byte: the file is taken for plain text and rejected."
_INVISIBLE = "A mark that nobody can see makes another name: the order check says mismatch."
_LINE_PRICE = "Only the total of the order limits a claim: it is agreed in full, and nothing is flagged."
_GIVEN_AWAY = "Goods that the customer has count as given away: accept_return is refused."
_FOREIGN_SETTLES = "The foreign payment is the settled sum, so the payment in the due currency never settles the case."
_UNLISTED = "A status that no document lists is kept, and nothing is flagged."

EXPECTED_FAILURES: dict[str, str] = {
    "after_the_end-asked_for_again_under_the_same_id": _SILENT_AFTER_THE_END,
    "after_the_end-applied_for_again_on_1688": _SILENT_AFTER_THE_END,
    "after_the_end-goods_arrive_after_the_withdrawal": _SILENT_AFTER_THE_END,
    "answer_dated_before_its_question-accepted_in_whole_seconds": _BEFORE_THE_OFFER,
    "answer_dated_before_its_question-accepted_by_a_slow_clock": _BEFORE_THE_OFFER,
    "answer_dated_before_its_question-declined_by_a_slow_clock": _BEFORE_THE_OFFER,
    "answer_dated_before_its_question-contested_by_a_slow_clock": (
        "A contest dated before the refusal does not apply: the case stays refused, and nothing is flagged."
    ),
    "articles_spelled_otherwise-capitals": _DEAD_END,
    "articles_spelled_otherwise-space": _DEAD_END,
    "articles_spelled_otherwise-full_width": _DEAD_END,
    "articles_spelled_otherwise-the_platforms_own_number": _DEAD_END,
    "articles_spelled_otherwise-shipping_as_a_line": _DEAD_END,
    "blank_fields-blank": _QUARANTINED,
    "blank_fields-null": _QUARANTINED,
    "blank_fields-empty": _QUARANTINED,
    "blank_fields-reason_without_code": _QUARANTINED,
    "brands_of_mp4-dash": _NO_MP4,
    "brands_of_mp4-fragmented": _NO_MP4,
    "brands_of_mp4-avc1": _NO_MP4,
    "bytes_before_a_pdf-line_break": _NO_PDF,
    "bytes_before_a_pdf-header_of_a_download": _NO_PDF,
    "cancelled_and_then_delivered-delivered_before_but_told_late": (
        "The promise becomes a return that waits for goods, with a shipping deadline, and nothing is flagged."
    ),
    "exchanged_goods_asked_back-all_exchanged_one_back": _GIVEN_AWAY,
    "formulas_in_an_export-semicolon": (
        "Only the beginning of a cell is made safe: after a semicolon a spreadsheet computes the rest."
    ),
    "invisible_marks_in_names-embedding": _INVISIBLE,
    "invisible_marks_in_names-right_to_left_mark": _INVISIBLE,
    "invisible_marks_in_names-zero_width_space": _INVISIBLE,
    "invisible_marks_in_names-byte_order_mark": _INVISIBLE,
    "invisible_marks_in_names-isolates": _INVISIBLE,
    "kept_goods_asked_back-after_an_agreed_discount": _GIVEN_AWAY,
    "line_above_its_price-cup_at_the_price_of_the_pot": _LINE_PRICE,
    "line_above_its_price-one_piece_at_the_price_of_three": _LINE_PRICE,
    "lines_changed_after_agreement-twice_as_many": "The agreed lines are replaced, and nothing is flagged.",
    "payout_in_another_currency-then_in_the_due_currency": _FOREIGN_SETTLES,
    "payout_in_another_currency-recorded_by_the_seller": _FOREIGN_SETTLES,
    "payout_in_another_currency-the_other_return": (
        "A foreign payment in one case makes accept_return and make_offer impossible in the others of the order."
    ),
    "several_parcels-second_parcel_later": (
        "The receipt is that of the first parcel, and the second one is forgotten: the return is not eligible."
    ),
    "statuses_of_tomorrow-lazada": _UNLISTED,
    "statuses_of_tomorrow-alibaba": _UNLISTED,
    "text_in_utf_16-utf_16": "Text counts only in UTF-8: the file is none of the types of evidence.",
}
