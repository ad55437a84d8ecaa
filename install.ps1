# Installs daypass for you alone, without an administrator: irm ADDRESS/install.ps1 | iex
# With options: & ([scriptblock]::Create((irm ADDRESS/install.ps1))) -To C:\Tools -Uninstall
#
# Everything is in a function that the last line calls, so a script that was cut on its way does nothing. Nothing is put in
# its place before the archive has the sum that the release names and its program has run.

function Install-Daypass {
    param(
        [string] $To = (Join-Path $Env:LOCALAPPDATA 'Programs\daypass'),
        [string] $Version = '',
        [string] $From = 'https://github.com/daypass/daypass/releases/latest/download',
        [switch] $Uninstall
    )
    $ErrorActionPreference = 'Stop'
    # Windows PowerShell 5 asks for an older one by itself, and its bar makes downloads slow.
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    $ProgressPreference = 'SilentlyContinue'
    $parts = @('bin', 'share')

    if ($Uninstall) {
        if (-not (Test-Path (Join-Path $To 'bin\daypass.exe'))) { throw "daypass is not installed in $To" }
        foreach ($part in $parts) {
            $path = Join-Path $To $part
            if (Test-Path $path) { Remove-Item $path -Recurse -Force }
        }
        if (-not (Get-ChildItem $To -Force)) { Remove-Item $To }
        Write-Output "daypass is removed from $To. Your profiles and sign-ins in $HOME\.aws stay."
        return
    }

    if ($Version) { $From = "https://github.com/daypass/daypass/releases/download/v$Version" }
    if ($From -notmatch '^(https://|http://(127\.0\.0\.1|localhost):)') { throw "$From is not https" }
    $triple = 'x86_64-pc-windows-(gnu|msvc)'
    New-Item -ItemType Directory -Force $To | Out-Null
    $stage = Join-Path $To ('.daypass-install.' + [Guid]::NewGuid().ToString('N'))
    New-Item -ItemType Directory $stage | Out-Null
    try {
        $sums = Join-Path $stage 'SHA256SUMS'
        Invoke-WebRequest -UseBasicParsing "$From/SHA256SUMS" -OutFile $sums
        $lines = @(Get-Content $sums | Where-Object { $_ -cmatch "^[0-9a-f]{64}  daypass-[0-9A-Za-z.+-]+-$triple\.zip$" })
        if ($lines.Count -ne 1) { throw "the release has no package for Windows" }
        $sum = $lines[0].Substring(0, 64)
        $name = $lines[0].Substring(66)
        $archive = Join-Path $stage 'archive.zip'
        Invoke-WebRequest -UseBasicParsing "$From/$name" -OutFile $archive
        if ((Get-FileHash -Algorithm SHA256 $archive).Hash -ne $sum) {
            throw "$name does not have the sum that the release names: nothing is installed"
        }
        $new = Join-Path $stage 'new'
        Expand-Archive $archive $new
        $said = & (Join-Path $new 'bin\daypass.exe') version
        if ($LASTEXITCODE -ne 0) { throw 'the program does not run here: nothing is installed' }

        # The old version goes aside whole, and comes back if the new one cannot take its place.
        $old = Join-Path $stage 'old'
        New-Item -ItemType Directory $old | Out-Null
        try {
            foreach ($part in $parts) {
                $path = Join-Path $To $part
                if (Test-Path $path) { Move-Item $path $old }
                Move-Item (Join-Path $new $part) $To
            }
        } catch {
            foreach ($part in $parts) {
                $kept = Join-Path $old $part
                $path = Join-Path $To $part
                if (Test-Path $kept) {
                    if (Test-Path $path) { Remove-Item $path -Recurse -Force }
                    Move-Item $kept $To
                }
            }
            throw
        }
        Write-Output "$said is installed: $(Join-Path $To 'bin\daypass.exe')"
        $bin = Join-Path $To 'bin'
        if (($Env:PATH -split ';') -notcontains $bin) {
            Write-Output "Put it on your PATH: `$Env:PATH += ';$bin'"
        }
        Write-Output 'To remove it: the same script with -Uninstall'
    } finally {
        Remove-Item $stage -Recurse -Force -ErrorAction SilentlyContinue
    }
}

Install-Daypass @args
