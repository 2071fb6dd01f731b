"""The folder that papers lie in while a test runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.messages.storage import Files
from tests.conftest import SECRET


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files", SECRET)


@pytest.fixture
def app(app: Flask, files: Files) -> Flask:
    """The application, whose papers lie in this test's own folder."""
    app.extensions["portal_files"] = files
    return app
