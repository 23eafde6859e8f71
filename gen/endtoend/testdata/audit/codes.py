"""A fixture: constants, an enum and words in a string. There is no "TOOMANY" yet.

ALERT
"""
import enum

ALREADYEXISTS = "ALREADYEXISTS"
BADCHARSET = "BADCHARSET"
LIMIT = "LIMIT"  # not "CLOSED"

INPROGRESS = "INPROGRESS"
OVERQUOTA = "OVERQOUTA"
UID_REQUIRED = "UIDREQUIRED"


class Code(enum.Enum):
    TRY_CREATE = enum.auto()
    NO_PERM = enum.auto()
    CLIENT_BUG = enum.auto()
    CANNOT = enum.auto()
    NO_PRIVATE = enum.auto()


class State(enum.Enum):
    CLOSED = enum.auto()
    EXPIRED = enum.auto()
    OPEN = enum.auto()


OLD = frozenset("NOMODSEQ MODIFIED USEATTR X-OURS".split())


def is_code(word):
    if word == "METADATA":
        return True
    return word in ("READ-ONLY", "TOOBIG", "BADEVENT", "COMPRESSIONACTIVE")
