"""Asks whether holes are known in the packages of the lock, and says so; exits with 1 when there are.

When the service of advisories cannot be reached, or knows none of the packages as a bare mirror does, it says
that nothing was audited and exits with 0: no answer is no verdict.
"""

import json
import subprocess
import sys
from pathlib import Path

LOCK = "requirements/base.txt"
SECONDS = 120


def ask() -> list[dict] | str:
    """What pip-audit says of each package, or in a line why it says nothing."""
    program = Path(sys.executable).with_name("pip-audit")
    options = ("--require-hashes", "--disable-pip", "--progress-spinner=off", "--timeout=10", "--format=json")
    try:
        done = subprocess.run(
            [program, f"--requirement={LOCK}", *options],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return f"no answer in {SECONDS} s"
    except (json.JSONDecodeError, KeyError):
        return (done.stderr.strip().splitlines() or ["it said nothing"])[-1][:160]


def main() -> int:
    answer = ask()
    if isinstance(answer, str):
        print(f"  SKIPPED, nothing was audited: {answer}")
        return 0
    judged = [package for package in answer if "skip_reason" not in package]
    if not judged:
        print(f"  SKIPPED, nothing was audited: the service knows none of {len(answer)} packages")
        return 0
    holes = [(package, hole) for package in judged for hole in package["vulns"]]
    for package, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"  {package['name']} {package['version']}: {hole['id']}, mended in {fixed}")
    print(f"  {len(holes)} holes known in {len(judged)} packages; {len(answer) - len(judged)} unknown")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
