//! `differential [--count N] [--seed S]`: our reading of generated files against the real botocore's.

use xtask::{peers, process::Run, tally::Tally};

/// Runs the comparison with the given arguments.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let python = match peers::botocore() {
        Ok(python) => python,
        Err(reason) => {
            tally.missing("botocore", &reason);
            return tally;
        }
    };
    let compare = || {
        let program = peers::build("differential", &[])?;
        Run::hermetic(program).arg("--python").arg(python).args(arguments).limit(3600).show()
    };
    tally.check("the AWS CLI dialect reads what botocore reads", compare());
    tally
}
