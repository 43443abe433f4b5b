"""What the book must survive, done to it many times: ``make torture``, and a short turn of each part in the tests."""
