-- Serves the revision before, until the spec asks for another.
-- Each distinct value runs once: the object's version makes it a new one, and a second click on what is shown the same.
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spacetime.dev/undo"] = "previous@" .. obj.metadata.resourceVersion
return obj
