// A source to compile the headers of tests for.
