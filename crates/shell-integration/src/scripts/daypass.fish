# What else says who one is goes. The region that an `exec` around has set for its own profile is nobody's wish for another.
function _daypass_forget
    set -e STALE_NAMES
    if set -q DAYPASS_EXEC_REGION
        test "$AWS_REGION" = "$DAYPASS_EXEC_REGION"; and set -e AWS_REGION
        test "$AWS_DEFAULT_REGION" = "$DAYPASS_EXEC_REGION"; and set -e AWS_DEFAULT_REGION
        set -e DAYPASS_EXEC_REGION
    end
end

function daypass
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
            set -e AWS_PROFILE
            _daypass_forget
        case '2:' '2:-*'
            command daypass $argv
        case '2:*'
            if not contains -- $argv[2] (command daypass complete-names profile $argv[2])
                command daypass $argv
                return
            end
            set -gx AWS_PROFILE $argv[2]
            _daypass_forget
        case '*'
            command daypass $argv
    end
end

complete -c daypass -s p -l profile -x -a '(command daypass complete-names profile (commandline -ct))'
complete -c daypass -l sso-session -x -a '(command daypass complete-names session (commandline -ct))'
complete -c daypass -n '__fish_seen_subcommand_from use serve' -f -a '(command daypass complete-names profile (commandline -ct))'
