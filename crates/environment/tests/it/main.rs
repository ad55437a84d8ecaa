//! What is read of an environment.

#[cfg(test)]
mod places;
#[cfg(test)]
mod values;
