-- Posts one decision request after another, each with its own id. BODY, when set, is the request with %s where the id goes;
-- SYSTEM=card-fraud makes payments of 4,000 cards at 2,000 merchants, as the gallery's world has them, at the present time;
-- KEY, when set, is an API key. At the end: requests a second, latency percentiles, and every answer that was not 2xx.
local body = os.getenv("BODY") or '{"id":"%s","time":"2026-01-31T12:00:00Z","cardId":"card-17","amount":42.5}'
local system = os.getenv("SYSTEM")
local key = os.getenv("KEY")
local categories = { "grocery", "restaurant", "fuel", "electronics", "travel", "fashion", "digital", "pharmacy" }
local countries = { "US", "US", "US", "US", "GB", "DE", "FR", "MX" }
local next_thread, refused = 0, 0

function setup(thread)
  thread:set("thread_number", next_thread)
  next_thread = next_thread + 1
end

function init(args)
  math.randomseed(os.time() + thread_number)
  run = string.format("%d-%d-%d", os.time(), thread_number, math.random(1000000000))
  count = 0
  headers = { ["Content-Type"] = "application/json" }
  if key then headers["Authorization"] = "Bearer " .. key end
end

-- A card pays mostly at merchants and on the device that it knows; every fourth payment is in a shop, without a device.
local function payment(id)
  local card, merchant = math.random(4000), math.floor(2000 ^ math.random())
  local amount = math.exp(3 + 1.1 * (math.random() + math.random() + math.random() - 1.5) * 2)
  local where = string.format('"cardId":"card-%06d","cardCountry":"%s","merchantId":"merchant-%05d","merchantCategory":"%s","merchantCountry":"%s"',
    card, countries[card % 8 + 1], merchant, categories[merchant % 8 + 1], countries[merchant % 8 + 1])
  local online = math.random() < 0.75
  local how = online
    and string.format('"online":true,"deviceId":"device-%06d","emailDomain":"mail%d.example","shippingCountry":"%s"',
      math.random() < 0.95 and card or math.random(100000), card % 20, countries[card % 8 + 1])
    or '"online":false'
  return string.format('{"id":"%s","time":"%s","amount":%.2f,%s,%s,"localHour":%.2f,"distanceKm":%.1f}',
    id, os.date("!%Y-%m-%dT%H:%M:%SZ"), amount, where, how, math.random() * 24, online and math.random() * 40 or math.random() * 8)
end

function request()
  count = count + 1
  if system == "card-fraud" then
    return wrk.format("POST", nil, headers, payment(run .. "-" .. count))
  end
  return wrk.format("POST", nil, headers, string.format(body, run .. "-" .. count))
end

function done(summary, latency, requests)
  local seconds = summary.duration / 1e6
  print(string.format("requests %d   requests/s %.0f   p50 %.2f ms   p99 %.2f ms   max %.2f ms   not 2xx %d   socket errors %d",
    summary.requests, summary.requests / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
