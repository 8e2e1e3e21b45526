/**
 * The shell program that holds one tree. Arguments: tier, cgroup folder, session launcher, then the command.
 * Descriptors: 3 `go` and, by its end, release; 4 status lines; 5 ends when the supervisor is gone (not in a PID namespace,
 * where the kernel watches). It stays after the command has ended, so that what the command left behind still has a parent.
 *
 * Outside a PID namespace a guard in the background ends the tree when descriptor 5 ends, so that killing the supervisor
 * and its caller at once leaves nothing; without a container it goes by the group and by the marker.
 * Traps, not ignored signals: the command must start with default ones.
 */
export const holderScript = String.raw`
guard() {
  trap '' HUP INT QUIT TERM USR1 USR2
  exec 3<&- 4>&- >/dev/null 2>&1
  while read -r _ <&5; do :; done
  case $1 in
    cgroup) echo 1 >"$2/cgroup.kill" ;;
    process-group) end_marked; kill -KILL 0 ;;
    subreaper) end_children; kill -KILL $$ ;;
  esac
}
end_children() {
  read -r self _ </proc/self/stat
  quiet=0
  tries=0
  while [ "$quiet" -lt 2 ] && [ "$tries" -lt 500 ]; do
    quiet=$((quiet + 1))
    tries=$((tries + 1))
    children=
    read -r children <"/proc/$$/task/$$/children"
    for child in $children; do
      [ "$child" = "$self" ] && continue
      state=
      read -r state <"/proc/$child/stat"
      case $state in *") Z "* | '') continue ;; esac
      quiet=0
      kill -KILL "$child"
    done
    [ "$tries" -lt 20 ] || command -p sleep 0.01
  done
}
end_marked() {
  [ -r /proc/self/environ ] || return 0
  read -r self _ </proc/self/stat
  quiet=0
  tries=0
  while [ "$quiet" -lt 2 ] && [ "$tries" -lt 50 ]; do
    quiet=$((quiet + 1))
    tries=$((tries + 1))
    for member in $(marked_by_environment; marked_by_output); do
      [ "$member" = "$self" ] || [ "$member" = "$$" ] && continue
      kill -KILL "$member" && quiet=0
    done
  done
}
marked_by_environment() {
  command -p grep -slzx "BACKWRIGHT_TREE=$BACKWRIGHT_TREE" /proc/[0-9]*/environ | command -p sed 's|[^0-9]||g'
}
marked_by_output() {
  command -p ls -ld /proc/[0-9]*/fd/[12] |
    command -p sed -n "s|.* /proc/\([0-9]*\)/fd/[12] -> .*/\.$BACKWRIGHT_TREE\.tmp.*|\1|p"
}
if [ "$1" != pid-namespace ]; then
  trap : HUP INT QUIT PIPE TERM USR1 USR2
  if [ -n "$2" ]; then echo 0 >"$2/cgroup.procs" || exit 125; fi
  guard "$1" "$2" &
  echo "guard $!" >&4
fi
${"$"}{3:+"$3"} /bin/sh -c '
  echo "started $$" >&4
  read -r _ <&3 || exit 125
  exec 3<&- 4>&- 5<&-
  shift 3
  exec "$@" 2>&1' "$0" "$@"
echo "exit $?" >&4
exec 4>&-
trap "" HUP INT QUIT PIPE TERM USR1 USR2
read -r _ <&3
[ "$1" = pid-namespace ] || wait
`;
