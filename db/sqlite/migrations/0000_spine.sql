CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` real NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_email_unique` ON `accounts` (`email`);--> statement-breakpoint
CREATE TABLE `activity` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` text NOT NULL,
	`session_id` text,
	`kind` text NOT NULL,
	`at` real NOT NULL,
	`generation` integer,
	`reason` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `activity_by_account` ON `activity` (`account_id`,`kind`);--> statement-breakpoint
CREATE TABLE `denials` (
	`key` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL,
	`pending` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `denials_by_end` ON `denials` (`until`);--> statement-breakpoint
CREATE INDEX `denials_pending` ON `denials` (`key`) WHERE "denials"."pending" = 1;--> statement-breakpoint
CREATE TABLE `limits` (
	`key` text PRIMARY KEY NOT NULL,
	`points` integer DEFAULT 0 NOT NULL,
	`expire` integer
);
--> statement-breakpoint
CREATE INDEX `limits_by_end` ON `limits` (`expire`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`opened_version` integer NOT NULL,
	`strategy` text NOT NULL,
	`device` text NOT NULL,
	`generation` integer NOT NULL,
	`current_hash` text,
	`nonce` text,
	`rotated_at` real NOT NULL,
	`used_at` real,
	`rotated_by` text,
	`shadowed_generation` integer,
	`access_until` real NOT NULL,
	`created_at` real NOT NULL,
	`last_seen_at` real NOT NULL,
	`authenticated_at` real NOT NULL,
	`idle_expires_at` real NOT NULL,
	`expires_at` real NOT NULL,
	`revoked_at` real,
	`revoked_reason` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_by_account` ON `sessions` (`account_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `sessions_by_end` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `sessions_by_revocation` ON `sessions` (`revoked_at`) WHERE "sessions"."revoked_at" is not null;