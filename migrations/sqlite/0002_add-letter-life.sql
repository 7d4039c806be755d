CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`day` text NOT NULL,
	`way` text NOT NULL,
	`person` text NOT NULL,
	`summary` text NOT NULL,
	`next` text NOT NULL,
	`due` text,
	`done_at` integer,
	`done_by` text,
	`actor_id` text,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `contacts_of` ON `contacts` (`letter_id`,`legislator`,`day`);--> statement-breakpoint
CREATE INDEX `contacts_due` ON `contacts` (`letter_id`,`due`) WHERE "contacts"."done_at" is null and "contacts"."next" <> '';--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`day` text NOT NULL,
	`recipient` text NOT NULL,
	`how` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`letter_id`,`day`,`recipient`,`how`);--> statement-breakpoint
CREATE TABLE `name_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`purpose` text NOT NULL,
	`source` text NOT NULL,
	`position` text NOT NULL,
	`day` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `name_lists_letter` ON `name_lists` (`letter_id`,`id`);--> statement-breakpoint
CREATE TABLE `name_rows` (
	`list_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`text` text NOT NULL,
	`name` text NOT NULL,
	`beside` text NOT NULL,
	`legislator` text,
	`state` text NOT NULL,
	`note` text NOT NULL,
	PRIMARY KEY(`list_id`, `ordinal`),
	FOREIGN KEY (`list_id`) REFERENCES `name_lists`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `national_organizations` (
	`letter_id` text NOT NULL,
	`signature_id` text NOT NULL,
	PRIMARY KEY(`letter_id`, `signature_id`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`signature_id`) REFERENCES `signatures`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `office_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`version` integer NOT NULL,
	`answer` text NOT NULL,
	`comment` text NOT NULL,
	`staff_name` text NOT NULL,
	`staff_title` text NOT NULL,
	`staff_email` text NOT NULL,
	`address_key` text NOT NULL,
	`known` integer NOT NULL,
	`state` text NOT NULL,
	`mails` integer NOT NULL,
	`confirmed_at` integer,
	`decided_by` text,
	`decided_at` integer,
	`reason` text NOT NULL,
	`entry_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`link_id`) REFERENCES `office_links`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `office_answers_of` ON `office_answers` (`letter_id`,`legislator`,`id`);--> statement-breakpoint
CREATE INDEX `office_answers_address` ON `office_answers` (`address_key`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `office_answers_open` ON `office_answers` (`letter_id`,`legislator`) WHERE "office_answers"."state" = 'open';--> statement-breakpoint
CREATE TABLE `office_domains` (
	`body` text NOT NULL,
	`domain` text NOT NULL,
	PRIMARY KEY(`body`, `domain`),
	FOREIGN KEY (`body`) REFERENCES `bodies`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `office_links` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`version` integer NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`revoked_by` text,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `office_links_of` ON `office_links` (`letter_id`,`legislator`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `office_links_one` ON `office_links` (`letter_id`,`legislator`,`version`) WHERE "office_links"."revoked_at" is null;--> statement-breakpoint
CREATE TABLE `partners` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`name` text NOT NULL,
	`website` text,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `partners_name` ON `partners` (`campaign_id`,`name`);--> statement-breakpoint
CREATE TABLE `replies` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`day` text NOT NULL,
	`author` text NOT NULL,
	`summary` text NOT NULL,
	`source` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `replies_once` ON `replies` (`letter_id`,`day`,`author`);--> statement-breakpoint
CREATE TABLE `staff_contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`legislator` text NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`email` text NOT NULL,
	`canonical_email` text NOT NULL,
	`phone` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `staff_contacts_of` ON `staff_contacts` (`campaign_id`,`legislator`,`id`);--> statement-breakpoint
CREATE INDEX `staff_contacts_by_address` ON `staff_contacts` (`canonical_email`) WHERE "staff_contacts"."canonical_email" <> '';--> statement-breakpoint
CREATE TABLE `timeline` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`day` text NOT NULL,
	`text` text NOT NULL,
	`source` text NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `timeline_campaign` ON `timeline` (`campaign_id`,`day`);--> statement-breakpoint
ALTER TABLE `bill_sponsors` ADD `day` text;--> statement-breakpoint
ALTER TABLE `bill_sponsors` ADD `original` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `bill_sponsors` ADD `withdrawn_on` text;--> statement-breakpoint
ALTER TABLE `bills` ADD `checked_at` integer;--> statement-breakpoint
ALTER TABLE `bills` ADD `checked_from` text;--> statement-breakpoint
ALTER TABLE `campaigns` ADD `ask` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `coverage` ADD `url` text;--> statement-breakpoint
ALTER TABLE `letters` ADD `dear_colleague` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `letters` ADD `quill_ref` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `history_deed` ON `history` (`subject`,`subject_id`,`deed`,`id`);--> statement-breakpoint
CREATE INDEX `signatures_organizations` ON `signatures` (`letter_id`,`version`,`id`) WHERE "signatures"."shown_as" is not null and "signatures"."kind" = 'organization';