-- When a worker last said that it runs, by task queue. Unlogged: it is written every two seconds and worth nothing after a crash.
create unlogged table worker_heartbeats (
  task_queue text primary key,
  beat_at timestamptz not null
);
