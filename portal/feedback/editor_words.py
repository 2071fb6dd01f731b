"""What the editor of questionnaires says, in Swedish: staff pages are Swedish."""

from __future__ import annotations

from collections.abc import Sequence

from portal.feedback.models import Occasion
from portal.feedback.question_faults import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    QuestionFault,
    Why,
)
from portal.feedback.question_form import LONGEST_TEXT
from portal.feedback.questions import STEPS, Kind, Question
from portal.feedback.unasked import Why as Unasked

KINDS = {
    Kind.SCALE: "Fem steg i ord",
    Kind.YES_NO: "Ja, nej eller vet inte",
    Kind.ONE: "Ett av flera svar",
    Kind.SEVERAL: "Flera svar",
    Kind.TEXT: "Egna ord",
}
OCCASIONS = {
    Occasion.AFTER_MEASURE: "När en insats har slutat",
    Occasion.AFTER_CASE: "När ett ärende har avslutats",
    Occasion.AFTER_MEETING: "Efter vissa möten",
    Occasion.SUMMER_JOB: "Efter ett feriearbete",
    Occasion.PANEL: "I brukarpanelens omgångar",
    Occasion.QUALITY: "Kvalitet i ekonomiskt bistånd",
}
UNASKED = {
    Unasked.NO_MONTH: "Ingen frågas det här. Välj en månad under Kommunen och rutinerna, om ni vill fråga.",
    Unasked.ANOTHER: "Ingen frågas det här: en annan enkät för samma tillfälle har börjat användas efter den.",
}
UNFIT = {
    "missing": "Skriv frågan på svenska.",
    "too-long": f"Texten är för lång. Skriv högst {LONGEST_TEXT} tecken.",
    "one-question": "Välj svar från en enda tidigare fråga.",
}
LACKS = {
    Why.NO_QUESTIONS: "Enkäten har inga frågor än.",
    Why.TOO_MANY_QUESTIONS: f"Enkäten har fler än {MOST_QUESTIONS} frågor. Ta bort några.",
    Why.KEY: "Frågan har ett namn som inte går att använda. Ta bort den och skriv den igen.",
    Why.SAME_KEY: "Två frågor eller svar heter likadant. Ta bort det ena och skriv det igen.",
    Why.OPTIONS_WANTED: f"Skriv minst {FEWEST_OPTIONS} svar att välja på.",
    Why.TOO_MANY_OPTIONS: f"Det finns fler än {MOST_OPTIONS} svar. Ta bort några.",
    Why.FIVE_STEPS: f"Skriv alla {STEPS} steg, det bästa först.",
    Why.NO_OPTIONS: "En sådan fråga har inga egna svar. Ta bort den och skriv den igen.",
    Why.NO_SUCH_QUESTION: "Den beror på en fråga som inte står före den. Flytta den eller ta bort villkoret.",
    Why.NOT_TO_CHOOSE: "Den beror på en fråga utan svar att välja. Ta bort villkoret.",
    Why.NO_SUCH_OPTION: "Den beror på ett svar som inte finns. Ändra villkoret.",
}


def lacks(
    found: Sequence[QuestionFault], asked: Sequence[Question]
) -> list[tuple[str | None, str]]:
    """What is wrong, in plain words, each with the key of the question that it is about."""
    said: list[tuple[str | None, str]] = []
    for one in found:
        if one.number is None:
            said.append((None, LACKS[one.why]))
        else:
            question = asked[one.number]
            said.append((question.key, f"«{question.text.original}»: {LACKS[one.why]}"))
    return list(dict.fromkeys(said))


def rule(question: Question, asked: Sequence[Question]) -> str:
    """When a question is asked, in words; empty when always."""
    if question.only_if is None:
        return ""
    before = next((one for one in asked if one.key == question.only_if.question), None)
    if before is None:
        return "Beror på en fråga som är borttagen."
    texts = {one.key: one.text.original for one in before.choices}
    chosen = " eller ".join(f"«{texts.get(key, key)}»" for key in question.only_if.options)
    return f"Ställs bara till den som har svarat {chosen} på «{before.text.original}»"
