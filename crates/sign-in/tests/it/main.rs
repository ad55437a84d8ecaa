//! Tests of sign-ins against a simulated AWS, and of the examples.

#[cfg(test)]
mod configured;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod home_status;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod status;
#[cfg(test)]
mod user;
#[cfg(test)]
mod vanity;
