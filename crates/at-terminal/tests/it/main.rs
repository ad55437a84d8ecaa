//! What a person sees: values, messages of sign-ins and listings at a simulated AWS, and a terminal.

#[cfg(test)]
mod bench;
#[cfg(test)]
mod messages;
#[cfg(all(test, unix))]
mod on_a_terminal;
#[cfg(test)]
mod overviews;
#[cfg(all(test, unix))]
mod tables;
#[cfg(test)]
mod values;
