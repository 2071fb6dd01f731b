"""Where her pages about meetings hang; several files of pages belong to it."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
