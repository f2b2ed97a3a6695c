-- Health of a SpaceTime: the first line of the table in docs/gitops.md that fits. It uses no library, so that it
-- also runs where Argo CD opens none.

local function condition(name)
  for _, found in ipairs(obj.status.conditions or {}) do
    if found.type == name then
      return found
    end
  end
  return { status = "Unknown", reason = "", message = "" }
end

local function health(status, message)
  return { status = status, message = message }
end

-- A held commit: Git and cluster agree, and users are served by an earlier revision.
local function held(hold)
  local serving = "nothing"
  for _, revision in ipairs(obj.status.revisions or {}) do
    if revision.name == obj.status.stableRevision then
      serving = "rev " .. tostring(revision.number)
    end
  end
  local generation = tostring(obj.metadata.generation)
  return "serving " .. serving .. ", generation " .. generation .. " held: " .. hold.reason .. ". " .. hold.message
end

if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "It is being deleted.")
end

if obj.status == nil or obj.status.observedGeneration == nil then
  return health("Progressing", "The operator has not looked at it yet.")
end

if tonumber(obj.status.observedGeneration) < tonumber(obj.metadata.generation or 0) then
  return health("Progressing", "The operator has not looked at this generation yet.")
end

local ready = condition("Ready")
local released = condition("Released")
local stalled = condition("Stalled")

if stalled.status == "True" or ready.status == "False" then
  local hold = condition("Held")
  if hold.status == "True" and released.reason == "Held" then
    return health("Degraded", held(hold))
  end
  if ready.status == "False" then
    return health("Degraded", ready.message)
  end
  return health("Degraded", stalled.message)
end

local paused = condition("Paused")
if paused.status == "True" then
  return health("Suspended", paused.message)
end

local waits = {
  WaitingForApproval = true,
  WaitingForPromotion = true,
  ScaledToZero = true,
  Undecided = true,
  EnvironmentBad = true,
}
if waits[released.reason] then
  return health("Suspended", released.message)
end

if ready.status == "True" then
  return health("Healthy", ready.message)
end
return health("Progressing", ready.message)
