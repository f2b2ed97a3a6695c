-- Releases the hold of the revision that the spec asks for, and tries it again.
-- Each distinct value runs once: the object's version makes it a new one, and a second click on what is shown the same.
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spacetime.dev/retry"] = obj.metadata.resourceVersion
return obj
