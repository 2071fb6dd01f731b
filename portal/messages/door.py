"""Where her pages about messages hang; several files of pages belong to it."""

from flask import Blueprint

bp = Blueprint("messages", __name__, url_prefix="/messages")
