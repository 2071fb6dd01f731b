"""The questionnaires that come with the product, as files: after a measure, a case, a meeting and a summer job, a
panel round, and SKR's five quality areas."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from portal.feedback.models import Occasion
from portal.feedback.questionnaires import Definition, Settled, settle
from portal.feedback.questions import Question
from portal.writing import Writing

FILES = tuple(sorted(Path(__file__).parent.glob("*.yaml")))
"""In the format `questionnaire/1`, so that each is an example of it, and may be loaded changed under another key."""


def load(db: Session, *, now: datetime) -> dict[str, Settled]:
    """Bring every shipped questionnaire to what its file says. Again changes nothing."""
    return {one.key: settle(db, one, now=now, is_shipped=True) for one in map(definition, FILES)}


def definition(file: Path) -> Definition:
    """What a file of the product says; that it says it rightly is tested, not asked at each start."""
    said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Definition(
        key=said["key"],
        occasion=Occasion(said["occasion"]),
        name=Writing.stored(said["name"]),
        minutes=said["minutes"],
        questions=tuple(Question.stored(one) for one in said["questions"]),
    )
