"""Finds what looks like a card's number: the twin of CardNumber.cs."""

import re

SHORTEST, LONGEST = 13, 19
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

RUNS = re.compile(r"[0-9](?:[ ._/-]?[0-9]){12,}")
UUIDS = re.compile(
    r"(?<![0-9a-fA-F])"
    r"(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=[0-9]*[a-fA-F])[0-9a-fA-F]{32})"
    r"(?![0-9a-fA-F])")


def is_in(text):
    # Without a UUID there are fewer runs, never more.
    return RUNS.search(text) is not None and any(map(holds_card, RUNS.findall(UUIDS.sub("|", text))))


def holds_card(run):
    digits = [int(character) for character in run if character.isdigit()]
    lengths = [len(digits)] if len(digits) <= LONGEST else range(SHORTEST, LONGEST + 1)
    return any(
        passes_luhn(digits[start:start + length])
        for length in lengths for start in range(len(digits) - length + 1))


def passes_luhn(digits):
    return (sum(digits[-1::-2]) + sum(DOUBLED[digit] for digit in digits[-2::-2])) % 10 == 0
