"""Every check that is made of input files and deliveries, in one list.

A finding may only have a code of this list. Codes are stable: kept deliveries hold them,
so a code is never renamed or taken away. The sentence, cure and example of each are in
``presentation/words/findings.py``, all of them together in ``docs/reference/findings.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

#: What a finding means: ``error`` (a row or a file was left out), ``warning`` (a value was
#: left out or looks wrong), ``info`` (worth knowing, nothing was lost).
Severity = Literal["error", "warning", "info"]
#: What is asked of a file: can it be read, is what it says right, is it enough to be useful?
Question = Literal["readable", "right", "useful"]
#: What is checked: an input file, a stored delivery, or the boundaries of the map.
Kind = Literal["projects", "theme", "outcomes", "need", "delivery", "map"]

_INPUTS: tuple[Kind, ...] = ("projects", "theme", "outcomes", "need")


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        code: Stable name, for example ``amount-unreadable``.
        severity: How bad it is when the check does not hold.
        question: Which of the three questions it answers.
        kinds: The kinds of input it is made of.
    """

    code: str
    severity: Severity
    question: Question
    kinds: tuple[Kind, ...]


#: Code → check, in the order in which a reader meets them.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.code: check
        for check in (
            # The file as a whole.
            Check("file-missing", "error", "readable", _INPUTS),
            Check("file-empty", "error", "readable", _INPUTS),
            Check("file-format", "error", "readable", _INPUTS),
            Check("file-unreadable", "error", "readable", _INPUTS),
            Check("file-encrypted", "error", "readable", _INPUTS),
            Check("file-too-large", "error", "readable", _INPUTS),
            Check("file-is-projects", "error", "readable", ("theme", "outcomes", "need")),
            Check("file-is-theme", "error", "readable", ("projects", "outcomes", "need")),
            Check("file-is-outcomes", "error", "readable", ("projects", "theme", "need")),
            Check("file-is-need", "error", "readable", ("projects", "theme", "outcomes")),
            Check("theme-unlikely", "error", "readable", ("theme",)),
            Check("text-encoding", "info", "readable", ("projects", "theme", "outcomes")),
            Check("character-unreadable", "warning", "readable", _INPUTS),
            Check("html-table", "info", "readable", _INPUTS),
            Check("quote-unclosed", "warning", "readable", ("projects", "theme", "outcomes")),
            Check("line-repaired", "info", "readable", ("projects",)),
            Check("line-unclear", "warning", "readable", ("projects",)),
            # Headers and rows.
            Check("projects-headers-unknown", "error", "readable", ("projects",)),
            Check("column-map-unreadable", "error", "readable", ("projects",)),
            Check("column-map-field-unknown", "warning", "useful", ("projects",)),
            Check("theme-headers-unknown", "error", "readable", ("theme",)),
            Check("outcomes-headers-unknown", "error", "readable", ("outcomes",)),
            Check("need-headers-unknown", "error", "readable", ("need",)),
            Check("need-content-unknown", "error", "right", ("need",)),
            Check("need-content-assumed", "warning", "right", ("need",)),
            Check("column-missing", "warning", "useful", ("projects", "theme", "outcomes")),
            Check("sheet-chosen", "info", "readable", ("projects", "theme", "need")),
            Check("sheet-not-read", "warning", "useful", ("projects",)),
            Check("rows-hidden", "info", "readable", _INPUTS),
            Check("columns-hidden", "info", "readable", _INPUTS),
            Check("blank-rows", "info", "readable", ("projects", "theme", "need")),
            Check("second-table", "warning", "useful", ("projects",)),
            Check("header-row", "info", "readable", ("projects",)),
            Check("heading-row", "info", "readable", ("projects",)),
            Check("place-row", "info", "readable", ("projects",)),
            Check("unmapped-row", "info", "readable", ("projects", "theme", "outcomes")),
            Check("total-row", "info", "readable", ("projects",)),
            Check("total-row-differs", "warning", "right", ("projects",)),
            Check("total-beside", "warning", "right", ("projects",)),
            Check("total-suspected", "warning", "right", ("projects",)),
            Check("continuation-rows", "info", "readable", ("projects",)),
            Check("group-carried-down", "info", "right", ("projects",)),
            Check("row-unclear", "warning", "right", ("projects",)),
            Check("row-continued", "info", "readable", ("theme",)),
            Check("footer-row", "info", "readable", ("projects", "need")),
            # Cells that cannot be read.
            Check("cell-error", "warning", "readable", ("projects", "theme")),
            Check("formula-without-value", "warning", "readable", ("projects", "theme")),
            Check("amount-unreadable", "warning", "readable", ("projects",)),
            Check("amount-mark-settled", "info", "readable", ("projects",)),
            Check("amount-unit-converted", "info", "readable", ("projects",)),
            Check("amount-not-in-euros", "warning", "readable", ("projects",)),
            Check("date-unreadable", "warning", "readable", ("projects",)),
            Check("cutoff-date-unreadable", "error", "readable", ("outcomes",)),
            Check("count-unreadable", "error", "readable", ("outcomes",)),
            Check("planned-participants-unreadable", "warning", "readable", ("theme",)),
            Check("need-month-unreadable", "error", "readable", ("need",)),
            Check("need-value-unreadable", "warning", "readable", ("need",)),
            Check("need-label-missing", "error", "readable", ("need",)),
            Check("need-cell-repeated", "error", "right", ("need",)),
            Check("need-parts-differ", "warning", "right", ("need",)),
            Check("need-part-left-out", "info", "useful", ("need",)),
            Check("need-area-other-level", "info", "useful", ("need",)),
            Check("value-blank", "info", "useful", ("outcomes",)),
            # Amounts and dates that contradict each other.
            Check("amount-negative", "warning", "right", ("projects",)),
            Check("eu-above-eu-state", "warning", "right", ("projects",)),
            Check("eu-state-above-public", "warning", "right", ("projects",)),
            Check("public-above-total", "warning", "right", ("projects",)),
            Check("spent-above-committed", "warning", "right", ("projects",)),
            Check("end-before-start", "warning", "right", ("projects",)),
            Check("total-left-out", "info", "readable", ("outcomes",)),
            Check("total-by-sum", "warning", "right", ("outcomes",)),
            Check("total-counted", "info", "right", ("outcomes",)),
            Check("total-differs", "warning", "right", ("outcomes",)),
            Check("cumulative-falls", "warning", "right", ("outcomes",)),
            Check("part-above-whole", "warning", "right", ("outcomes",)),
            Check("count-repeated", "warning", "right", ("outcomes",)),
            Check("end-moved", "warning", "right", ("projects",)),
            Check("end-outside-period", "warning", "right", ("projects",)),
            Check("project-row-repeated", "warning", "right", ("projects",)),
            Check("business-id-wrong", "warning", "right", ("projects",)),
            Check("personal-id-removed", "warning", "right", ("projects",)),
            Check("persons-unnamed", "info", "right", ("projects",)),
            Check("cutoff-after-delivery", "warning", "right", ("outcomes",)),
            # Codes.
            Check("project-code-missing", "error", "right", ("theme", "outcomes")),
            Check("project-code-repeated", "error", "right", ("theme",)),
            Check("code-mended", "info", "right", ("theme", "outcomes")),
            Check("project-outside-list", "warning", "right", ("theme", "outcomes")),
            Check("status-unknown", "warning", "right", ("projects",)),
            Check("location-unknown", "warning", "right", ("projects",)),
            Check("location-partly-unknown", "warning", "right", ("projects",)),
            Check("subtheme-unknown", "warning", "right", ("theme",)),
            Check("target-group-unknown", "warning", "right", ("theme", "outcomes")),
            Check("answer-unknown", "warning", "right", ("theme",)),
            Check("indicator-unknown", "error", "right", ("outcomes",)),
            Check("gender-unknown", "error", "right", ("outcomes", "need")),
            Check("region-unknown", "warning", "right", ("outcomes",)),
            Check("need-region-unknown", "error", "right", ("need",)),
            # Corrections of known errors.
            Check("corrections-unreadable", "error", "readable", ("projects", "theme", "outcomes")),
            Check("correction-applied", "info", "right", ("projects", "theme", "outcomes")),
            Check("correction-outdated", "error", "right", ("projects", "theme", "outcomes")),
            Check("correction-unmatched", "error", "right", ("projects", "theme", "outcomes")),
            # Stored deliveries.
            Check("delivery-damaged", "error", "readable", ("delivery",)),
            Check("delivery-format", "error", "readable", ("delivery",)),
            Check("delivery-missing", "error", "readable", ("delivery",)),
            Check("approval-damaged", "error", "readable", ("delivery",)),
            Check("change-missing", "error", "readable", ("delivery",)),
            Check("data-directory-unwritable", "error", "readable", ("delivery",)),
            Check("disk-full", "error", "readable", ("delivery",)),
            Check("directory-read-only", "error", "readable", ("delivery",)),
            Check("directory-owner", "error", "readable", ("delivery",)),
            Check("directory-permission", "error", "readable", ("delivery",)),
            Check("directory-unreadable", "error", "readable", ("delivery",)),
            Check("memory-short", "error", "readable", ("delivery",)),
            Check("record-damaged", "warning", "readable", ("delivery",)),
            # What verifying looks for.
            Check("source-damaged", "error", "readable", ("delivery",)),
            Check("delivery-lost", "error", "readable", ("delivery",)),
            Check("approval-other", "error", "readable", ("delivery",)),
            Check("bundle-lost", "error", "readable", ("delivery",)),
            Check("record-incomplete", "warning", "readable", ("delivery",)),
            Check("clock-behind", "error", "right", ("delivery",)),
            # Steps that are refused, or asked about first.
            Check("day-in-future", "error", "right", ("delivery",)),
            Check("day-far", "error", "right", ("delivery",)),
            Check("same-files", "error", "right", ("delivery",)),
            Check("imported-meanwhile", "error", "right", ("delivery",)),
            Check("delivery-state", "error", "right", ("delivery",)),
            Check("delivery-published", "error", "right", ("delivery",)),
            Check("reason-missing", "error", "right", ("delivery",)),
            Check("deck-damaged", "warning", "right", ("delivery",)),
            Check("deck-name-missing", "error", "right", ("delivery",)),
            Check("deck-name-taken", "error", "right", ("delivery",)),
            Check("deck-changed", "error", "right", ("delivery",)),
            Check("deck-missing", "error", "right", ("delivery",)),
            # Publishing, and what is published.
            Check("name-masked", "warning", "right", ("projects",)),
            Check("text-cut", "warning", "right", ("projects",)),
            Check("link-left-out", "warning", "right", ("projects",)),
            Check("contact-masked", "warning", "right", ("projects",)),
            Check("private-person", "info", "right", ("projects",)),
            Check("publication-leaks", "error", "right", ("delivery",)),
            Check("key-missing", "error", "readable", ("delivery",)),
            Check("key-damaged", "error", "readable", ("delivery",)),
            Check("publication-meanwhile", "error", "readable", ("delivery",)),
            Check("bundle-target", "error", "readable", ("delivery",)),
            Check("bundle-missing", "error", "readable", ("delivery",)),
            Check("bundle-damaged", "error", "readable", ("delivery",)),
            Check("bundle-old", "error", "readable", ("delivery",)),
            Check("bundle-format", "error", "readable", ("delivery",)),
            Check("bundle-theme", "error", "right", ("delivery",)),
            # Boundaries of the map.
            Check("regions-file-missing", "error", "readable", ("map",)),
            Check("regions-file-unreadable", "error", "readable", ("map",)),
            Check("regions-no-code-column", "error", "readable", ("map",)),
            Check("regions-missing", "error", "useful", ("map",)),
        )
    }
)
