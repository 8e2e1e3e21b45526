# Read by bash before a block of another author; writes down what failed in it although nobody looked.
unset BASH_ENV
set -E
__before=''
__hidden() {
  local last=$1 code
  shift
  [ "$#" -gt 1 ] && [ "$last" -eq 0 ] || return 0
  for code in "$@"; do
    case $code in
      0 | 141) ;;
      *) printf '%s\t%s\n' "$code" "$__before" >>"$BACKWRIGHT_NOTES" ;;
    esac
  done
}
trap '__status=$? __parts=("${PIPESTATUS[@]}"); __hidden "$__status" "${__parts[@]}"; __before=$BASH_COMMAND' DEBUG
trap '__code=$?; [ "$__code" -ne 0 ] || __code=$__status; printf "%s\t%s\n" "$__code" "$BASH_COMMAND" >>"$BACKWRIGHT_NOTES"' ERR
