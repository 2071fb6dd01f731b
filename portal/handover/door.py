"""Where the handover pages hang; three files of pages belong to it (views, offer_views, manager_views)."""

from flask import Blueprint

bp = Blueprint("handover", __name__)
