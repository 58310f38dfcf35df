CREATE TABLE `lab_events` (
	`run_id` text NOT NULL,
	`seq` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`run_id`, `seq`),
	FOREIGN KEY (`run_id`) REFERENCES `lab_runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `lab_proofs` (
	`guest` text NOT NULL,
	`name` text NOT NULL,
	`at` real NOT NULL,
	PRIMARY KEY(`guest`, `name`)
);
--> statement-breakpoint
CREATE INDEX `lab_proofs_by_time` ON `lab_proofs` (`at`);--> statement-breakpoint
CREATE TABLE `lab_results` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`expires_at` real NOT NULL
);
--> statement-breakpoint
CREATE INDEX `lab_results_by_end` ON `lab_results` (`expires_at`);--> statement-breakpoint
CREATE TABLE `lab_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`guest` text NOT NULL,
	`account_id` text NOT NULL,
	`settings` text NOT NULL,
	`guess` text,
	`verdict` text,
	`phase` text NOT NULL,
	`sessions` text NOT NULL,
	`passwords` integer NOT NULL,
	`started_at` real NOT NULL,
	`seen_at` real NOT NULL
);
--> statement-breakpoint
CREATE INDEX `lab_runs_by_guest` ON `lab_runs` (`guest`,`started_at`);--> statement-breakpoint
CREATE INDEX `lab_runs_by_start` ON `lab_runs` (`started_at`);--> statement-breakpoint
CREATE TABLE `lab_tokens` (
	`run_id` text NOT NULL,
	`session` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`issued_at` real NOT NULL,
	`expires_at` real NOT NULL,
	PRIMARY KEY(`run_id`, `session`, `name`),
	FOREIGN KEY (`run_id`) REFERENCES `lab_runs`(`id`) ON UPDATE no action ON DELETE cascade
);
