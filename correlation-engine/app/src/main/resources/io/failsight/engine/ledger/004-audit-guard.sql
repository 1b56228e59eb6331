CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
;;
CREATE TRIGGER audit_is_chained BEFORE INSERT ON audit WHEN length(NEW.hash) <> 64
BEGIN SELECT RAISE(ABORT, 'records are added by Audit.add, which chains them'); END
