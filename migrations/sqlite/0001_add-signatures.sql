CREATE TABLE `affirmation_rounds` (
	`letter_id` text NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`after_at` integer NOT NULL,
	`after_id` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`letter_id`, `version`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `affirmation_rounds_state` ON `affirmation_rounds` (`state`);--> statement-breakpoint
CREATE TABLE `affirmations` (
	`signature_id` text NOT NULL,
	`version` integer NOT NULL,
	`letter_id` text NOT NULL,
	`asked_at` integer,
	`affirmed_at` integer,
	PRIMARY KEY(`signature_id`, `version`),
	FOREIGN KEY (`signature_id`) REFERENCES `signatures`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `affirmations_letter` ON `affirmations` (`letter_id`,`version`);--> statement-breakpoint
CREATE TABLE `organization_invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`organization` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`address_key` text NOT NULL,
	`state` text NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organization_invitations_once` ON `organization_invitations` (`letter_id`,`address_key`);--> statement-breakpoint
CREATE INDEX `organization_invitations_state` ON `organization_invitations` (`letter_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `organization_invitations_address` ON `organization_invitations` (`address_key`);--> statement-breakpoint
CREATE TABLE `protection_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text,
	`list` text NOT NULL,
	`kind` text NOT NULL,
	`pattern` text NOT NULL,
	`note` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `protection_rules_campaign` ON `protection_rules` (`campaign_id`,`id`);--> statement-breakpoint
CREATE TABLE `removals` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`conditions` text NOT NULL,
	`reason` text NOT NULL,
	`note` text NOT NULL,
	`state` text NOT NULL,
	`expected` integer NOT NULL,
	`done` integer NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `removals_letter` ON `removals` (`letter_id`,`id`);--> statement-breakpoint
CREATE INDEX `removals_state` ON `removals` (`state`,`id`);--> statement-breakpoint
CREATE TABLE `signatures` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`address_key` text,
	`name_key` text,
	`state` text NOT NULL,
	`reason` text,
	`kind` text NOT NULL,
	`name` text,
	`email` text,
	`organization` text,
	`title` text,
	`website` text,
	`comment` text,
	`address` text,
	`city` text,
	`zip` text,
	`country` text,
	`home_state` text,
	`home_district` text,
	`lookup` text,
	`display` text NOT NULL,
	`updates` integer NOT NULL,
	`share` integer NOT NULL,
	`consent_text` text NOT NULL,
	`locale` text,
	`version` integer NOT NULL,
	`words` text,
	`network` text,
	`shown_as` text,
	`first_last` text,
	`last_first` text,
	`removal_id` text,
	`removed_from` text,
	`mails` integer NOT NULL,
	`mailed_at` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`confirmed_at` integer,
	`confirmed_day` text,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signatures_once` ON `signatures` (`address_key`,`letter_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `signatures_state` ON `signatures` (`letter_id`,`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `signatures_shown` ON `signatures` (`letter_id`,`version`,`confirmed_at`,`id`) WHERE "signatures"."shown_as" is not null;--> statement-breakpoint
CREATE INDEX `signatures_first` ON `signatures` (`letter_id`,`version`,"first_last",`id`) WHERE "signatures"."first_last" is not null;--> statement-breakpoint
CREATE INDEX `signatures_last` ON `signatures` (`letter_id`,`version`,"last_first",`id`) WHERE "signatures"."last_first" is not null;--> statement-breakpoint
CREATE INDEX `signatures_unseen` ON `signatures` (`letter_id`,`state`,`reason`,`shown_as`,`created_at`,`id`) WHERE "signatures"."state" = 'confirmed' and "signatures"."shown_as" is null and "signatures"."reason" is null and "signatures"."display" <> 'anonymous' and "signatures"."name" is not null;--> statement-breakpoint
CREATE TABLE `spikes` (
	`letter_id` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`hour` text NOT NULL,
	`count` integer NOT NULL,
	`seen_by` text,
	PRIMARY KEY(`letter_id`, `kind`, `key`, `hour`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `used_challenges` (
	`key` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `used_challenges_until` ON `used_challenges` (`until`);--> statement-breakpoint
ALTER TABLE `campaigns` ADD `moderates_names` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `letters` ADD `closed_at` integer;--> statement-breakpoint
CREATE INDEX `messages_person` ON `messages` (`person_key`);