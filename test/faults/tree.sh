#!/bin/sh
# All that makes trees hard to end. Arguments: a number that marks every process that shows its arguments, the node program
# to serve with, and `tame` to stay in the group.
mark=$1
node=$2
here=$(dirname "$0")
sh -c "trap '' TERM; sleep $mark & sleep $mark; sleep $mark" &
sh -c 'kill -STOP $$; :' "$mark" &
nohup sleep "$mark" >/dev/null 2>&1 &
perl -e '$0 = "renamed"; %ENV = (); sleep 600' &
perl -e '$SIG{TERM} = sub { fork; fork; sleep 600 }; sleep 600 while 1' "$mark" &
if [ "$3" != tame ]; then
  setsid sh -c "sleep $mark & sleep $mark" &
  ( ( setsid sleep "$mark" & ) & )
  env -i /usr/bin/setsid -f sleep "$mark"
fi
sh -c "'$node' '$here/server.mjs' $mark; true"
