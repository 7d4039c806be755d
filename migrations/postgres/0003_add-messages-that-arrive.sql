CREATE TABLE "bounces" (
	"id" text PRIMARY KEY NOT NULL,
	"mail_id" text NOT NULL,
	"address_key" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cwc_chambers" (
	"chamber" text PRIMARY KEY NOT NULL,
	"listed_at" timestamp (3) with time zone,
	"tried_at" timestamp (3) with time zone,
	"paused_until" timestamp (3) with time zone,
	"problem" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cwc_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"chamber" text NOT NULL,
	"office" text NOT NULL,
	"content" jsonb,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"problem" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "cwc_offices" (
	"office" text PRIMARY KEY NOT NULL,
	"chamber" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_bodies" (
	"id" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_domains" (
	"domain" text PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"sent" integer NOT NULL,
	"failures" integer NOT NULL,
	"paused_until" timestamp (3) with time zone,
	"problem" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"address_key" text NOT NULL,
	"campaign_id" text NOT NULL,
	"why" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "suppressions_address_key_campaign_id_pk" PRIMARY KEY("address_key","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "text_variants" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"name" text NOT NULL,
	"letter_id" text,
	"ask" text NOT NULL,
	"conditions" jsonb NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"script" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "update_recipients" (
	"update_id" text NOT NULL,
	"address_key" text NOT NULL,
	"signature_id" text NOT NULL,
	"state" text NOT NULL,
	"round" integer NOT NULL,
	"problem" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "update_recipients_update_id_address_key_pk" PRIMARY KEY("update_id","address_key")
);
--> statement-breakpoint
CREATE TABLE "updates" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"states" jsonb NOT NULL,
	"state" text NOT NULL,
	"send_at" timestamp (3) with time zone,
	"listing" text NOT NULL,
	"after_at" timestamp (3) with time zone NOT NULL,
	"after_id" text NOT NULL,
	"listed_at" timestamp (3) with time zone,
	"by_state" jsonb NOT NULL,
	"body_id" text,
	"since" jsonb NOT NULL,
	"paused_for" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "writers" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"person_key" text,
	"ask_at" timestamp (3) with time zone,
	"asked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "messages_person";--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "topic" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "stance" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "details" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "parts" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "similarity" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "quote" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "problem" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "answered" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "answered_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "day" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "stream" text DEFAULT 'confirmations' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "body_id" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "address_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "domain" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "text_variants" ADD CONSTRAINT "text_variants_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "text_variants" ADD CONSTRAINT "text_variants_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "update_recipients" ADD CONSTRAINT "update_recipients_update_id_updates_id_fk" FOREIGN KEY ("update_id") REFERENCES "public"."updates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "updates" ADD CONSTRAINT "updates_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "updates" ADD CONSTRAINT "updates_body_id_mail_bodies_id_fk" FOREIGN KEY ("body_id") REFERENCES "public"."mail_bodies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "writers" ADD CONSTRAINT "writers_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bounces_address" ON "bounces" USING btree ("address_key","at");--> statement-breakpoint
CREATE UNIQUE INDEX "bounces_once" ON "bounces" USING btree ("mail_id","kind","status");--> statement-breakpoint
CREATE UNIQUE INDEX "cwc_deliveries_message" ON "cwc_deliveries" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "cwc_deliveries_due" ON "cwc_deliveries" USING btree ("chamber","state","due_at");--> statement-breakpoint
CREATE INDEX "cwc_deliveries_ended" ON "cwc_deliveries" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "suppressions_at" ON "suppressions" USING btree ("at");--> statement-breakpoint
CREATE INDEX "text_variants_campaign" ON "text_variants" USING btree ("campaign_id","ordinal");--> statement-breakpoint
CREATE INDEX "update_recipients_state" ON "update_recipients" USING btree ("update_id","state","address_key");--> statement-breakpoint
CREATE INDEX "updates_letter" ON "updates" USING btree ("letter_id","id");--> statement-breakpoint
CREATE INDEX "updates_state" ON "updates" USING btree ("state","send_at");--> statement-breakpoint
CREATE INDEX "updates_listing" ON "updates" USING btree ("listing");--> statement-breakpoint
CREATE UNIQUE INDEX "writers_once" ON "writers" USING btree ("letter_id","person_key");--> statement-breakpoint
CREATE INDEX "writers_person" ON "writers" USING btree ("person_key");--> statement-breakpoint
CREATE INDEX "writers_ask" ON "writers" USING btree ("ask_at") WHERE "writers"."ask_at" is not null;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_body_id_mail_bodies_id_fk" FOREIGN KEY ("body_id") REFERENCES "public"."mail_bodies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_failed" ON "messages" USING btree ("letter_id","state","changed_at") WHERE "messages"."state" in ('failed', 'queued');--> statement-breakpoint
CREATE INDEX "messages_kept" ON "messages" USING btree ("changed_at") WHERE ("messages"."email" is not null or "messages"."text" is not null);--> statement-breakpoint
CREATE INDEX "messages_quotes" ON "messages" USING btree ("letter_id","legislator","id") WHERE "messages"."quote" is not null;--> statement-breakpoint
CREATE INDEX "outbox_stream" ON "outbox" USING btree ("stream","state","due_at");--> statement-breakpoint
CREATE INDEX "signatures_subscribed" ON "signatures" USING btree ("letter_id","state","confirmed_at","id") WHERE "signatures"."state" = 'confirmed' and "signatures"."updates" and "signatures"."email" is not null;--> statement-breakpoint
CREATE INDEX "messages_person" ON "messages" USING btree ("person_key","letter_id","id");