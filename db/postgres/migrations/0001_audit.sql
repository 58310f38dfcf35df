CREATE TABLE "audit_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" double precision NOT NULL,
	"event" text NOT NULL,
	"account_id" text collate "C",
	"session_id" text collate "C",
	"address" text,
	"request_id" text,
	"generation" integer,
	"code" text,
	"count" integer NOT NULL,
	"kept_until" double precision NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_by_account" ON "audit_event" USING btree ("account_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_by_end" ON "audit_event" USING btree ("kept_until");