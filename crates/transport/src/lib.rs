//! One trait from HTTP request to response; AWS endpoints per partition; retries as a value.
