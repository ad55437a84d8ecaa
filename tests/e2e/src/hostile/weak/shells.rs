//! Gives a shell a name, or a key, between quotes that do not hold it: none, double ones, single ones, double ones with the
//! backslashes doubled.

use super::place::Place;

/// Prints a line for each of them; the shell reads each in a shell of its own, for some are no line at all.
pub(super) fn quote(place: &Place) -> Option<u8> {
    let key = place.config_value("aws_secret_access_key");
    let name = key.as_deref().or_else(|| place.variable("NAME"))?;
    let lines = [
        name.to_owned(),
        format!(": \"{name}\""),
        format!(": '{name}'"),
        format!(": \"{}\"", name.replace('\\', "\\\\")),
    ];
    for line in lines {
        let line = if place.has("fish") {
            line.replace('\\', "\\\\").replace('\'', "\\'")
        } else {
            line.replace('\'', "'\\''")
        };
        println!("sh -c '{line}' 2>/dev/null;");
    }
    Some(0)
}
