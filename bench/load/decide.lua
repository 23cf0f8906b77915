-- Posts one decision request after another, each with its own id. BODY, when set, is the request with %s where the id goes;
-- KEY, when set, is an API key. At the end: requests a second, latency percentiles, and every answer that was not 2xx.
local body = os.getenv("BODY") or '{"id":"%s","time":"2026-01-31T12:00:00Z","cardId":"card-17","amount":42.5}'
local key = os.getenv("KEY")
local next_thread, refused = 0, 0

function setup(thread)
  thread:set("thread_number", next_thread)
  next_thread = next_thread + 1
end

function init(args)
  run = string.format("%d-%d-%d", os.time(), thread_number, math.random(1000000000))
  count = 0
  headers = { ["Content-Type"] = "application/json" }
  if key then headers["Authorization"] = "Bearer " .. key end
end

function request()
  count = count + 1
  return wrk.format("POST", nil, headers, string.format(body, run .. "-" .. count))
end

function done(summary, latency, requests)
  local seconds = summary.duration / 1e6
  print(string.format("requests %d   requests/s %.0f   p50 %.2f ms   p99 %.2f ms   max %.2f ms   not 2xx %d   socket errors %d",
    summary.requests, summary.requests / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
