CREATE TABLE "accounts" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"email" text collate "C" NOT NULL,
	"password_hash" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" double precision NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "activity" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activity_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" text collate "C" NOT NULL,
	"session_id" text collate "C",
	"kind" text NOT NULL,
	"at" double precision NOT NULL,
	"generation" integer,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "denials" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"until" double precision NOT NULL,
	"pending" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_events" (
	"run_id" text collate "C" NOT NULL,
	"seq" integer NOT NULL,
	"body" json NOT NULL,
	CONSTRAINT "lab_events_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "lab_proofs" (
	"guest" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"at" double precision NOT NULL,
	CONSTRAINT "lab_proofs_guest_name_pk" PRIMARY KEY("guest","name")
);
--> statement-breakpoint
CREATE TABLE "lab_results" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"body" json NOT NULL,
	"expires_at" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_runs" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"guest" text collate "C" NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"settings" json NOT NULL,
	"guess" json,
	"verdict" text,
	"phase" text NOT NULL,
	"sessions" json NOT NULL,
	"passwords" integer NOT NULL,
	"started_at" double precision NOT NULL,
	"seen_at" double precision NOT NULL,
	"last_seq" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_tokens" (
	"run_id" text collate "C" NOT NULL,
	"session" integer NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"issued_at" double precision NOT NULL,
	"expires_at" double precision NOT NULL,
	CONSTRAINT "lab_tokens_run_id_session_name_pk" PRIMARY KEY("run_id","session","name")
);
--> statement-breakpoint
CREATE TABLE "limits" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"account_id" text collate "C" NOT NULL,
	"opened_version" integer NOT NULL,
	"strategy" text NOT NULL,
	"device" text NOT NULL,
	"generation" integer NOT NULL,
	"current_hash" text,
	"nonce" text,
	"rotated_at" double precision NOT NULL,
	"used_at" double precision,
	"rotated_by" text,
	"shadowed_generation" integer,
	"access_until" double precision NOT NULL,
	"created_at" double precision NOT NULL,
	"last_seen_at" double precision NOT NULL,
	"authenticated_at" double precision NOT NULL,
	"idle_expires_at" double precision NOT NULL,
	"expires_at" double precision NOT NULL,
	"revoked_at" double precision,
	"revoked_reason" text
);
--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_events" ADD CONSTRAINT "lab_events_run_id_lab_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."lab_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_tokens" ADD CONSTRAINT "lab_tokens_run_id_lab_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."lab_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_by_account" ON "activity" USING btree ("account_id","kind","id");--> statement-breakpoint
CREATE INDEX "denials_by_end" ON "denials" USING btree ("until");--> statement-breakpoint
CREATE INDEX "denials_pending" ON "denials" USING btree ("key") WHERE "denials"."pending";--> statement-breakpoint
CREATE INDEX "lab_proofs_by_time" ON "lab_proofs" USING btree ("at");--> statement-breakpoint
CREATE INDEX "lab_results_by_end" ON "lab_results" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "lab_runs_by_guest" ON "lab_runs" USING btree ("guest","started_at");--> statement-breakpoint
CREATE INDEX "lab_runs_by_start" ON "lab_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "limits_by_end" ON "limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "sessions_by_account" ON "sessions" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sessions_by_end" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_by_revocation" ON "sessions" USING btree ("revoked_at") WHERE "sessions"."revoked_at" is not null;--> statement-breakpoint
ALTER TABLE "accounts" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "sessions" SET (fillfactor = 70);
