CREATE TABLE `audit_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` real NOT NULL,
	`event` text NOT NULL,
	`account_id` text,
	`session_id` text,
	`address` text,
	`request_id` text,
	`generation` integer,
	`code` text,
	`count` integer NOT NULL,
	`kept_until` real NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_by_account` ON `audit_event` (`account_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_by_end` ON `audit_event` (`kept_until`);