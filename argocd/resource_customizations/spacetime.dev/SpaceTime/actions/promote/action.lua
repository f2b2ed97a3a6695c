-- Gives all users to the candidate now, or to the revision that is held.
-- Each distinct value runs once: the object's version makes it a new one, and a second click on what is shown the same.

local revision = obj.status.candidateRevision or obj.status.desiredRevision

if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spacetime.dev/promote"] = revision .. "@" .. obj.metadata.resourceVersion
return obj
