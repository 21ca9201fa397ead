"""What one does in the workspace: with codes, with two of them compared, to have a session, in a session.

A desk holds what belongs to its work, takes the messages of its widgets from the screen, and asks for what
is another desk's with a message of `smtptui.tui.desks.requests`.
"""
