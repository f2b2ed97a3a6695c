-- Which commands make sense now; the others are shown and cannot be chosen.

local status = obj.status or {}
local release = status.release or {}

local isHeld = false
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Held" and condition.status == "True" then
    isHeld = true
  end
end

local onTrial = status.candidateRevision ~= nil and status.phase ~= "RollingBack"

local hasPrevious = false
for _, revision in ipairs(status.revisions or {}) do
  if revision.promotedAt ~= nil and revision.name ~= status.stableRevision and revision.state ~= "Held" then
    hasPrevious = true
  end
end

local function action(enabled)
  return { disabled = not enabled }
end

local isPaused = obj.spec ~= nil and obj.spec.paused == true

return {
  retry = action(isHeld),
  restart = action(status.stableRevision ~= nil),
  promote = action(onTrial or isHeld),
  approve = action(onTrial and release.approval == "Required"),
  abort = action(onTrial),
  undo = action(hasPrevious and status.stableRevision ~= nil),
  pause = action(not isPaused),
  resume = action(isPaused),
}
