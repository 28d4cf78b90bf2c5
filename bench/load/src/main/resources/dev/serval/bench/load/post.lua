-- Posts the body found in the file named by the first argument, over and over.
-- The request is built once, so that no Lua runs per request.

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.body = file:read("*a")
  file:close()
end

-- One line for the harness, in exact numbers instead of wrk's rounded ones.
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "result calls=%d seconds=%.6f p50_us=%.1f p99_us=%.1f errors=%d detail=connect:%d,read:%d,write:%d,timeout:%d,status:%d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50.0), latency:percentile(99.0),
    e.connect + e.read + e.write + e.timeout + e.status,
    e.connect, e.read, e.write, e.timeout, e.status))
end
