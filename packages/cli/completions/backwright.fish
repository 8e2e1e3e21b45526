# Tab completion of backwright for fish.
function __backwright_complete
    set -l before (commandline -opc)[2..]
    set -l current (commandline -ct)
    set -l prefix ""
    if string match -q -- '--*=*' $current
        set -l parts (string split -m 1 = -- $current)
        set prefix $parts[1]=
        set before $before $parts[1] "="
        set current $parts[2]
    end
    for line in (backwright --complete $before $current 2>/dev/null)
        switch $line
            case :file
                __fish_complete_path $current
            case :folder
                __fish_complete_directories $current
            case :process
                for file in .orchestrator/pids/*.pid
                    string replace -r '\.pid$' '' (basename $file)
                end
            case '*'
                printf '%s%s\n' $prefix $line
        end
    end
end
complete -c backwright -f -a '(__backwright_complete)'
