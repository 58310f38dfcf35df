CREATE TRIGGER `audit_event_keeps_its_rows` BEFORE UPDATE ON `audit_event`
BEGIN SELECT raise(ABORT, 'audit_event is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `audit_event_keeps_its_time` BEFORE DELETE ON `audit_event`
WHEN old.`kept_until` > unixepoch('subsec')
BEGIN SELECT raise(ABORT, 'audit_event is append-only'); END;
--> statement-breakpoint
-- A REPLACE deletes without the trigger above.
CREATE TRIGGER `audit_event_replaces_nothing` BEFORE INSERT ON `audit_event`
WHEN EXISTS (SELECT 1 FROM `audit_event` WHERE `id` = new.`id`)
BEGIN SELECT raise(ABORT, 'audit_event is append-only'); END;
