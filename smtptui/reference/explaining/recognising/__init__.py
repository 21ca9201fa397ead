"""Recognising what happened: from the text of a reply and its codes, and from what the session knows."""
