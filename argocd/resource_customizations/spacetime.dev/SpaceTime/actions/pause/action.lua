-- No release starts or goes on; rollback, repair and scaling do.
obj.spec.paused = true
return obj
