-- Releases go on.
obj.spec.paused = false
return obj
