"""What is told of a session outside the screen: objects for programs, transcripts and pages for people."""
