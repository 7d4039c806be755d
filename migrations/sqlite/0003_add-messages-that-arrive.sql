CREATE TABLE `bounces` (
	`id` text PRIMARY KEY NOT NULL,
	`mail_id` text NOT NULL,
	`address_key` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bounces_address` ON `bounces` (`address_key`,`at`);--> statement-breakpoint
CREATE UNIQUE INDEX `bounces_once` ON `bounces` (`mail_id`,`kind`,`status`);--> statement-breakpoint
CREATE TABLE `cwc_chambers` (
	`chamber` text PRIMARY KEY NOT NULL,
	`listed_at` integer,
	`tried_at` integer,
	`paused_until` integer,
	`problem` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cwc_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`chamber` text NOT NULL,
	`office` text NOT NULL,
	`content` text,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cwc_deliveries_message` ON `cwc_deliveries` (`message_id`);--> statement-breakpoint
CREATE INDEX `cwc_deliveries_due` ON `cwc_deliveries` (`chamber`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `cwc_deliveries_ended` ON `cwc_deliveries` (`ended_at`);--> statement-breakpoint
CREATE TABLE `cwc_offices` (
	`office` text PRIMARY KEY NOT NULL,
	`chamber` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mail_bodies` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mail_domains` (
	`domain` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL,
	`sent` integer NOT NULL,
	`failures` integer NOT NULL,
	`paused_until` integer,
	`problem` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `suppressions` (
	`address_key` text NOT NULL,
	`campaign_id` text NOT NULL,
	`why` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`address_key`, `campaign_id`)
);
--> statement-breakpoint
CREATE INDEX `suppressions_at` ON `suppressions` (`at`);--> statement-breakpoint
CREATE TABLE `text_variants` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`name` text NOT NULL,
	`letter_id` text,
	`ask` text NOT NULL,
	`conditions` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`script` text NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `text_variants_campaign` ON `text_variants` (`campaign_id`,`ordinal`);--> statement-breakpoint
CREATE TABLE `update_recipients` (
	`update_id` text NOT NULL,
	`address_key` text NOT NULL,
	`signature_id` text NOT NULL,
	`state` text NOT NULL,
	`round` integer NOT NULL,
	`problem` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`update_id`, `address_key`),
	FOREIGN KEY (`update_id`) REFERENCES `updates`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `update_recipients_state` ON `update_recipients` (`update_id`,`state`,`address_key`);--> statement-breakpoint
CREATE TABLE `updates` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`states` text NOT NULL,
	`state` text NOT NULL,
	`send_at` integer,
	`listing` text NOT NULL,
	`after_at` integer NOT NULL,
	`after_id` text NOT NULL,
	`listed_at` integer,
	`by_state` text NOT NULL,
	`body_id` text,
	`since` text NOT NULL,
	`paused_for` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`body_id`) REFERENCES `mail_bodies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `updates_letter` ON `updates` (`letter_id`,`id`);--> statement-breakpoint
CREATE INDEX `updates_state` ON `updates` (`state`,`send_at`);--> statement-breakpoint
CREATE INDEX `updates_listing` ON `updates` (`listing`);--> statement-breakpoint
CREATE TABLE `writers` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`person_key` text,
	`ask_at` integer,
	`asked_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `writers_once` ON `writers` (`letter_id`,`person_key`);--> statement-breakpoint
CREATE INDEX `writers_person` ON `writers` (`person_key`);--> statement-breakpoint
CREATE INDEX `writers_ask` ON `writers` (`ask_at`) WHERE "writers"."ask_at" is not null;--> statement-breakpoint
DROP INDEX `messages_person`;--> statement-breakpoint
ALTER TABLE `messages` ADD `details` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `parts` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `similarity` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `quote` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `outcome` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `problem` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `answered` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `answered_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `day` text;--> statement-breakpoint
CREATE INDEX `messages_failed` ON `messages` (`letter_id`,`state`,`changed_at`) WHERE "messages"."state" in ('failed', 'queued');--> statement-breakpoint
CREATE INDEX `messages_kept` ON `messages` (`changed_at`) WHERE ("messages"."email" is not null or "messages"."text" is not null);--> statement-breakpoint
CREATE INDEX `messages_quotes` ON `messages` (`letter_id`,`legislator`,`id`) WHERE "messages"."quote" is not null;--> statement-breakpoint
CREATE INDEX `messages_person` ON `messages` (`person_key`,`letter_id`,`id`);--> statement-breakpoint
ALTER TABLE `letters` ADD `topic` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `letters` ADD `stance` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `stream` text DEFAULT 'confirmations' NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `body_id` text REFERENCES mail_bodies(id);--> statement-breakpoint
ALTER TABLE `outbox` ADD `address_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `domain` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_stream` ON `outbox` (`stream`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `signatures_subscribed` ON `signatures` (`letter_id`,`state`,`confirmed_at`,`id`) WHERE "signatures"."state" = 'confirmed' and "signatures"."updates" and "signatures"."email" is not null;