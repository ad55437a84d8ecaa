//! `install.ps1`: parsed as PowerShell's own grammar has it, and run where there is a PowerShell.

use xtask::{peers, places, process::Run, tally::Tally};

/// Says of a file whether PowerShell's grammar takes it, and what its last statement is.
const PARSE: &str = "\
import sys
import tree_sitter, tree_sitter_powershell
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
text = open(sys.argv[1], 'rb').read()
root = parser.parse(text).root_node
if root.has_error:
    sys.exit('it is no PowerShell')
lines = text.decode().rstrip().splitlines()
for count in range(len(lines)):
    if any(line.startswith('Install-Daypass') for line in lines[:count]):
        sys.exit('it is called before the end')
if not lines[-1].startswith('Install-Daypass'):
    sys.exit('the last line does not call it')
";

pub(super) fn run(tally: &mut Tally) {
    let script = places::root().join("install.ps1");
    match peers::powershell_parser() {
        Ok(programs) => {
            let parsed = Run::hermetic(programs.join("python")).args(["-c", PARSE]).arg(&script).text();
            tally.check("install.ps1 is PowerShell, and its last line calls it", parsed.map(drop));
        }
        Err(reason) => tally.skip("the grammar of install.ps1", &reason),
    }
    tally.skip("install.ps1 is run", "there is no PowerShell here, nor a package for Windows to install");
}
