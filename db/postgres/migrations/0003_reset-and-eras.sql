CREATE TABLE "eras" (
	"era" bigint PRIMARY KEY NOT NULL,
	"began_at" double precision NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ALTER COLUMN "version" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "sessions" ALTER COLUMN "opened_version" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "reset_hash" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "reset_until" double precision;