# What else says who one is goes. The region that an `exec` around has set for its own profile is nobody's wish for another.
function _daypass_forget
    set -e STALE_NAMES
    if set -q DAYPASS_EXEC_REGION
        test "$AWS_REGION" = "$DAYPASS_EXEC_REGION"; and set -e AWS_REGION
        test "$AWS_DEFAULT_REGION" = "$DAYPASS_EXEC_REGION"; and set -e AWS_DEFAULT_REGION
        set -e DAYPASS_EXEC_REGION
    end
end

# The pin of a folder, `.daypass.toml`, sets AWS_PROFILE and AWS_REGION where the person has set neither. Before each prompt the
# shell itself looks for one; only a pin that is not that of the last prompt starts a program.
function _daypass_unpin
    test -n "$_DAYPASS_PIN"; and test "$AWS_PROFILE" = "$_DAYPASS_PIN"; and set -e AWS_PROFILE
    test -n "$_DAYPASS_PIN_REGION"; and test "$AWS_REGION" = "$_DAYPASS_PIN_REGION"; and set -e AWS_REGION
    set -e _DAYPASS_PIN _DAYPASS_PIN_REGION
    set -g _daypass_pin_file ''
    set -g _daypass_pin_text ''
end

function _daypass_pin --on-event fish_prompt
    test -n "$DAYPASS_EXEC"; and return
    set -l at (pwd -P)
    set -l file ''
    while true
        if test -f "$at/.daypass.toml"
            set file "$at/.daypass.toml"
            break
        end
        if test -z "$at"; or test "$at" = "$HOME"
            break
        end
        set at (string replace -r '/[^/]*$' '' -- "$at")
    end
    if test -z "$file"
        test -n "$_daypass_pin_file$_DAYPASS_PIN$_DAYPASS_PIN_REGION"; and _daypass_unpin
        return
    end
    set -l text
    read -z -n 65537 text <"$file" 2>/dev/null
    if test "$text" = "$_daypass_pin_text"; and test "$file" = "$_daypass_pin_file"
        return
    end
    _daypass_unpin
    set -l said (command daypass pin --hook)
    set -g _daypass_pin_file "$file"
    set -g _daypass_pin_text "$text"
    if test -n "$said[1]"
        if test -z "$AWS_PROFILE$AWS_DEFAULT_PROFILE$AWS_ACCESS_KEY_ID"
            set -gx AWS_PROFILE $said[1]
            set -gx _DAYPASS_PIN $said[1]
        else if test "$AWS_PROFILE" != "$said[1]"
            echo "daypass: this shell stays with its own AWS identity; $file chooses $said[1]" >&2
        end
    end
    if test -n "$said[2]"; and test -z "$AWS_REGION"; and test -z "$AWS_PROFILE" -o "$AWS_PROFILE" = "$said[1]"
        set -gx AWS_REGION $said[2]
        set -gx _DAYPASS_PIN_REGION $said[2]
    end
end

function daypass
    if contains -- "$argv[1]" pin trust untrust
        # What is decided about a pin is obeyed at the next prompt.
        _daypass_unpin
    end
    if test "$argv[1]" != use
        command daypass $argv
        return
    end
    if test (count $argv) -eq 1; and isatty stdin; and isatty stderr
        set -l picked (command daypass use --pick)
        or return
        set argv use $picked
    end
    switch (count $argv):"$argv[2]"
        case '1:'
            set -q AWS_PROFILE; and echo $AWS_PROFILE; or echo default
        case '2:-'
            _daypass_unpin
            set -e AWS_PROFILE
            _daypass_forget
        case '2:' '2:-*'
            command daypass $argv
        case '2:*'
            if not contains -- $argv[2] (command daypass complete-names profile $argv[2])
                command daypass $argv
                return
            end
            _daypass_unpin
            set -gx AWS_PROFILE $argv[2]
            _daypass_forget
        case '*'
            command daypass $argv
    end
end

# What may follow, asked at each TAB: nothing is loaded before.
function _daypass_complete
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l answer (command daypass complete-line fish -- (string replace -r '^["\']' '' -- "$current") $tokens[2..])
    switch "$answer[1]"
        case \t'command *'
            set -l place (string sub -s 10 -- $answer[1])
            complete -C (string join ' ' -- (string escape -- $tokens[(math $place + 1)..]) "$current")
        case \t'*'
            __fish_complete_path "$current"
        case '*'
            string join \n -- $answer
    end
end
complete -c daypass -f -a '(_daypass_complete)'
