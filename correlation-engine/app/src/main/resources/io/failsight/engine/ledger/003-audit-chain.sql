-- Each record holds SHA-256 over the hash before it and its own content. AuditChain gives one to the records that are there already.
DROP TRIGGER audit_is_not_changed
;;
ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT ''
