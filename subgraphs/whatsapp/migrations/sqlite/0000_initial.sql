CREATE TABLE `media` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`kind` text NOT NULL,
	`main_file` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`duration_ms` integer,
	`size_bytes` integer NOT NULL,
	`content_hash` text NOT NULL,
	`alt_text` text,
	`state` text NOT NULL,
	`access` text NOT NULL,
	`import_key` text,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `media_import_key_unique` ON `media` (`import_key`);

CREATE INDEX `media_owner_id_created_at` ON `media` (`owner_id`,`created_at`);

CREATE TABLE `media_use` (
	`media_id` text NOT NULL,
	`used_by` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`media_id`, `used_by`, `user_id`)
);

CREATE INDEX `media_use_user` ON `media_use` (`used_by`,`user_id`);

CREATE TABLE `upload_slot` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`lease_until` integer NOT NULL
);

CREATE INDEX `upload_slot_owner_id` ON `upload_slot` (`owner_id`);

CREATE TABLE `upload_claim` (
	`owner_id` text PRIMARY KEY NOT NULL
);

CREATE TABLE `command` (
	`operation` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text,
	`state` text NOT NULL,
	`result_id` text,
	`refusals` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`operation`, `key`)
);

CREATE INDEX `command_created_at` ON `command` (`created_at`);

CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`username_normal` text NOT NULL,
	`display_name` text NOT NULL,
	`photo_id` text,
	`bio` text NOT NULL,
	`is_private` integer NOT NULL,
	`is_verified` integer NOT NULL,
	`state` text NOT NULL,
	`state_version` integer NOT NULL,
	`created_at` integer NOT NULL
);

CREATE UNIQUE INDEX `user_username_normal` ON `user` (`username_normal`);

CREATE TABLE `username_claim` (
	`username_normal` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`change_key` text
);

CREATE INDEX `username_claim_user_id` ON `username_claim` (`user_id`);

CREATE INDEX `username_claim_change_key` ON `username_claim` (`change_key`);

CREATE TABLE `relation` (
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`from_id`, `to_id`)
);

CREATE INDEX `relation_outgoing` ON `relation` (`from_id`,`state`,`created_at`,`to_id`);

CREATE INDEX `relation_incoming` ON `relation` (`to_id`,`state`,`created_at`,`from_id`);

CREATE TABLE `post` (
	`id` text PRIMARY KEY NOT NULL,
	`author_id` text NOT NULL,
	`text` text NOT NULL,
	`audience` text NOT NULL,
	`is_copy` integer NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer
);

CREATE INDEX `post_author` ON `post` (`author_id`,`created_at`,`id`,`audience`,`deleted_at`) WHERE "post"."deleted_at" is null;

CREATE TABLE `post_media` (
	`post_id` text NOT NULL,
	`position` integer NOT NULL,
	`media_id` text NOT NULL,
	PRIMARY KEY(`post_id`, `position`)
);

CREATE TABLE `profile_change` (
	`key` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`username` text,
	`display_name` text,
	`photo_id` text,
	`removes_photo` integer NOT NULL,
	`versions` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL
);

CREATE INDEX `profile_change_user_id` ON `profile_change` (`user_id`,`state`);

CREATE TABLE `profile_history` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`field` text NOT NULL,
	`value` text,
	`version` integer NOT NULL,
	`changed_at` integer NOT NULL
);

CREATE INDEX `profile_history_user_id` ON `profile_history` (`user_id`,`field`,`changed_at`);

CREATE TABLE `about` (
	`user_id` text PRIMARY KEY NOT NULL,
	`line` text NOT NULL
);

CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`destination` text NOT NULL,
	`lane` text NOT NULL,
	`payload` text NOT NULL,
	`dedupe_key` text,
	`created_at` integer NOT NULL,
	`available_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`failures` integer NOT NULL,
	`parked_at` integer,
	`lease_until` integer,
	`lease_token` text,
	`last_error` text
);

CREATE UNIQUE INDEX `outbox_dedupe_key` ON `outbox` (`dedupe_key`);

CREATE INDEX `outbox_available_at` ON `outbox` (`available_at`);

CREATE TABLE `inbox_event` (
	`source` text NOT NULL,
	`id` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`source`, `id`)
);

CREATE INDEX `inbox_event_received_at` ON `inbox_event` (`received_at`);

CREATE TABLE `idempotency_key` (
	`scope` text NOT NULL,
	`operation` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`result_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `operation`, `key`)
);

CREATE INDEX `idempotency_key_created_at` ON `idempotency_key` (`created_at`);
