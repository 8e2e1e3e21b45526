# Tab completion of backwright for bash 3.2 and newer.
_backwright() {
  local current="${COMP_WORDS[COMP_CWORD]}" line
  local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=()
  [ "$current" = "=" ] && words+=("") && current=""
  while IFS= read -r line; do
    case "$line" in
      :file)
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
        ;;
      :folder)
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$current")
        ;;
      :process)
        for line in .orchestrator/pids/*.pid; do
          line="${line##*/}"
          line="${line%.pid}"
          [ "$line" != "*" ] && [ "${line#"$current"}" != "$line" -o -z "$current" ] && COMPREPLY+=("$line")
        done
        ;;
      *)
        line="${line%%$'\t'*}"
        case "$line" in "$current"*) COMPREPLY+=("$line") ;; esac
        ;;
    esac
  done < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null)
}
complete -F _backwright backwright
