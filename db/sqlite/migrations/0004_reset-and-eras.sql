CREATE TABLE `eras` (
	`era` integer PRIMARY KEY NOT NULL,
	`began_at` real NOT NULL
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `reset_hash` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `reset_until` real;