-- Sends the requests of a file in turn: each line is a path, a cookie, and an ETag or nothing, with tabs between.
-- Begins behind as many of them as are named. Prints one line of JSON at the end.
local requests = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    local path, cookie, etag = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)$")
    local headers = { ["Accept-Encoding"] = "gzip" }
    if cookie ~= "" then headers["Cookie"] = cookie end
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  at = tonumber(args[2])
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\nresult {"requests":%d,"microseconds":%d,"bytes":%d,"failed":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
