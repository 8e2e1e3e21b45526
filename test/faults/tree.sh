#!/bin/sh
# All that makes trees hard to end. Arguments: a number that marks every process that shows its arguments, the node program
# to serve with, and a gunicorn where there is one.
mark=$1
node=$2
here=$(dirname "$0")
sh -c "trap '' TERM; sleep $mark & sleep $mark; sleep $mark" &
sh -c 'kill -STOP $$; :' "$mark" &
nohup sleep "$mark" >/dev/null 2>&1 &
perl -e '$0 = "renamed"; %ENV = (); sleep 600' &
perl -e '$SIG{TERM} = sub { fork; fork; sleep 600 }; sleep 600 while 1' "$mark" &
if [ -n "$3" ]; then
  PYTHONDONTWRITEBYTECODE=1 "$3" --workers 2 --bind 127.0.0.1:0 --log-level error --chdir "$here/fixtures" wsgi:app &
fi
setsid sh -c "sleep $mark & sleep $mark" &
( ( setsid sleep "$mark" & ) & )
env -i /usr/bin/setsid -f sleep "$mark"
sh -c "'$node' '$here/server.mjs' $mark; true"
