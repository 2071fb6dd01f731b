"""Texts that people wrote and that wait for somebody to translate them, both ways."""
