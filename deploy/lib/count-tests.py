"""count-tests.py REPORT...: adds the xunit reports up and prints 'N passed, N failed', then what failed and why.

Fails when no test ran: a filter that matches nothing, or a run that died, must not pass for a success.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

# Of a message, as much as tells failures apart: the whole of it stands in the output of the tests.
LONGEST_MESSAGE = 300


def reasons(case: ElementTree.Element) -> list[str]:
    """What a test case of a report failed with, one line each; empty for one that passed."""
    found = [*case.iter("failure"), *case.iter("error")]
    texts = [" ".join((one.get("message") or one.text or "no message").split()) for one in found]
    return [text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + "..." for text in texts]


def main() -> int:
    reports = [path for path in map(pathlib.Path, sys.argv[1:]) if path.exists()]
    cases = [case for report in reports for case in ElementTree.parse(report).getroot().iter("testcase")]
    failed = [(case, why) for case in cases if (why := reasons(case))]
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    passed = len(cases) - len(failed) - skipped
    print(f"{passed} passed, {len(failed)} failed" + (f", {skipped} skipped" if skipped else ""))
    for case, why in failed:
        print(f"    failed: {case.get('classname')}.{case.get('name')}")
        for line in why:
            print(f"        {line}")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
