"""Finding the replies in any text: transcripts, debug output, logs, bounces."""
