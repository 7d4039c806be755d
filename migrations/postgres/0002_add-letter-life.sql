CREATE TABLE "contacts" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"day" text NOT NULL,
	"way" text NOT NULL,
	"person" text NOT NULL,
	"summary" text NOT NULL,
	"next" text NOT NULL,
	"due" text,
	"done_at" timestamp (3) with time zone,
	"done_by" text,
	"actor_id" text,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"day" text NOT NULL,
	"recipient" text NOT NULL,
	"how" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "name_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"purpose" text NOT NULL,
	"source" text NOT NULL,
	"position" text NOT NULL,
	"day" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "name_rows" (
	"list_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	"name" text NOT NULL,
	"beside" jsonb NOT NULL,
	"legislator" text,
	"state" text NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "name_rows_list_id_ordinal_pk" PRIMARY KEY("list_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "national_organizations" (
	"letter_id" text NOT NULL,
	"signature_id" text NOT NULL,
	CONSTRAINT "national_organizations_letter_id_signature_id_pk" PRIMARY KEY("letter_id","signature_id")
);
--> statement-breakpoint
CREATE TABLE "office_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"link_id" text NOT NULL,
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"version" integer NOT NULL,
	"answer" text NOT NULL,
	"comment" text NOT NULL,
	"staff_name" text NOT NULL,
	"staff_title" text NOT NULL,
	"staff_email" text NOT NULL,
	"address_key" text NOT NULL,
	"known" boolean NOT NULL,
	"state" text NOT NULL,
	"mails" integer NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"entry_id" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "office_domains" (
	"body" text NOT NULL,
	"domain" text NOT NULL,
	CONSTRAINT "office_domains_body_domain_pk" PRIMARY KEY("body","domain")
);
--> statement-breakpoint
CREATE TABLE "office_links" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"legislator" text NOT NULL,
	"version" integer NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"name" text NOT NULL,
	"website" text
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" text PRIMARY KEY NOT NULL,
	"letter_id" text NOT NULL,
	"day" text NOT NULL,
	"author" text NOT NULL,
	"summary" text NOT NULL,
	"source" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_contacts" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"legislator" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"email" text NOT NULL,
	"canonical_email" text NOT NULL,
	"phone" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timeline" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"day" text NOT NULL,
	"text" text NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bill_sponsors" ADD COLUMN "day" text;--> statement-breakpoint
ALTER TABLE "bill_sponsors" ADD COLUMN "original" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bill_sponsors" ADD COLUMN "withdrawn_on" text;--> statement-breakpoint
ALTER TABLE "bills" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bills" ADD COLUMN "checked_from" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "ask" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "coverage" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "dear_colleague" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "quill_ref" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "name_lists" ADD CONSTRAINT "name_lists_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "name_rows" ADD CONSTRAINT "name_rows_list_id_name_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."name_lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "name_rows" ADD CONSTRAINT "name_rows_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "national_organizations" ADD CONSTRAINT "national_organizations_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "national_organizations" ADD CONSTRAINT "national_organizations_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_answers" ADD CONSTRAINT "office_answers_link_id_office_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."office_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_answers" ADD CONSTRAINT "office_answers_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_answers" ADD CONSTRAINT "office_answers_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_domains" ADD CONSTRAINT "office_domains_body_bodies_key_fk" FOREIGN KEY ("body") REFERENCES "public"."bodies"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_links" ADD CONSTRAINT "office_links_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office_links" ADD CONSTRAINT "office_links_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "replies_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_contacts" ADD CONSTRAINT "staff_contacts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_contacts" ADD CONSTRAINT "staff_contacts_legislator_legislators_key_fk" FOREIGN KEY ("legislator") REFERENCES "public"."legislators"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_of" ON "contacts" USING btree ("letter_id","legislator","day");--> statement-breakpoint
CREATE INDEX "contacts_due" ON "contacts" USING btree ("letter_id","due") WHERE "contacts"."done_at" is null and "contacts"."next" <> '';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("letter_id","day","recipient","how");--> statement-breakpoint
CREATE INDEX "name_lists_letter" ON "name_lists" USING btree ("letter_id","id");--> statement-breakpoint
CREATE INDEX "office_answers_of" ON "office_answers" USING btree ("letter_id","legislator","id");--> statement-breakpoint
CREATE INDEX "office_answers_address" ON "office_answers" USING btree ("address_key","id");--> statement-breakpoint
CREATE UNIQUE INDEX "office_answers_open" ON "office_answers" USING btree ("letter_id","legislator") WHERE "office_answers"."state" = 'open';--> statement-breakpoint
CREATE INDEX "office_links_of" ON "office_links" USING btree ("letter_id","legislator","id");--> statement-breakpoint
CREATE UNIQUE INDEX "office_links_one" ON "office_links" USING btree ("letter_id","legislator","version") WHERE "office_links"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "partners_name" ON "partners" USING btree ("campaign_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "replies_once" ON "replies" USING btree ("letter_id","day","author");--> statement-breakpoint
CREATE INDEX "staff_contacts_of" ON "staff_contacts" USING btree ("campaign_id","legislator","id");--> statement-breakpoint
CREATE INDEX "staff_contacts_by_address" ON "staff_contacts" USING btree ("canonical_email") WHERE "staff_contacts"."canonical_email" <> '';--> statement-breakpoint
CREATE INDEX "timeline_campaign" ON "timeline" USING btree ("campaign_id","day");--> statement-breakpoint
CREATE INDEX "history_deed" ON "history" USING btree ("subject","subject_id","deed","id");--> statement-breakpoint
CREATE INDEX "signatures_organizations" ON "signatures" USING btree ("letter_id","version","id") WHERE "signatures"."shown_as" is not null and "signatures"."kind" = 'organization';