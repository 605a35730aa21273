"""Names of the files that a reader takes away: theme, view, delivery, language."""

import re

from analytics.filters import Filters
from archive.deliveries import DeliveryInfo
from presentation.text import Text


def file_name(view: str, info: DeliveryInfo, filters: Filters, text: Text, ending: str) -> str:
    """For example ``hard_to_employ_ministry_region-13_2026-10-31_fi.pptx``; harmless characters only.

    Args:
        view: What the file shows: a figure, a recipe or a page.
        info: The delivery.
        filters: The reader's choices; each is named, so that two files are told apart.
        text: The language of the file.
        ending: Without a dot.
    """
    choices = [f"{name}-{_codes(getattr(filters, name))}" for name in filters.active]
    parts = (text.theme.code, view, *choices, info.id, text.language)
    name = "_".join(re.sub(r"[^A-Za-z0-9-]+", "-", str(part)).strip("-") for part in parts)
    return f"{name[:150]}.{ending}"


def _codes(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)
