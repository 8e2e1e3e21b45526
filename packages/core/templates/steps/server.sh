work='' job='' server='' failures=0 made=()

# Everything a job has started: its process group, and what has left the group.
list_tree() {
  local found=" $1 " grew=yes pid parent listing
  listing=$(ps -A -o pid= -o ppid= 2>/dev/null)
  while [ -n "$grew" ]; do
    grew=''
    while read -r pid parent; do
      case $found in
        *" $pid "*) ;;
        *" $parent "*) found="$found$pid " grew=yes ;;
      esac
    done <<< "$listing"
  done
  printf '%s' "$found"
}

start_time() { ps -o lstart= -p "$1" 2>/dev/null; }

# TERM, at most five seconds, KILL; a process that took over an old id is left alone.
stop_tree() {
  local leader=$1 pid index=0 tries=0 alive
  local pids=() starts=()
  for pid in $(list_tree "$leader"); do
    pids[index]=$pid
    starts[index]=$(start_time "$pid")
    index=$((index + 1))
  done
  kill -TERM -- "-$leader" 2>/dev/null
  while :; do
    alive=''
    kill -0 -- "-$leader" 2>/dev/null && alive=group
    for ((index = 0; index < ${#pids[@]}; index++)); do
      pid=${pids[index]}
      [ -n "${starts[index]}" ] && [ "$(start_time "$pid")" = "${starts[index]}" ] || continue
      alive="$alive $pid"
      [ "$tries" -eq 0 ] && kill -TERM "$pid" 2>/dev/null
      [ "$tries" -ge 50 ] && kill -KILL "$pid" 2>/dev/null
    done
    [ -n "$alive" ] || break
    [ "$tries" -ge 50 ] && kill -KILL -- "-$leader" 2>/dev/null
    [ "$tries" -ge 70 ] && break
    tries=$((tries + 1))
    sleep 0.1
  done
  wait "$leader" 2>/dev/null
}

stop_all() {
  local status=$?
  trap '' HUP INT TERM
  [ -z "$job" ] || stop_tree "$job"
  [ -z "$server" ] || stop_tree "$server"
  [ -z "$work" ] || rm -rf "$work"
  [ "${#made[@]}" -eq 0 ] || rm -f "${made[@]}"
  exit "$status"
}

give_up() {
  echo "FAIL $1" >&2
  [ ! -s "$work/server.log" ] || tail -n 40 "$work/server.log" >&2
  exit 1
}

# A command of the project's, in a folder; in a job of its own, so that it can be stopped with all that it starts.
run_in() {
  local folder=$1 status
  shift
  echo "+ $*"
  set -m
  (cd "$folder" && exec "$@") </dev/null &
  job=$!
  set +m
  wait "$job"
  status=$?
  ! kill -0 -- "-$job" 2>/dev/null || stop_tree "$job"
  job=''
  [ "$status" -eq 0 ] || give_up "$* ended with $status"
}

# An empty file that a command asks for; one that is there stays.
make_missing() {
  [ ! -e "$1" ] || return 0
  : >"$1" || give_up "$1 could not be made"
  made+=("$1")
}

# A file that is not there yet holds this run's data alone.
remove_later() {
  [ -e "$1" ] || made+=("$1" "$1-journal" "$1-shm" "$1-wal")
}

random_hex() { od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# Nothing listens where a connection is refused, which is 7.
is_free() {
  curl -q --silent --noproxy '*' --max-time 2 --output /dev/null "http://localhost:$1/"
  [ $? -eq 7 ]
}

choose_port() {
  local tries=0
  if [ -n "${PORT:-}" ]; then
    is_free "$PORT" || give_up "server:started something else listens on port $PORT"
  else
    PORT=$((20000 + RANDOM % 12000))
    until is_free "$PORT"; do
      tries=$((tries + 1))
      [ "$tries" -lt 50 ] || give_up 'server:started found no free port'
      PORT=$((20000 + RANDOM % 12000))
    done
  fi
  export PORT
  base="http://localhost:$PORT"
}

start_server() {
  local folder=$1 deadline=$((SECONDS + 60))
  shift
  echo "+ $*"
  set -m
  (cd "$folder" && exec "$@") </dev/null >"$work/server.log" 2>&1 &
  server=$!
  set +m
  until curl -q --silent --noproxy '*' --max-time 2 --output /dev/null "$base/"; do
    kill -0 "$server" 2>/dev/null || give_up 'server:started it ended before it was ready'
    [ "$SECONDS" -lt "$deadline" ] || give_up 'server:started it was not ready within 60 seconds'
    sleep 0.1
  done
  kill -0 "$server" 2>/dev/null || give_up 'server:started something else answered on its port'
  echo 'ok   server:started'
}
