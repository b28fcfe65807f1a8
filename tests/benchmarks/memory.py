"""How much memory a process has taken, after so many documents: run in a process of its own.

python -m tests.benchmarks.memory 200 2000
"""

import json
import sys

from tests.benchmarks import resident
from tests.benchmarks.documents import invoice
from ubltools.validation.engine import validate


def document(number: int) -> bytes:
    """Documents that differ in size and number; one in three breaks a rule, one in ten the schema."""
    ubl = invoice(2 + number % 7).replace(b"2026-0147", b"%d" % number)
    if number % 10 == 0:
        return ubl.replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>x", 1)
    payable = b'<cbc:PayableAmount currencyID="EUR">'
    return ubl.replace(payable, payable + b"1") if number % 3 == 0 else ubl


def main(marks: list[int]) -> None:
    """Print the memory at each mark, and what the verdicts were, as JSON."""
    seen, codes = {}, [0, 0, 0, 0, 0]
    for number in range(1, max(marks) + 1):
        codes[validate(document(number), name=str(number)).exit_code()] += 1
        if number in marks:
            seen[number] = round(resident.now() / 1e6, 1)
    print(json.dumps({"megabytes": seen, "exit_codes": dict(enumerate(codes))}))


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
