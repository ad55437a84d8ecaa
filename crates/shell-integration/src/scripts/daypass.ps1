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

function daypass {
    $program = (Get-Command daypass -CommandType Application | Select-Object -First 1).Source
    if ($args.Count -eq 1 -and $args[0] -eq 'use' -and -not [Console]::IsInputRedirected -and -not [Console]::IsErrorRedirected) {
        $picked = & $program use --pick
        if ($LASTEXITCODE -ne 0) { return }
        $Env:AWS_PROFILE = $picked
        _daypass_forget
        return
    }
    if ($args.Count -ne 2 -or $args[0] -ne 'use') {
        # An unquoted `a,b` arrives as an array. The first `--` does not arrive at all; `exec` needs none.
        $words = @($args | ForEach-Object { if ($_ -is [array]) { $_ -join ',' } else { $_ } })
        & $program @words
        return
    }
    if ($args[1] -eq '-') {
        Remove-Item Env:AWS_PROFILE -ErrorAction SilentlyContinue
        _daypass_forget
        return
    }
    if ((& $program complete-names profile $args[1]) -cnotcontains $args[1]) { & $program @args; return }
    $Env:AWS_PROFILE = $args[1]
    _daypass_forget
}
