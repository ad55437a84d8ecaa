# What else says who one is goes. The region that an `exec` around has set for its own profile is nobody's wish for another.
function _daypass_forget {
    foreach ($name in STALE_NAMES) { Remove-Item Env:$name -ErrorAction SilentlyContinue }
    foreach ($name in 'AWS_REGION', 'AWS_DEFAULT_REGION') {
        if ($Env:DAYPASS_EXEC_REGION -and (Get-Item Env:$name -ErrorAction SilentlyContinue).Value -ceq $Env:DAYPASS_EXEC_REGION) {
            Remove-Item Env:$name
        }
    }
    Remove-Item Env:DAYPASS_EXEC_REGION -ErrorAction SilentlyContinue
}

# The pin of a folder, `.daypass.toml`, sets AWS_PROFILE and AWS_REGION where the person has set neither. Before each prompt the
# shell itself looks for one; only a pin that is not that of the last prompt starts a program.
function _daypass_unpin {
    if ($Env:_DAYPASS_PIN -and $Env:AWS_PROFILE -ceq $Env:_DAYPASS_PIN) { Remove-Item Env:AWS_PROFILE }
    if ($Env:_DAYPASS_PIN_REGION -and $Env:AWS_REGION -ceq $Env:_DAYPASS_PIN_REGION) { Remove-Item Env:AWS_REGION }
    Remove-Item Env:_DAYPASS_PIN -ErrorAction SilentlyContinue
    Remove-Item Env:_DAYPASS_PIN_REGION -ErrorAction SilentlyContinue
    $global:_daypass_pin_file = ''
    $global:_daypass_pin_text = ''
}

function _daypass_pin {
    if ($Env:DAYPASS_EXEC -or $PWD.Provider.Name -ne 'FileSystem') { return }
    $file = ''
    for ($at = [IO.DirectoryInfo]$PWD.ProviderPath; $at; $at = $at.Parent) {
        $candidate = Join-Path $at.FullName '.daypass.toml'
        if ([IO.File]::Exists($candidate)) { $file = $candidate; break }
        if ($at.FullName -eq $HOME) { break }
    }
    if (-not $file) {
        if ("$global:_daypass_pin_file$Env:_DAYPASS_PIN$Env:_DAYPASS_PIN_REGION") { _daypass_unpin }
        return
    }
    $text = if ([IO.FileInfo]::new($file).Length -le 65536) { [IO.File]::ReadAllText($file) } else { 'too long' }
    if ($text -ceq $global:_daypass_pin_text -and $file -eq $global:_daypass_pin_file) { return }
    _daypass_unpin
    $program = (Get-Command daypass -CommandType Application | Select-Object -First 1).Source
    $said = @(& $program pin --hook)
    $global:_daypass_pin_file = $file
    $global:_daypass_pin_text = $text
    if ($said[0]) {
        if (-not "$Env:AWS_PROFILE$Env:AWS_DEFAULT_PROFILE$Env:AWS_ACCESS_KEY_ID") {
            $Env:AWS_PROFILE = $Env:_DAYPASS_PIN = $said[0]
        } elseif ($Env:AWS_PROFILE -cne $said[0]) {
            [Console]::Error.WriteLine("daypass: this shell stays with its own AWS identity; $file chooses $($said[0])")
        }
    }
    if ($said[1] -and -not $Env:AWS_REGION -and (-not $Env:AWS_PROFILE -or $Env:AWS_PROFILE -ceq $said[0])) {
        $Env:AWS_REGION = $Env:_DAYPASS_PIN_REGION = $said[1]
    }
}

if (-not $global:_daypass_prompt) {
    $global:_daypass_prompt = $function:prompt
    function global:prompt { _daypass_pin; & $global:_daypass_prompt }
}

function daypass {
    $program = (Get-Command daypass -CommandType Application | Select-Object -First 1).Source
    if ($args.Count -eq 1 -and $args[0] -eq 'use' -and -not [Console]::IsInputRedirected -and -not [Console]::IsErrorRedirected) {
        $picked = & $program use --pick
        if ($LASTEXITCODE -ne 0) { return }
        $Env:AWS_PROFILE = $picked
        _daypass_forget
        return
    }
    # What is decided about a pin is obeyed at the next prompt.
    if ($args.Count -and $args[0] -in 'pin', 'trust', 'untrust') { _daypass_unpin }
    if ($args.Count -ne 2 -or $args[0] -ne 'use') {
        # An unquoted `a,b` arrives as an array. The first `--` does not arrive at all; `exec` needs none.
        $words = @($args | ForEach-Object { if ($_ -is [array]) { $_ -join ',' } else { $_ } })
        & $program @words
        return
    }
    if ($args[1] -eq '-') {
        _daypass_unpin
        Remove-Item Env:AWS_PROFILE -ErrorAction SilentlyContinue
        _daypass_forget
        return
    }
    if ((& $program complete-names profile $args[1]) -cnotcontains $args[1]) { & $program @args; return }
    _daypass_unpin
    $Env:AWS_PROFILE = $args[1]
    _daypass_forget
}
