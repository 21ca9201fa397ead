"""What the live pane shows beside the meaning of a reply: a page for each, made from what is known."""
