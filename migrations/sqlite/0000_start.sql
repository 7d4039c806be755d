CREATE TABLE `account_links` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`email` text,
	`campaign_id` text,
	`campaign` text,
	`role` text NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_links_token` ON `account_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `account_links_campaign` ON `account_links` (`campaign_id`,`id`);--> statement-breakpoint
CREATE INDEX `account_links_email` ON `account_links` (`email`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`admin` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_email` ON `accounts` (`email`);--> statement-breakpoint
CREATE TABLE `affiliations` (
	`legislator` text NOT NULL,
	`ordinal` integer NOT NULL,
	`start` text NOT NULL,
	`end` text,
	`party` text NOT NULL,
	`caucus` text NOT NULL,
	PRIMARY KEY(`legislator`, `ordinal`),
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`name` text NOT NULL,
	`campaign_id` text,
	`role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash` ON `api_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_campaign` ON `api_tokens` (`campaign_id`);--> statement-breakpoint
CREATE TABLE `assignments` (
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`account_id` text NOT NULL,
	PRIMARY KEY(`letter_id`, `legislator`, `account_id`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `assignments_account` ON `assignments` (`account_id`,`letter_id`);--> statement-breakpoint
CREATE TABLE `bill_sponsors` (
	`bill_id` text NOT NULL,
	`legislator` text NOT NULL,
	`ordinal` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`bill_id`, `legislator`),
	FOREIGN KEY (`bill_id`) REFERENCES `bills`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `bill_sponsors_legislator` ON `bill_sponsors` (`legislator`);--> statement-breakpoint
CREATE TABLE `bills` (
	`id` text PRIMARY KEY NOT NULL,
	`congress` integer,
	`number` text,
	`title` text NOT NULL,
	`introduced` text NOT NULL,
	`summary` text NOT NULL,
	`source` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `bodies` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`member_title` text NOT NULL,
	`member_short` text NOT NULL,
	`state` text,
	`kind` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `campaign_bills` (
	`campaign_id` text NOT NULL,
	`bill_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	PRIMARY KEY(`campaign_id`, `bill_id`),
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`bill_id`) REFERENCES `bills`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `campaign_bills_bill` ON `campaign_bills` (`bill_id`);--> statement-breakpoint
CREATE TABLE `campaigns` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`sponsor` text NOT NULL,
	`sponsor_address` text NOT NULL,
	`sponsor_contact` text NOT NULL,
	`privacy` text NOT NULL,
	`example` integer NOT NULL,
	`published_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `campaigns_slug` ON `campaigns` (`slug`);--> statement-breakpoint
CREATE TABLE `committee_members` (
	`committee` text NOT NULL,
	`legislator` text NOT NULL,
	`side` text,
	`rank` integer,
	`title` text,
	PRIMARY KEY(`committee`, `legislator`),
	FOREIGN KEY (`committee`) REFERENCES `committees`(`key`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `committee_members_legislator` ON `committee_members` (`legislator`);--> statement-breakpoint
CREATE TABLE `committees` (
	`key` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`name` text NOT NULL,
	`parent` text,
	`url` text
);
--> statement-breakpoint
CREATE TABLE `cosigner_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`position` text,
	`version` integer NOT NULL,
	`day` text NOT NULL,
	`source` text NOT NULL,
	`note` text NOT NULL,
	`corrects` text,
	`actor_id` text,
	`actor` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cosigner_entries_of` ON `cosigner_entries` (`letter_id`,`legislator`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `cosigner_entries_corrects` ON `cosigner_entries` (`corrects`);--> statement-breakpoint
CREATE TABLE `cosigners` (
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`position` text,
	`withdrew` integer NOT NULL,
	`entry_id` text NOT NULL,
	`signed_entry_id` text NOT NULL,
	`version` integer NOT NULL,
	`day` text NOT NULL,
	`source` text NOT NULL,
	`note` text NOT NULL,
	`body` text NOT NULL,
	`state` text,
	`district` text,
	`class` integer,
	`title` text NOT NULL,
	`party` text NOT NULL,
	`caucus` text NOT NULL,
	PRIMARY KEY(`letter_id`, `legislator`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cosigners_position` ON `cosigners` (`letter_id`,`position`);--> statement-breakpoint
CREATE INDEX `cosigners_legislator` ON `cosigners` (`legislator`);--> statement-breakpoint
CREATE TABLE `coverage` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`outlet` text NOT NULL,
	`day` text NOT NULL,
	`stance` text NOT NULL,
	`summary` text NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `coverage_campaign` ON `coverage` (`campaign_id`,`day`);--> statement-breakpoint
CREATE TABLE `exhibits` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`title` text NOT NULL,
	`note` text NOT NULL,
	`columns` text NOT NULL,
	`rows` text NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `exhibits_campaign` ON `exhibits` (`campaign_id`,`ordinal`);--> statement-breakpoint
