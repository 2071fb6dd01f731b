"""One template environment for each language, in which the language is settled once and not at every word.

Asking again at each of a page's hundred words which language it is in took a quarter of the time of the
first screen (tests/benchmarks).
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cache, partial
from types import CodeType
from typing import Any

from flask import Flask, current_app
from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal import i18n
from portal.i18n import Language


def render(template: str, context: dict[str, Any]) -> str:
    """Render a page in the visitor's language."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.update_template_context(context)
    return _environment(app, i18n.language()).get_template(template).render(context)


def compile_all(app: Flask) -> None:
    """Compile every template before the first visitor, and before the server's processes part."""
    _compiled_once(app.jinja_env).compile_all()


def _environment(app: Flask, language: Language) -> Environment:
    made: dict[str, Environment] = app.extensions.setdefault("portal_environments", {})
    if language.code not in made:
        made[language.code] = _made_for(app.jinja_env, language)
    return made[language.code]


def _made_for(parent: Environment, language: Language) -> Environment:
    environment = parent.overlay(cache_size=200, loader=_compiled_once(parent))
    said = i18n.message_catalogue(language.babel)
    speak = partial(_said, {}, lambda text: said.gettext(text))
    environment.globals = {
        **parent.globals,
        "language": lambda: language,
        "said": lambda writing: i18n.said_in(writing, language),
        "gettext": pass_eval_context(speak),
        "_": pass_eval_context(speak),
        "ngettext": pass_eval_context(partial(_counted, said.ngettext)),
    }
    environment.filters = {
        **parent.filters,
        "for_reader": lambda writing: i18n.in_language(writing, language),
    }
    return environment


class CompiledOnce(BaseLoader):
    """Compiles each template once for all languages: eight copies of the same code would take the memory of eight."""

    def __init__(self, parent: Environment) -> None:
        self._parent = parent
        self._code: dict[str, CodeType] = {}

    def compile_all(self) -> None:
        """Compile every template now."""
        for name in self._parent.list_templates():
            self._compiled(name)

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        # The environment's own globals, not the chain around them: each import of a macro compares their names.
        return environment.template_class.from_code(
            environment, self._compiled(name), environment.globals
        )

    def _compiled(self, name: str) -> CodeType:
        if name not in self._code:
            loader = self._parent.loader
            if loader is None:
                raise TemplateNotFound(name)
            source, filename, _ = loader.get_source(self._parent, name)
            self._code[name] = self._parent.compile(source, name, filename)
        return self._code[name]


@cache
def _compiled_once(parent: Environment) -> CompiledOnce:
    return CompiledOnce(parent)


def _said(
    known: dict[str, Markup],
    translate: Callable[[str], str],
    context: EvalContext,
    text: str,
    **values: Any,
) -> Markup:
    """A text of ours in this language. Our own words are safe; what is put into them is escaped."""
    if text not in known:
        known[text] = Markup(i18n.swedish_words(translate(text)))  # noqa: S704 (a catalogue of ours)
    said = known[text]
    return said % values if values or "%" in said else said


def _counted(
    translate: Callable[[str, str, int], str],
    context: EvalContext,
    one: str,
    many: str,
    num: int,
    **values: Any,
) -> Markup:
    """A text of ours about so many of something."""
    said = Markup(i18n.swedish_words(translate(one, many, num)))  # noqa: S704 (a catalogue of ours)
    return said % {"num": num, **values}
