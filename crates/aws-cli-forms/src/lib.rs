//! The output of the AWS CLI v2, as scripts read it, for programs that stand in for it.
//!
//! [`FormRequest`] chooses a form by `--output` and `--query`; [`search`] is `--query`, [`json`] and [`text`] are two forms of `--output`, [`PortalAnswer`] is what the operations of `aws sso`
//! print, [`configure_list`] the table of `aws configure list`. Values come in, text goes out: nothing is printed, read or
//! asked of AWS. Each form was compared with awscli 2.36.7.

mod configure_list;
mod form;
mod output;
mod portal_answer;
mod query;

pub use configure_list::{InForce, configure_list, masked};
pub use form::{FormError, FormRequest};
pub use output::{json, text};
pub use portal_answer::PortalAnswer;
pub use query::{QueryError, QueryErrorKind, search};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
