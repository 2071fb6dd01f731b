"""What is begun with a paper's address and not sent: hers in whose browser it was begun, and nobody else's.

Whoever made the paper, or finds it, knows its address too. So the address alone shows no answers: a browser shows what
was begun in it, by a random secret of its own, of which only a keyed hash is kept. Another browser begins anew. What is
sent first counts, and all that was begun with the same address goes then. Knows no web.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback import answering, asking, tokens
from portal.feedback.models import PanelDraft, PanelRound, PanelToken
from portal.feedback.questionnaires import questions
from portal.people.keyed import keyed


def identity(secret_key: str, token: PanelToken, browser: str) -> UUID:
    """What is begun in this browser is kept under; only this installation can tell."""
    return UUID(keyed(secret_key, "panel draft", str(token.id), browser)[:32])


def keep(
    db: Session,
    secret_key: str,
    token: PanelToken,
    of: PanelRound,
    browser: str,
    typed: Mapping[str, Sequence[str]],
    opened_with: Mapping[str, str],
) -> dict[str, str]:
    """Keep answers for this browser until they are sent; gives what cannot be kept, by question.

    The caller has locked the token.
    """
    mine = identity(secret_key, token, browser)
    if db.get(PanelDraft, mine) is None:
        db.add(PanelDraft(id=mine, token_id=token.id))
        db.flush()
    asked = questions(of.version)
    return answering.keep_answers(db, secret_key, mine, asked, typed, opened_with)


def send(
    db: Session,
    secret_key: str,
    token: PanelToken,
    of: PanelRound,
    browser: str,
    *,
    now: datetime,
) -> None:
    """Send what was begun in this browser: it becomes the address's own. Raises `NothingAnswered`."""
    said = answering.given(db, secret_key, identity(secret_key, token, browser))
    tokens.throw_away(db, token)
    typed = {key: [one] if isinstance(one, str) else one for key, one in said.items()}
    tokens.keep(db, secret_key, token, of, typed)
    tokens.send(db, secret_key, token, of, now=now)


def throw_away(db: Session, secret_key: str, token: PanelToken, browser: str) -> None:
    """What was begun in this browser goes; the address may be used anew."""
    mine = identity(secret_key, token, browser)
    asking.throw_away(db, [mine])
    db.execute(sa.delete(PanelDraft).where(PanelDraft.id == mine))
