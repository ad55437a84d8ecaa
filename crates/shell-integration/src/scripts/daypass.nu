# What else says who one is. The region that an `exec` around has set for its own profile is nobody's wish for another.
def _daypass_stale [] {
    let region = $env.DAYPASS_EXEC_REGION? | default ""
    let regions = [AWS_REGION AWS_DEFAULT_REGION] | where {|name| $region != "" and ($env | get --optional $name) == $region }
    [STALE_NAMES DAYPASS_EXEC_REGION] | append $regions
}

# The pin of a folder, `.daypass.toml`, sets AWS_PROFILE and AWS_REGION where the person has set neither. Before each prompt the
# shell itself looks for one; only a pin that is not that of the last prompt starts a program.
def _daypass_pinned [] {
    let is_of_pin = {|name, pin| ($env | get --optional $pin | default "") != "" and ($env | get --optional $name) == ($env | get $pin) }
    let profile = if (do $is_of_pin AWS_PROFILE _DAYPASS_PIN) { [AWS_PROFILE] } else { [] }
    let region = if (do $is_of_pin AWS_REGION _DAYPASS_PIN_REGION) { [AWS_REGION] } else { [] }
    [_DAYPASS_PIN _DAYPASS_PIN_REGION _daypass_last_pin] | append $profile | append $region
}

def --env _daypass_pin [] {
    if ($env.DAYPASS_EXEC? | default "") != "" { return }
    mut at = $env.PWD
    mut file = ""
    loop {
        let candidate = $at | path join ".daypass.toml"
        if ($candidate | path type) == "file" { $file = $candidate; break }
        let above = $at | path dirname
        if $at == $env.HOME? or $above == $at { break }
        $at = $above
    }
    let last = $env._daypass_last_pin? | default { file: "", text: "" }
    if $file == "" {
        if $"($last.file)($env._DAYPASS_PIN?)($env._DAYPASS_PIN_REGION?)" != "" { hide-env --ignore-errors ...(_daypass_pinned) }
        return
    }
    let text = try { open --raw $file | first 65537 | decode utf-8 } catch { "" }
    if $file == $last.file and $text == $last.text { return }
    hide-env --ignore-errors ...(_daypass_pinned)
    let said = ^daypass pin --hook | lines
    # A record is no variable of a program that is started; names are the same in any case here.
    $env._daypass_last_pin = { file: $file, text: $text }
    let profile = $said | get --optional 0 | default ""
    let region = $said | get --optional 1 | default ""
    if $profile != "" {
        if $"($env.AWS_PROFILE?)($env.AWS_DEFAULT_PROFILE?)($env.AWS_ACCESS_KEY_ID?)" == "" {
            $env.AWS_PROFILE = $profile
            $env._DAYPASS_PIN = $profile
        } else if $env.AWS_PROFILE? != $profile {
            print --stderr $"daypass: this shell stays with its own AWS identity; ($file) chooses ($profile)"
        }
    }
    if $region != "" and ($env.AWS_REGION? | default "") == "" and ($env.AWS_PROFILE? | default $profile) == $profile {
        $env.AWS_REGION = $region
        $env._DAYPASS_PIN_REGION = $region
    }
}
$env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt? | default [] | append { _daypass_pin })

# What may follow, asked at each TAB; behind `exec`, what the shell knows of the other program.
def _daypass_complete [spans: list<string>] {
    let words = $spans | each { $in | str replace --regex "^[\"'`](.*?)[\"'`]?$" '$1' }
    let answer = ^daypass complete-line nushell -- ($words | last) ...($words | skip 1 | drop 1) | lines
    let kind = $answer | get --optional 0 | default "" | split row --regex "[\t ]"
    if ($kind | get 0) != "" or ($answer | is-empty) {
        return ($answer | each { $in | split row "\t" | { value: ($in.0), description: ($in.1? | default "") } })
    }
    let other = $env.config.completions.external.completer?
    if $kind.1 != command or $other == null { return null }
    do $other ($spans | skip ($kind.2 | into int))
}

@complete _daypass_complete
def --env --wrapped daypass [...words] {
    if ($words | get --optional 0) in [pin trust untrust] {
        # What is decided about a pin is obeyed at the next prompt.
        hide-env --ignore-errors ...(_daypass_pinned)
    }
    if ($words | get --optional 0) != use {
        return (^daypass ...$words)
    }
    let asks = ($words | length) == 1 and (is-terminal --stdin) and (is-terminal --stderr)
    let words = if $asks { [use (^daypass use --pick | str trim --right --char "\n")] } else { $words }
    let name = $words | get --optional 1 | default ""
    if $name == "" and $asks { return ($env.AWS_PROFILE? | default default) }
    if ($words | length) == 2 and $name == "-" {
        hide-env --ignore-errors AWS_PROFILE ...(_daypass_pinned) ...(_daypass_stale)
        return
    }
    let is_name = ($words | length) == 2 and $name != "" and not ($name | str starts-with "-")
    if not $is_name or $name not-in (^daypass complete-names profile $name | lines) {
        return (^daypass ...$words)
    }
    hide-env --ignore-errors ...(_daypass_pinned) ...(_daypass_stale)
    $env.AWS_PROFILE = $name
}
