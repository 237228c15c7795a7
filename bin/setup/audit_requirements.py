"""Asks the advisory service whether pinned packages have known holes: audit_requirements.py PIP_AUDIT FILE…

odoo.txt pins what Odoo itself asks for: findings there are told, and are Odoo's to mend. A finding of the other files fails, unless
requirements/audit_ignored.txt names it with a reason. What could not be asked is told as not checked: neither as fine nor as a fault.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

IGNORED = Path(__file__).resolve().parents[2] / "requirements" / "audit_ignored.txt"
PATIENCE = 90
PINNED = re.compile(r"^[A-Za-z0-9._-]+\s*==\s*[^\s;*]+\s*(;.*)?$")


def pinned_lines(text):
    """What can be looked up; a line with a range or a star has no version to ask about."""
    lines = [line.split("#")[0].split(" --hash")[0].strip() for line in text.splitlines()]
    return [line for line in lines if PINNED.match(line)]


def ignored_ids(text):
    """``{id of the advisory: reason}``; a line without a reason is a fault of the list."""
    found = {}
    for line in filter(None, (line.split("#")[0].strip() for line in text.splitlines())):
        name, _space, reason = line.partition(" ")
        if not reason.strip():
            raise SystemExit(f"{IGNORED.name}: {name} has no reason")
        found[name] = reason.strip()
    return found


def read_answer(text):
    """``(findings, names looked up, names that could not be)`` of pip-audit's JSON; a finding: package, version, ids, what mends it."""
    try:
        rows = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return [], [], None
    findings = [
        (row["name"], row["version"], {hole["id"], *hole.get("aliases", [])}, hole.get("fix_versions") or ["no release yet"])
        for row in rows for hole in row.get("vulns", [])
    ]
    return findings, [row["name"] for row in rows if "version" in row], [row["name"] for row in rows if "skip_reason" in row]


def ask(pip_audit, lines):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines))
        file.flush()
        try:
            done = subprocess.run(
                [pip_audit, "--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "10", "-f", "json", "-r", file.name],
                capture_output=True, text=True, timeout=PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return read_answer("")
    return read_answer(done.stdout)


def tell(title, lines, pip_audit, ignored, is_ours):
    """Print what is known; whether something of it must be mended here."""
    findings, known, unknown = ask(pip_audit, lines)
    if unknown is None:
        print(f"{title}: NOT CHECKED for known holes, the advisory service cannot be reached")
        return False
    if unknown:
        few = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        print(f"{title}: {len(unknown)} packages NOT CHECKED for known holes, the advisory service does not answer for them: {few}")
    must_mend = False
    for name, version, ids, fixes in findings:
        told = next((ignored[one] for one in sorted(ids) if one in ignored), "" if is_ours else "pinned by Odoo")
        print(f"{title}: {name} {version} has {', '.join(sorted(ids))}; mended in {', '.join(fixes)}{f' ({told})' if told else ''}")
        must_mend = must_mend or not told
    if known and not findings:
        print(f"{title}: nothing known against {len(known)} packages")
    return must_mend


def main(pip_audit, paths):
    ignored, groups = ignored_ids(IGNORED.read_text()), {"our requirements": [], "Odoo's requirements": []}
    for path in map(Path, paths):
        groups["Odoo's requirements" if path.name == "odoo.txt" else "our requirements"] += pinned_lines(path.read_text())
    must_mend = [tell(title, lines, pip_audit, ignored, title.startswith("our")) for title, lines in groups.items() if lines]
    return 1 if any(must_mend) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
