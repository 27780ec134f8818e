"""Everything that is wrong with a request for a payment: the twin of PaymentReader.cs."""

import json
import re

import cards
from currencies import LIMITS

LONGEST_BODY = 4096
DEEPEST = 4
LARGEST_NUMBER = 2 ** 63 - 1
FIELDS = {"amount", "currency", "payer", "payee"}

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Malformed(ValueError):
    """JSON that is read by some and refused here."""


def errors_of(key, body):
    """The fields that are wrong with what is wrong, in the order of PaymentReader.cs."""
    return [
        {"field": field, "message": message}
        for field, message in (("Idempotency-Key", wrong_key(key)), *wrong_body(body)) if message
    ]


def wrong_key(key):
    if not key:
        return "is missing: 8 to 64 characters, letters, digits, '-' or '_'"
    if cards.is_in(key):
        return "looks like a card number"
    if not KEY.fullmatch(key):
        return "must be 8 to 64 characters, letters, digits, '-' or '_'"
    return None


def wrong_body(body):
    if len(body) > LONGEST_BODY:
        return [("body", f"must not be longer than {LONGEST_BODY} bytes")]

    payment = parse(body)
    if payment is None:
        return [("body", "must be one JSON object that names no property twice")]

    wrong = []
    if not payment.keys() <= FIELDS:
        wrong.append(("body", "has a property other than amount, currency, payer, payee"))

    currency = text(payment, "currency")
    limit = LIMITS.get(currency)
    if limit is None:
        wrong.append(("currency", "must be the code of a currency of ISO 4217, such as EUR"))

    payer, payee = text(payment, "payer"), text(payment, "payee")
    wrong_payer, wrong_payee = wrong_token(payer), wrong_token(payee)
    wrong += ("amount", wrong_amount(payment.get("amount"), currency, limit)), ("payer", wrong_payer), ("payee", wrong_payee)
    if payer == payee and not wrong_payer:
        wrong.append(("payee", "must differ from payer"))

    return wrong


def parse(body):
    try:
        # What is no UTF-8 passes here, and is found where a text is read.
        payment = DECODER.decode(body.decode("utf-8", "surrogateescape"))
        return payment if isinstance(payment, dict) and is_shallow(payment, DEEPEST) else None
    except (ValueError, RecursionError):
        return None


def without_repetition(pairs):
    properties = dict(pairs)
    if len(properties) < len(pairs) or not all(map(is_name, properties)):
        raise Malformed
    return properties


def refuse(_):
    raise Malformed


DECODER = json.JSONDecoder(object_pairs_hook=without_repetition, parse_constant=refuse)


def is_shallow(value, depth):
    if not isinstance(value, (dict, list)):
        return True
    return depth > 0 and all(is_shallow(each, depth - 1) for each in (value.values() if isinstance(value, dict) else value))


def is_name(value):
    return can_be_encoded(value, "surrogateescape")


def is_text(value):
    return can_be_encoded(value, "strict")


def can_be_encoded(value, errors):
    if value.isascii():
        return True
    try:
        value.encode("utf-8", errors)
        return True
    except UnicodeEncodeError:
        return False


def text(payment, field):
    value = payment.get(field)
    return value if isinstance(value, str) and is_text(value) else None


def wrong_amount(amount, currency, limit):
    # True is an int as well.
    if type(amount) is not int or not 0 < amount <= LARGEST_NUMBER:
        return "must be a whole number of the currency's minor unit, greater than 0"
    if limit is not None and amount > limit:
        return f"must be at most {limit}, the limit of {currency}"
    return None


def wrong_token(token):
    if token is None:
        return "must be the token of an account: 1 to 64 characters, letters, digits, '-' or '_'"
    if cards.is_in(token):
        return "looks like a card number: send a token instead"
    if not TOKEN.fullmatch(token):
        return "must be 1 to 64 characters, letters, digits, '-' or '_'"
    return None
