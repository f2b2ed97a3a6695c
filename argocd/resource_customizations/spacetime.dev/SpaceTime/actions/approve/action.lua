-- Lets the step end that waits for a person.
-- Each distinct value runs once: the object's version makes it a new one, and a second click on what is shown the same.

local step = obj.status.candidateRevision .. "/" .. tostring(obj.status.release.step)

if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spacetime.dev/approve"] = step .. "@" .. obj.metadata.resourceVersion
return obj
