"""Every model class is a word of the field, and stands in the glossary."""

from pathlib import Path

import pytest

from portal import schema
from portal.db import Base

GLOSSARY = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
MODELS = sorted(mapper.class_.__name__ for mapper in Base.registry.mappers)


def test_the_models_are_known() -> None:
    assert len(MODELS) == len(schema.METADATA.tables)


@pytest.mark.parametrize("model", MODELS)
def test_each_model_stands_in_the_glossary(model: str) -> None:
    assert f"`{model}`" in GLOSSARY
