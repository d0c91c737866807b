"""count-tests.py REPORT...: adds the xunit reports up and prints 'N passed, N failed'.

Fails when no test ran: a filter that matches nothing, or a run that died, must not pass for a success.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def main() -> int:
    reports = [path for path in map(pathlib.Path, sys.argv[1:]) if path.exists()]
    cases = [case for report in reports for case in ElementTree.parse(report).getroot().iter("testcase")]
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    passed = len(cases) - failed - skipped
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
