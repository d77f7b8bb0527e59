"""Writes the reference page of the policy file: python -m tests.policy.reference."""

from recert.policy.reference import policy_file_page
from tests.policy.known import ROOT

if __name__ == "__main__":
    (ROOT / "docs" / "reference" / "policy-file.md").write_text(
        policy_file_page(), encoding="utf-8"
    )
