"""The recovery code: twenty letters and digits to write down, which find a record again on any device."""

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
LENGTH, GROUP = 20, 4  # 100 bits: too many to guess, so a plain hash is enough to keep
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A fresh code, as it is shown: 7K3M-9QTX-..."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def code_hash(typed: str) -> str | None:
    """What is kept of a code, however it was typed: small letters, spaces, an O for a zero. None if it is no code."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_READ_AS)
    if len(letters) != LENGTH or any(letter not in LETTERS for letter in letters):
        return None
    return hashlib.sha256(letters.encode("ascii")).hexdigest()
