"""Whether she can read her plan: nobody is to say that words are right which she could not read."""

from __future__ import annotations

from collections.abc import Iterator

from portal.i18n import Language, in_language
from portal.plan.models import Plan
from portal.plan.step_part import TEXTS
from portal.writing import UNKNOWN_LANGUAGE, Writing


def language_in(plan: Plan, reader: Language) -> str | None:
    """The language of the first text in a plan that is in another one than hers; None when there is none.

    Done and dropped steps are not counted: nothing in them is agreed to any more.
    """
    passages = (in_language(text, reader).lang for text in _texts(plan))
    return next((lang for lang in passages if lang not in (reader.code, UNKNOWN_LANGUAGE)), None)


def _texts(plan: Plan) -> Iterator[Writing]:
    for goal in plan.goals:
        yield goal.text
        for part in goal.sub_goals:
            yield part.text
            for step in part.steps:
                if not (step.is_done or step.dropped_on):
                    yield from filter(None, (getattr(step, name) for name in TEXTS))
