CREATE TABLE "account_links" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"email" text,
	"campaign_id" text,
	"campaign" text,
	"role" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"admin" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "affiliations" (
	"legislator" text NOT NULL,
	"ordinal" integer NOT NULL,
	"start" text NOT NULL,
	"end" text,
	"party" text NOT NULL,
	"caucus" text NOT NULL,
	CONSTRAINT "affiliations_legislator_ordinal_pk" PRIMARY KEY("legislator","ordinal")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"name" text NOT NULL,
	"campaign_id" text,
	"role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "assignments_letter_id_legislator_account_id_pk" PRIMARY KEY("letter_id","legislator","account_id")
);
--> statement-breakpoint
CREATE TABLE "bill_sponsors" (
	"bill_id" text NOT NULL,
	"legislator" text NOT NULL,
	"ordinal" integer NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "bill_sponsors_bill_id_legislator_pk" PRIMARY KEY("bill_id","legislator")
);
--> statement-breakpoint
CREATE TABLE "bills" (
	"id" text PRIMARY KEY NOT NULL,
	"congress" integer,
	"number" text,
	"title" text NOT NULL,
	"introduced" text NOT NULL,
	"summary" text NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bodies" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"member_title" text NOT NULL,
	"member_short" text NOT NULL,
	"state" text,
	"kind" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaign_bills" (
	"campaign_id" text NOT NULL,
	"bill_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	CONSTRAINT "campaign_bills_campaign_id_bill_id_pk" PRIMARY KEY("campaign_id","bill_id")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"sponsor" text NOT NULL,
	"sponsor_address" text NOT NULL,
	"sponsor_contact" text NOT NULL,
	"privacy" text NOT NULL,
	"example" boolean NOT NULL,
	"published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "committee_members" (
	"committee" text NOT NULL,
	"legislator" text NOT NULL,
	"side" text,
	"rank" integer,
	"title" text,
	CONSTRAINT "committee_members_committee_legislator_pk" PRIMARY KEY("committee","legislator")
);
--> statement-breakpoint
CREATE TABLE "committees" (
	"key" text PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"name" text NOT NULL,
	"parent" text,
	"url" text
);
--> statement-breakpoint
CREATE TABLE "cosigner_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"position" text,
	"version" integer NOT NULL,
	"day" text NOT NULL,
	"source" text NOT NULL,
	"note" text NOT NULL,
	"corrects" text,
	"actor_id" text,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cosigners" (
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"position" text,
	"withdrew" boolean NOT NULL,
	"entry_id" text NOT NULL,
	"signed_entry_id" text NOT NULL,
	"version" integer NOT NULL,
	"day" text NOT NULL,
	"source" text NOT NULL,
	"note" text NOT NULL,
	"body" text NOT NULL,
	"state" text,
	"district" text,
	"class" integer,
	"title" text NOT NULL,
	"party" text NOT NULL,
	"caucus" text NOT NULL,
	CONSTRAINT "cosigners_letter_id_legislator_pk" PRIMARY KEY("letter_id","legislator")
);
--> statement-breakpoint
CREATE TABLE "coverage" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"outlet" text NOT NULL,
	"day" text NOT NULL,
	"stance" text NOT NULL,
	"summary" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exhibits" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"title" text NOT NULL,
	"note" text NOT NULL,
	"columns" jsonb NOT NULL,
	"rows" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "history" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" text,
	"actor" text NOT NULL,
	"campaign_id" text,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"deed" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legislators" (
	"key" text PRIMARY KEY NOT NULL,
	"first" text NOT NULL,
	"last" text NOT NULL,
	"full" text NOT NULL,
	"suffix" text,
	"sort_name" text NOT NULL,
	"search_text" text NOT NULL,
	"body" text NOT NULL,
	"state" text,
	"district" text,
	"class" integer,
	"title" text NOT NULL,
	"party" text NOT NULL,
	"caucus" text NOT NULL,
	"voting" boolean NOT NULL,
	"serving" boolean NOT NULL,
	"since" text NOT NULL,
	"term_start" text NOT NULL,
	"term_end" text,
	"left_on" text,
	"phone" text,
	"website" text,
	"contact_form" text,
	"email" text,
	"checksum" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letter_versions" (
	"letter_id" text NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"substantive" boolean NOT NULL,
	"reason" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "letter_versions_letter_id_number_pk" PRIMARY KEY("letter_id","number")
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"addressees" jsonb NOT NULL,
	"open_to_bodies" jsonb NOT NULL,
	"open_to_public" boolean NOT NULL,
	"leads" jsonb NOT NULL,
	"bills" jsonb NOT NULL,
	"state" text NOT NULL,
	"deadline" timestamp (3) with time zone,
	"time_zone" text NOT NULL,
	"order" text NOT NULL,
	"show_cosigners" text NOT NULL,
	"show_signatures" text NOT NULL,
	"version" integer NOT NULL,
	"reported_total" integer,
	"reported_source" text,
	"message_subject" text NOT NULL,
	"message_request" text NOT NULL,
	"message_thanks" text NOT NULL,
	"sent_day" text,
	"published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"account_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "memberships_account_id_campaign_id_pk" PRIMARY KEY("account_id","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"ask" text NOT NULL,
	"way" text NOT NULL,
	"state" text NOT NULL,
	"person_key" text,
	"name" text,
	"email" text,
	"zip" text,
	"home_state" text,
	"home_district" text,
	"lookup" text,
	"subject" text,
	"text" text,
	"edited" boolean NOT NULL,
	"token_hash" text,
	"mails_sent" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offices" (
	"legislator" text NOT NULL,
	"ordinal" integer NOT NULL,
	"kind" text NOT NULL,
	"address" text,
	"city" text,
	"state" text,
	"zip" text,
	"phone" text,
	"fax" text,
	"hours" text,
	CONSTRAINT "offices_legislator_ordinal_pk" PRIMARY KEY("legislator","ordinal")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"kind" text NOT NULL,
	"to_address" text NOT NULL,
	"to_name" text NOT NULL,
	"reply_address" text,
	"reply_name" text,
	"data" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "roster_loads" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"format" text NOT NULL,
	"bodies" jsonb NOT NULL,
	"added" integer NOT NULL,
	"changed" integer NOT NULL,
	"left" integer NOT NULL,
	"unchanged" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seats" (
	"body" text NOT NULL,
	"state" text NOT NULL,
	"district" text NOT NULL,
	"class" integer NOT NULL,
	"members" integer NOT NULL,
	"voting" boolean NOT NULL,
	CONSTRAINT "seats_body_state_district_class_pk" PRIMARY KEY("body","state","district","class")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "site_facts" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tallies" (
	"letter_id" text NOT NULL,
	"subject" text NOT NULL,
	"dimension" text NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "tallies_letter_id_subject_dimension_key_pk" PRIMARY KEY("letter_id","subject","dimension","key")
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"legislator" text NOT NULL,
	"ordinal" integer NOT NULL,
	"body" text NOT NULL,
	"state" text,
	"district" text,
	"class" integer,
	"start" text NOT NULL,
	"end" text,
	"party" text NOT NULL,
	"caucus" text NOT NULL,
	"how" text,
	"end_type" text,
	CONSTRAINT "terms_legislator_ordinal_pk" PRIMARY KEY("legislator","ordinal")
);
--> statement-breakpoint
CREATE TABLE "tries" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zip_districts" (
	"zip" text NOT NULL,
	"state" text NOT NULL,
	"district" integer NOT NULL,
	CONSTRAINT "zip_districts_zip_state_district_pk" PRIMARY KEY("zip","state","district")
);
--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliations" ADD CONSTRAINT "affiliations_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bill_sponsors" ADD CONSTRAINT "bill_sponsors_bill_id_bills_id_fk" FOREIGN KEY ("bill_id") REFERENCES "public"."bills"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bill_sponsors" ADD CONSTRAINT "bill_sponsors_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_bills" ADD CONSTRAINT "campaign_bills_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_bills" ADD CONSTRAINT "campaign_bills_bill_id_bills_id_fk" FOREIGN KEY ("bill_id") REFERENCES "public"."bills"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_members" ADD CONSTRAINT "committee_members_committee_committees_key_fk" FOREIGN KEY ("committee") REFERENCES "public"."committees"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_members" ADD CONSTRAINT "committee_members_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosigner_entries" ADD CONSTRAINT "cosigner_entries_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosigner_entries" ADD CONSTRAINT "cosigner_entries_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosigners" ADD CONSTRAINT "cosigners_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosigners" ADD CONSTRAINT "cosigners_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exhibits" ADD CONSTRAINT "exhibits_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legislators" ADD CONSTRAINT "legislators_body_bodies_key_fk" FOREIGN KEY ("body") REFERENCES "public"."bodies"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_versions" ADD CONSTRAINT "letter_versions_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offices" ADD CONSTRAINT "offices_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seats" ADD CONSTRAINT "seats_body_bodies_key_fk" FOREIGN KEY ("body") REFERENCES "public"."bodies"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tallies" ADD CONSTRAINT "tallies_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_links_token" ON "account_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "account_links_campaign" ON "account_links" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "account_links_email" ON "account_links" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email" ON "accounts" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_tokens_campaign" ON "api_tokens" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "assignments_account" ON "assignments" USING btree ("account_id","letter_id");--> statement-breakpoint
CREATE INDEX "bill_sponsors_legislator" ON "bill_sponsors" USING btree ("legislator");--> statement-breakpoint
CREATE INDEX "campaign_bills_bill" ON "campaign_bills" USING btree ("bill_id");--> statement-breakpoint
CREATE UNIQUE INDEX "campaigns_slug" ON "campaigns" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "committee_members_legislator" ON "committee_members" USING btree ("legislator");--> statement-breakpoint
CREATE INDEX "cosigner_entries_of" ON "cosigner_entries" USING btree ("letter_id","legislator","id");--> statement-breakpoint
CREATE UNIQUE INDEX "cosigner_entries_corrects" ON "cosigner_entries" USING btree ("corrects");--> statement-breakpoint
CREATE INDEX "cosigners_position" ON "cosigners" USING btree ("letter_id","position");--> statement-breakpoint
CREATE INDEX "cosigners_legislator" ON "cosigners" USING btree ("legislator");--> statement-breakpoint
CREATE INDEX "coverage_campaign" ON "coverage" USING btree ("campaign_id","day");--> statement-breakpoint
CREATE INDEX "exhibits_campaign" ON "exhibits" USING btree ("campaign_id","ordinal");--> statement-breakpoint
CREATE INDEX "history_subject" ON "history" USING btree ("subject","subject_id","id");--> statement-breakpoint
CREATE INDEX "history_campaign" ON "history" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "legislators_body" ON "legislators" USING btree ("body","serving","sort_name");--> statement-breakpoint
CREATE INDEX "legislators_caucus" ON "legislators" USING btree ("body","serving","caucus");--> statement-breakpoint
CREATE INDEX "legislators_place" ON "legislators" USING btree ("state","district");--> statement-breakpoint
CREATE INDEX "legislators_sort" ON "legislators" USING btree ("sort_name");--> statement-breakpoint
CREATE UNIQUE INDEX "letters_slug" ON "letters" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "letters_campaign" ON "letters" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "letters_state" ON "letters" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "memberships_campaign" ON "memberships" USING btree ("campaign_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("letter_id","legislator","ask","person_key");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_token" ON "messages" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "messages_letter" ON "messages" USING btree ("letter_id","id");--> statement-breakpoint
CREATE INDEX "messages_state" ON "messages" USING btree ("state","changed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_reason" ON "outbox" USING btree ("reason");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "tries_until" ON "tries" USING btree ("until");