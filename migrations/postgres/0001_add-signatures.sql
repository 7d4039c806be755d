CREATE TABLE "affirmation_rounds" (
	"letter_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"after_at" timestamp (3) with time zone NOT NULL,
	"after_id" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "affirmation_rounds_letter_id_version_pk" PRIMARY KEY("letter_id","version")
);
--> statement-breakpoint
CREATE TABLE "affirmations" (
	"signature_id" text NOT NULL,
	"version" integer NOT NULL,
	"letter_id" text NOT NULL,
	"asked_at" timestamp (3) with time zone,
	"affirmed_at" timestamp (3) with time zone,
	CONSTRAINT "affirmations_signature_id_version_pk" PRIMARY KEY("signature_id","version")
);
--> statement-breakpoint
CREATE TABLE "organization_invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"organization" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"address_key" text NOT NULL,
	"state" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "protection_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text,
	"list" text NOT NULL,
	"kind" text NOT NULL,
	"pattern" text NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"conditions" jsonb NOT NULL,
	"reason" text NOT NULL,
	"note" text NOT NULL,
	"state" text NOT NULL,
	"expected" integer NOT NULL,
	"done" integer NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signatures" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"address_key" text,
	"name_key" text,
	"state" text NOT NULL,
	"reason" text,
	"kind" text NOT NULL,
	"name" text,
	"email" text,
	"organization" text,
	"title" text,
	"website" text,
	"comment" text,
	"address" text,
	"city" text,
	"zip" text,
	"country" text,
	"home_state" text,
	"home_district" text,
	"lookup" text,
	"display" text NOT NULL,
	"updates" boolean NOT NULL,
	"share" boolean NOT NULL,
	"consent_text" text NOT NULL,
	"locale" text,
	"version" integer NOT NULL,
	"words" text,
	"network" text,
	"shown_as" text,
	"first_last" text,
	"last_first" text,
	"removal_id" text,
	"removed_from" jsonb,
	"mails" integer NOT NULL,
	"mailed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"confirmed_day" text
);
--> statement-breakpoint
CREATE TABLE "spikes" (
	"letter_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"hour" text NOT NULL,
	"count" integer NOT NULL,
	"seen_by" text,
	CONSTRAINT "spikes_letter_id_kind_key_hour_pk" PRIMARY KEY("letter_id","kind","key","hour")
);
--> statement-breakpoint
CREATE TABLE "used_challenges" (
	"key" text PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "moderates_names" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "closed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "affirmation_rounds" ADD CONSTRAINT "affirmation_rounds_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affirmations" ADD CONSTRAINT "affirmations_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affirmations" ADD CONSTRAINT "affirmations_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_invitations" ADD CONSTRAINT "organization_invitations_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "protection_rules" ADD CONSTRAINT "protection_rules_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removals" ADD CONSTRAINT "removals_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spikes" ADD CONSTRAINT "spikes_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "affirmation_rounds_state" ON "affirmation_rounds" USING btree ("state");--> statement-breakpoint
CREATE INDEX "affirmations_letter" ON "affirmations" USING btree ("letter_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_invitations_once" ON "organization_invitations" USING btree ("letter_id","address_key");--> statement-breakpoint
CREATE INDEX "organization_invitations_state" ON "organization_invitations" USING btree ("letter_id","state","id");--> statement-breakpoint
CREATE INDEX "organization_invitations_address" ON "organization_invitations" USING btree ("address_key");--> statement-breakpoint
CREATE INDEX "protection_rules_campaign" ON "protection_rules" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "removals_letter" ON "removals" USING btree ("letter_id","id");--> statement-breakpoint
CREATE INDEX "removals_state" ON "removals" USING btree ("state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "signatures_once" ON "signatures" USING btree ("address_key","letter_id","name_key");--> statement-breakpoint
CREATE INDEX "signatures_state" ON "signatures" USING btree ("letter_id","state","created_at","id");--> statement-breakpoint
CREATE INDEX "signatures_shown" ON "signatures" USING btree ("letter_id","version","confirmed_at","id") WHERE "signatures"."shown_as" is not null;--> statement-breakpoint
CREATE INDEX "signatures_first" ON "signatures" USING btree ("letter_id","version","first_last" collate "C","id") WHERE "signatures"."first_last" is not null;--> statement-breakpoint
CREATE INDEX "signatures_last" ON "signatures" USING btree ("letter_id","version","last_first" collate "C","id") WHERE "signatures"."last_first" is not null;--> statement-breakpoint
CREATE INDEX "signatures_unseen" ON "signatures" USING btree ("letter_id","state","reason","shown_as","created_at","id") WHERE "signatures"."state" = 'confirmed' and "signatures"."shown_as" is null and "signatures"."reason" is null and "signatures"."display" <> 'anonymous' and "signatures"."name" is not null;--> statement-breakpoint
CREATE INDEX "used_challenges_until" ON "used_challenges" USING btree ("until");--> statement-breakpoint
CREATE INDEX "messages_person" ON "messages" USING btree ("person_key");