//! A lossless parser and editor of ~/.aws/config that knows who reads what.
