//! Sign-ins against a simulated AWS, and the examples.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod told;
#[cfg(test)]
mod vanity;
