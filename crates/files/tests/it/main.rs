//! Files as other programs, other users and full disks leave them.

#[cfg(test)]
mod full;
#[cfg(test)]
mod help;
#[cfg(test)]
mod lock;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod users;
#[cfg(test)]
mod whose;
#[cfg(test)]
mod words;
