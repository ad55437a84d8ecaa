//! Tests of plans: the vectors of all tools, small homes of our own, and properties over generated config files.

#[cfg(test)]
mod aws_sso_roles;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod homes;
#[cfg(test)]
mod leapp;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod vectors;