CREATE TABLE `history` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`actor` text NOT NULL,
	`campaign_id` text,
	`subject` text NOT NULL,
	`subject_id` text NOT NULL,
	`deed` text NOT NULL,
	`detail` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `history_subject` ON `history` (`subject`,`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `history_campaign` ON `history` (`campaign_id`,`id`);--> statement-breakpoint
CREATE TABLE `legislators` (
	`key` text PRIMARY KEY NOT NULL,
	`first` text NOT NULL,
	`last` text NOT NULL,
	`full` text NOT NULL,
	`suffix` text,
	`sort_name` text NOT NULL,
	`search_text` text NOT NULL,
	`body` text NOT NULL,
	`state` text,
	`district` text,
	`class` integer,
	`title` text NOT NULL,
	`party` text NOT NULL,
	`caucus` text NOT NULL,
	`voting` integer NOT NULL,
	`serving` integer NOT NULL,
	`since` text NOT NULL,
	`term_start` text NOT NULL,
	`term_end` text,
	`left_on` text,
	`phone` text,
	`website` text,
	`contact_form` text,
	`email` text,
	`checksum` text NOT NULL,
	FOREIGN KEY (`body`) REFERENCES `bodies`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `legislators_body` ON `legislators` (`body`,`serving`,`sort_name`);--> statement-breakpoint
CREATE INDEX `legislators_caucus` ON `legislators` (`body`,`serving`,`caucus`);--> statement-breakpoint
CREATE INDEX `legislators_place` ON `legislators` (`state`,`district`);--> statement-breakpoint
CREATE INDEX `legislators_sort` ON `legislators` (`sort_name`);--> statement-breakpoint
CREATE TABLE `letter_versions` (
	`letter_id` text NOT NULL,
	`number` integer NOT NULL,
	`text` text NOT NULL,
	`substantive` integer NOT NULL,
	`reason` text NOT NULL,
	`published_at` integer NOT NULL,
	PRIMARY KEY(`letter_id`, `number`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `letters` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`addressees` text NOT NULL,
	`open_to_bodies` text NOT NULL,
	`open_to_public` integer NOT NULL,
	`leads` text NOT NULL,
	`bills` text NOT NULL,
	`state` text NOT NULL,
	`deadline` integer,
	`time_zone` text NOT NULL,
	`order` text NOT NULL,
	`show_cosigners` text NOT NULL,
	`show_signatures` text NOT NULL,
	`version` integer NOT NULL,
	`reported_total` integer,
	`reported_source` text,
	`message_subject` text NOT NULL,
	`message_request` text NOT NULL,
	`message_thanks` text NOT NULL,
	`sent_day` text,
	`published_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `letters_slug` ON `letters` (`slug`);--> statement-breakpoint
CREATE INDEX `letters_campaign` ON `letters` (`campaign_id`,`id`);--> statement-breakpoint
CREATE INDEX `letters_state` ON `letters` (`state`,`id`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`account_id` text NOT NULL,
	`campaign_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`account_id`, `campaign_id`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaigns`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `memberships_campaign` ON `memberships` (`campaign_id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`letter_id` text NOT NULL,
	`legislator` text NOT NULL,
	`ask` text NOT NULL,
	`way` text NOT NULL,
	`state` text NOT NULL,
	`person_key` text,
	`name` text,
	`email` text,
	`zip` text,
	`home_state` text,
	`home_district` text,
	`lookup` text,
	`subject` text,
	`text` text,
	`edited` integer NOT NULL,
	`token_hash` text,
	`mails_sent` integer NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_once` ON `messages` (`letter_id`,`legislator`,`ask`,`person_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_token` ON `messages` (`token_hash`);--> statement-breakpoint
CREATE INDEX `messages_letter` ON `messages` (`letter_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_state` ON `messages` (`state`,`changed_at`);--> statement-breakpoint
CREATE TABLE `offices` (
	`legislator` text NOT NULL,
	`ordinal` integer NOT NULL,
	`kind` text NOT NULL,
	`address` text,
	`city` text,
	`state` text,
	`zip` text,
	`phone` text,
	`fax` text,
	`hours` text,
	PRIMARY KEY(`legislator`, `ordinal`),
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`kind` text NOT NULL,
	`to_address` text NOT NULL,
	`to_name` text NOT NULL,
	`reply_address` text,
	`reply_name` text,
	`data` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	`problem` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_reason` ON `outbox` (`reason`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`due_at`);--> statement-breakpoint
CREATE TABLE `roster_loads` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`format` text NOT NULL,
	`bodies` text NOT NULL,
	`added` integer NOT NULL,
	`changed` integer NOT NULL,
	`left` integer NOT NULL,
	`unchanged` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `seats` (
	`body` text NOT NULL,
	`state` text NOT NULL,
	`district` text NOT NULL,
	`class` integer NOT NULL,
	`members` integer NOT NULL,
	`voting` integer NOT NULL,
	PRIMARY KEY(`body`, `state`, `district`, `class`),
	FOREIGN KEY (`body`) REFERENCES `bodies`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `site_facts` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tallies` (
	`letter_id` text NOT NULL,
	`subject` text NOT NULL,
	`dimension` text NOT NULL,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`letter_id`, `subject`, `dimension`, `key`),
	FOREIGN KEY (`letter_id`) REFERENCES `letters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `terms` (
	`legislator` text NOT NULL,
	`ordinal` integer NOT NULL,
	`body` text NOT NULL,
	`state` text,
	`district` text,
	`class` integer,
	`start` text NOT NULL,
	`end` text,
	`party` text NOT NULL,
	`caucus` text NOT NULL,
	`how` text,
	`end_type` text,
	PRIMARY KEY(`legislator`, `ordinal`),
	FOREIGN KEY (`legislator`) REFERENCES `legislators`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `tries` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tries_until` ON `tries` (`until`);--> statement-breakpoint
CREATE TABLE `zip_districts` (
	`zip` text NOT NULL,
	`state` text NOT NULL,
	`district` integer NOT NULL,
	PRIMARY KEY(`zip`, `state`, `district`)
);
