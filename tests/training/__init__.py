"""What is trained from labelled lines; needs the extra ``train``, and nothing of it is shipped."""
